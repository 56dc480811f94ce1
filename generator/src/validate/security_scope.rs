//! The scopes that are asked for are declared.

use serde_json::Value;

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use crate::diagnostic::Code;
use crate::grammar::Kind;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::SecurityScopeMissing],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    let Some(schemes) = document.components("securitySchemes") else {
        return;
    };
    let owners = document
        .of_kind(Kind::Document)
        .chain(document.of_kind(Kind::Operation));
    for owner in owners {
        let requirements = owner.get("security").and_then(Value::as_array);
        for (index, requirement) in requirements.into_iter().flatten().enumerate() {
            for (name, scopes) in requirement.as_object().into_iter().flatten() {
                let Some(scheme) = schemes.get(name).map(|scheme| document.follow(scheme)) else {
                    continue;
                };
                let flows = scheme.get("flows").and_then(Value::as_object);
                let Some(flows) =
                    flows.filter(|_| scheme.get("type").is_some_and(|ty| ty == "oauth2"))
                else {
                    continue;
                };
                let is_declared = |scope: &str| {
                    flows
                        .values()
                        .any(|flow| flow["scopes"].get(scope).is_some())
                };
                let scopes = scopes.as_array().into_iter().flatten().enumerate();
                for (at_scope, scope) in scopes {
                    let Some(scope) = scope.as_str().filter(|scope| !is_declared(scope)) else {
                        continue;
                    };
                    let at = owner
                        .at()
                        .join("security")
                        .join(index)
                        .join(name)
                        .join(at_scope);
                    let message = format!("no flow of `{name}` declares the scope `{scope}`");
                    findings.push(Finding::of_value(Code::SecurityScopeMissing, at, message));
                }
            }
        }
    }
}
