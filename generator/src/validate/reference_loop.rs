//! No schema is a member of itself through `allOf`.

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

/// Refuses each component that its `allOf` leads back to: no value could ever be of such a type.
///
/// A circle of `oneOf` or `anyOf` is no error: the member that leads back admits nothing new. And
/// many documents write inheritance as a circle of both: the base lists its children in `oneOf`,
/// and each of them refers to it in `allOf`.
fn check(document: &Document<'_>, findings: &mut Findings) {
    let root = Pointer::components("schemas");
    for (name, schema) in document.components("schemas").into_iter().flatten() {
        if leads_back(document, schema, name, &mut HashSet::new()) {
            let message = format!("`{name}` contains itself through `allOf`");
            let at = root.join(name).join("allOf");
            findings.push(
                Finding::of_key(Code::ReferenceLoop, at, message)
                    .help("break the circle; no value could ever be of such a type"),
            );
        }
    }
}

/// Whether the `allOf` of a schema leads to a component.
fn leads_back<'d>(
    document: &Document<'d>,
    schema: &'d Value,
    wanted: &str,
    seen: &mut HashSet<String>,
) -> bool {
    let Some(keywords) = schema.as_object() else {
        return false;
    };
    list(keywords, "allOf").iter().any(|member| {
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
        leads_back(document, member, wanted, seen)
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
            json!({ "A": { "allOf": [{ "allOf": [to("A")] }] } }),
        ];
        for circle in circles {
            assert!(finds(&circle), "{circle}");
        }
        let others = [
            json!({ "A": { "oneOf": [{}, to("B")] }, "B": { "anyOf": [to("A")] } }),
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
