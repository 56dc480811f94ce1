//! No schema is a member of itself, through `allOf`, `oneOf` or `anyOf`.

use std::collections::HashSet;

use serde_json::Value;

use super::Rule;
use super::document::{Document, reference, schema_name};
use super::finding::{Finding, Findings};
use super::told_apart::list;
use crate::diagnostic::Code;
use crate::pointer::Pointer;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::ReferenceLoop],
    check,
};

/// Refuses each component that its members lead back to: whether a value is of such a type cannot
/// be decided in the end.
fn check(document: &Document<'_>, findings: &mut Findings) {
    let root = Pointer::components("schemas");
    for (name, schema) in document.components("schemas").into_iter().flatten() {
        if let Some(keyword) = leads_back(document, schema, name, &mut HashSet::new()) {
            let message = format!("`{name}` contains itself through `{keyword}`");
            let help = match keyword {
                "allOf" => "break the circle; no value could ever be of such a type",
                _ => "break the circle; reading such a value would never end",
            };
            let at = root.join(name).join(keyword);
            findings.push(Finding::of_key(Code::ReferenceLoop, at, message).help(help));
        }
    }
}

/// The keyword through which the members of a schema lead to a component.
fn leads_back<'d>(
    document: &Document<'d>,
    schema: &'d Value,
    wanted: &str,
    seen: &mut HashSet<String>,
) -> Option<&'static str> {
    let keywords = schema.as_object()?;
    ["allOf", "oneOf", "anyOf"].into_iter().find(|keyword| {
        list(keywords, keyword).iter().any(|member| {
            let mut member = member;
            while let Some(target) = reference(member) {
                if schema_name(target).is_some_and(|name| name == wanted) {
                    return true;
                }
                if !seen.insert(target.to_owned()) {
                    return false;
                }
                match document.target(target) {
                    Some(next) => member = next,
                    None => return false,
                }
            }
            leads_back(document, member, wanted, seen).is_some()
        })
    })
}
