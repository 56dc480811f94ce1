//! What is joined can be satisfied by a value: no part demands a member that another one forbids.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Rule;
use super::document::{Document, reference};
use super::finding::{Finding, Findings};
use super::traits::list;
use crate::diagnostic::Code;
use crate::grammar::Version;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::UnsatisfiableSchema],
    check,
};

/// How deep joined schemas are looked into.
const DEPTH: usize = 16;

fn check(document: &Document<'_>, findings: &mut Findings) {
    for (site, schema) in document.schemas() {
        if !schema.contains_key("allOf") {
            continue;
        }
        let mut joined = Vec::new();
        gather(document, site.value(), DEPTH, &mut joined);
        let declared: BTreeSet<&str> = joined.iter().flat_map(|part| properties(part)).collect();
        let contradiction = joined.iter().find_map(|part| {
            let demanded = list(part, "required").iter().filter_map(Value::as_str);
            // A name that no property bears is ignored.
            let mut demanded = demanded.filter(|name| declared.contains(name));
            demanded.find(|name| joined.iter().any(|other| forbids(other, name)))
        });
        if let Some(name) = contradiction {
            let message = format!(
                "no value satisfies this: `{name}` is required, and one of the joined schemas \
                 allows no such member"
            );
            let finding = Finding::of_key(Code::UnsatisfiableSchema, site.at(), message);
            let help = "take `additionalProperties: false` out of what others are joined with";
            findings.push(finding.help(help));
        }
    }
}

/// The schema, and all that it is joined with.
fn gather<'d>(
    document: &Document<'d>,
    schema: &'d Value,
    depth: usize,
    joined: &mut Vec<&'d Map<String, Value>>,
) {
    let Value::Object(keywords) = schema else {
        return;
    };
    if depth == 0 || joined.iter().any(|known| std::ptr::eq(*known, keywords)) {
        return;
    }
    if let Some(target) = reference(schema) {
        if let Some(target) = document.target(target) {
            gather(document, target, depth - 1, joined);
        }
        if document.version == Version::V3_0 {
            return;
        }
    }
    joined.push(keywords);
    for member in list(keywords, "allOf") {
        gather(document, member, depth - 1, joined);
    }
}

fn properties<'d>(schema: &'d Map<String, Value>) -> impl Iterator<Item = &'d str> + use<'d> {
    let properties = schema.get("properties").and_then(Value::as_object);
    properties
        .into_iter()
        .flat_map(Map::keys)
        .map(String::as_str)
}

/// Whether a schema allows no member of a name.
fn forbids(schema: &Map<String, Value>, name: &str) -> bool {
    schema.get("additionalProperties") == Some(&Value::Bool(false))
        && !schema.contains_key("patternProperties")
        && !properties(schema).any(|declared| declared == name)
}
