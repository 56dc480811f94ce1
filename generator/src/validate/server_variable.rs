//! The templates in the address of a server and its variables belong together.

use serde_json::Value;

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use super::path::templates;
use crate::diagnostic::Code;
use crate::grammar::Kind;

pub(super) const RULE: Rule = Rule {
    codes: &[
        Code::ServerVariableMissing,
        Code::ServerVariableUnused,
        Code::ServerVariableDefault,
    ],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    for site in document.of_kind(Kind::Server) {
        let Some(url) = site.get("url").and_then(Value::as_str) else {
            continue;
        };
        let at = site.at();
        let variables = site.get("variables").and_then(Value::as_object);
        for name in templates(url) {
            if variables.is_none_or(|variables| !variables.contains_key(name)) {
                let message = format!("no variable gives `{{{name}}}` in the address a value");
                findings.push(
                    Finding::of_value(Code::ServerVariableMissing, at.join("url"), message)
                        .help("declare it under `variables`, with a default"),
                );
            }
        }
        for (name, variable) in variables.into_iter().flatten() {
            let at_variable = at.join("variables").join(name);
            if !templates(url).any(|template| template == name) {
                let message = format!("the address has no `{{{name}}}`");
                findings.push(
                    Finding::of_key(Code::ServerVariableUnused, at_variable.clone(), message)
                        .value_label(at.join("url"), "the address"),
                );
            }
            let values = variable.get("enum").and_then(Value::as_array);
            if let (Some(default), Some(values)) = (variable.get("default"), values)
                && !values.contains(default)
            {
                let message = format!("{default} is not among the values of `{name}`");
                let at = at_variable.join("default");
                findings.push(
                    Finding::of_value(Code::ServerVariableDefault, at, message)
                        .key_label(at_variable.join("enum"), "the values"),
                );
            }
        }
    }
}
