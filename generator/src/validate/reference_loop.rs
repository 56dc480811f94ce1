//! No schema is a member of itself, through `allOf`, `oneOf` or `anyOf`.

use std::collections::HashSet;

use serde_json::Value;

use super::Rule;
use super::document::{Document, reference, schema_name};
use super::finding::{Finding, Findings};
use super::traits::list;
use crate::diagnostic::Code;
use crate::pointer::Pointer;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::ReferenceLoop],
    check,
};

/// Refuses each component that its members lead back to: whether a value is of such a type cannot
/// be decided in the end.
///
/// A circle of both kinds is how many documents write inheritance: the base lists its children in
/// `oneOf`, and each of them refers to it in `allOf`. What is meant is clear then.
fn check(document: &Document<'_>, findings: &mut Findings) {
    const CIRCLES: [(&[&str], &str); 2] = [
        (
            &["allOf"],
            "break the circle; no value could ever be of such a type",
        ),
        (
            &["oneOf", "anyOf"],
            "break the circle; reading such a value would never end",
        ),
    ];
    let root = Pointer::components("schemas");
    for (name, schema) in document.components("schemas").into_iter().flatten() {
        for (keywords, help) in CIRCLES {
            let found = leads_back(document, schema, keywords, name, &mut HashSet::new());
            if let Some(keyword) = found {
                let message = format!("`{name}` contains itself through `{keyword}`");
                let at = root.join(name).join(keyword);
                findings.push(Finding::of_key(Code::ReferenceLoop, at, message).help(help));
            }
        }
    }
}

/// The keyword through which the members of a schema lead to a component.
fn leads_back<'d, 'k>(
    document: &Document<'d>,
    schema: &'d Value,
    through: &[&'k str],
    wanted: &str,
    seen: &mut HashSet<String>,
) -> Option<&'k str> {
    let keywords = schema.as_object()?;
    through.iter().copied().find(|keyword| {
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
            leads_back(document, member, through, wanted, seen).is_some()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::validate::document::Document;
    use crate::validate::finding::Findings;
    use serde_json::{Value, json};

    fn finds(schemas: &Value) -> bool {
        let tree = json!({ "openapi": "3.0.3", "components": { "schemas": schemas } });
        let mut findings = Findings::default();
        check(&Document::new(&tree), &mut findings);
        !findings.is_empty()
    }

    #[test]
    fn circles_are_told_from_inheritance_and_recursion() {
        let to = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let circles = [
            json!({ "A": { "allOf": [to("B")] }, "B": { "allOf": [to("A")] } }),
            json!({ "A": { "oneOf": [{}, to("B")] }, "B": { "anyOf": [to("A")] } }),
            json!({ "A": { "oneOf": [{ "anyOf": [to("A")] }] } }),
        ];
        for circle in circles {
            assert!(finds(&circle), "{circle}");
        }
        let others = [
            json!({ "A": { "oneOf": [to("B")] }, "B": { "allOf": [to("A"), {}] } }),
            json!({ "A": { "allOf": [{ "properties": { "a": to("A") } }] } }),
            json!({ "A": { "oneOf": [{ "type": "array", "items": to("A") }] } }),
            json!({ "A": { "oneOf": [to("B")] }, "B": to("B") }),
        ];
        for other in others {
            assert!(!finds(&other), "{other}");
        }
    }
}
