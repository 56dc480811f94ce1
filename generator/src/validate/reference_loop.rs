//! No schema is a member of itself through `allOf`, or nothing but a choice of itself.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::Rule;
use super::document::{Document, reference, schema_name};
use super::finding::{Finding, Findings};
use super::traits::list;
use crate::diagnostic::Code;
use crate::pointer::Pointer;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::ReferenceLoop, Code::CircularChoice],
    check,
};

/// The keywords that list what may be chosen.
const CHOICES: &[&str] = &["oneOf", "anyOf"];

/// The keywords whose schemas are for the same value.
const SAME_VALUE: &[&str] = &["oneOf", "anyOf", "allOf"];

/// Refuses each component that its `allOf` leads back to: no value could ever be of such a type.
///
/// A circle of `oneOf` or `anyOf` is no error where anything else can be chosen: the member that
/// leads back admits nothing new. And many documents write inheritance as a circle of both: the
/// base lists its children in `oneOf`, and each of them refers to it in `allOf`. These are told of.
fn check(document: &Document<'_>, findings: &mut Findings) {
    let root = Pointer::components("schemas");
    for (name, schema) in document.components("schemas").into_iter().flatten() {
        if leads_back(document, schema, name, &["allOf"], &mut HashSet::new()) {
            let message = format!("`{name}` contains itself through `allOf`");
            let at = root.join(name).join("allOf");
            findings.push(
                Finding::of_key(Code::ReferenceLoop, at, message)
                    .help("break the circle; no value could ever be of such a type"),
            );
            continue;
        }
        if let Some(keyword) = stated(schema, CHOICES)
            && is_choice_of_itself(document, schema, name)
        {
            let message = format!("`{name}` is a choice of nothing but itself");
            findings.push(
                Finding::of_key(Code::ReferenceLoop, root.join(name).join(keyword), message)
                    .help("list a member that does not lead back; nothing says what a value is"),
            );
        } else if let Some(keyword) = stated(schema, SAME_VALUE)
            && leads_back(document, schema, name, SAME_VALUE, &mut HashSet::new())
        {
            let message = format!("`{name}` leads back to itself through a choice");
            let at = root.join(name).join(keyword);
            findings.push(
                Finding::of_key(Code::CircularChoice, at, message).help(
                    "no validator can judge its values; let the choice be a schema of its own",
                ),
            );
        }
    }
}

/// The first of the keywords that a schema has.
fn stated<'k>(schema: &Value, keywords: &[&'k str]) -> Option<&'k str> {
    let mut keywords = keywords.iter().copied();
    keywords.find(|keyword| schema.get(*keyword).is_some())
}

/// Whether choosing ever anew among the members of a component leads to it, and to nothing else.
fn is_choice_of_itself<'d>(document: &Document<'d>, schema: &'d Value, wanted: &str) -> bool {
    let mut waiting = vec![schema];
    let mut seen = HashSet::new();
    let mut leads_back = false;
    while let Some(schema) = waiting.pop() {
        if let Some(target) = reference(schema) {
            leads_back |= schema_name(target).is_some_and(|name| name == wanted);
            if seen.insert(target) {
                waiting.extend(document.target(target));
            }
            continue;
        }
        // Whatever else a schema says tells what a value is.
        let Some(keywords) = schema.as_object().filter(|it| says_only_choices(it)) else {
            return false;
        };
        waiting.extend(CHOICES.iter().flat_map(|name| list(keywords, name)));
    }
    leads_back
}

fn says_only_choices(keywords: &Map<String, Value>) -> bool {
    let is_note = |name: &String| {
        matches!(name.as_str(), "title" | "description" | "deprecated") || name.starts_with("x-")
    };
    let mut told = keywords.keys().filter(|name| !is_note(name)).peekable();
    told.peek().is_some() && told.all(|name| CHOICES.contains(&name.as_str()))
}

/// Whether keywords of a schema lead to a component.
fn leads_back<'d>(
    document: &Document<'d>,
    schema: &'d Value,
    wanted: &str,
    through: &[&str],
    seen: &mut HashSet<String>,
) -> bool {
    let Some(keywords) = schema.as_object() else {
        return false;
    };
    let mut members = through.iter().flat_map(|name| list(keywords, name));
    members.any(|member| {
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
        leads_back(document, member, wanted, through, seen)
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::diagnostic::Code;
    use crate::validate::document::Document;
    use crate::validate::finding::Findings;
    use serde_json::{Value, json};

    fn finds(schemas: &Value) -> bool {
        let tree = json!({ "openapi": "3.0.3", "components": { "schemas": schemas } });
        let mut findings = Findings::default();
        check(&Document::new(&tree), &mut findings);
        findings.has(Code::ReferenceLoop)
    }

    #[test]
    fn circles_are_told_from_inheritance_and_recursion() {
        let to = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let circles = [
            json!({ "A": { "allOf": [to("B")] }, "B": { "allOf": [to("A")] } }),
            json!({ "A": { "allOf": [{ "allOf": [to("A")] }] } }),
            json!({ "A": { "anyOf": [to("A")], "description": "d" } }),
            json!({ "A": { "oneOf": [to("B"), to("A")] }, "B": { "anyOf": [to("A")] } }),
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
            json!({ "A": { "oneOf": [to("A")], "type": "object" } }),
        ];
        for other in others {
            assert!(!finds(&other), "{other}");
        }
    }

    #[test]
    fn circles_through_a_choice_are_told_of() {
        let to = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let circular = |schemas: Value| {
            let tree = json!({ "openapi": "3.0.3", "components": { "schemas": schemas } });
            let mut findings = Findings::default();
            check(&Document::new(&tree), &mut findings);
            findings.has(Code::CircularChoice)
        };
        let child = json!({ "allOf": [to("A"), {}] });
        assert!(circular(json!({ "A": { "oneOf": [to("B")] }, "B": child })));
        assert!(circular(
            json!({ "A": { "anyOf": [{}, { "allOf": [to("A")] }] } })
        ));
        assert!(!circular(
            json!({ "A": { "properties": { "b": to("B") } }, "B": child })
        ));
        assert!(!circular(
            json!({ "A": { "oneOf": [{}, to("B")] }, "B": {} })
        ));
    }
}
