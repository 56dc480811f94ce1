//! Which members a schema declares, seen through `allOf` and references.
//!
//! `required` may name a property that a sibling in `allOf` declares, and a
//! property may be `readOnly` only where it is declared. Both questions need
//! the composition as a whole; this module answers them on the untranslated
//! document.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::pointer;

use super::Direction;

/// How a declared member may travel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks {
    read_only: bool,
    write_only: bool,
}

impl Marks {
    /// Whether the member cannot occur in messages of this direction.
    pub(super) fn absent_from(self, direction: Direction) -> bool {
        match direction {
            Direction::Request => self.read_only,
            Direction::Response => self.write_only,
            Direction::Any => false,
        }
    }
}

/// Declared members by name.
pub(super) type Members = BTreeMap<String, Marks>;

/// The members that `schema` declares itself or through composition.
pub(super) fn declared(document: &Value, schema: &Value) -> Members {
    let mut members = Members::new();
    gather(document, schema, &mut BTreeSet::new(), &mut members);
    members
}

/// The names that the schema behind `reference` requires without declaring
/// them: only what it is composed with can.
pub(super) fn dangling(document: &Value, schema: &Value) -> BTreeSet<String> {
    let mut required = BTreeSet::new();
    gather_required(document, schema, &mut BTreeSet::new(), &mut required);
    if !required.is_empty() {
        let members = declared(document, schema);
        required.retain(|name| !members.contains_key(name));
    }
    required
}

/// The schema that a local reference names, with its pointer.
pub(super) fn target<'d>(document: &'d Value, schema: &Value) -> Option<(String, &'d Value)> {
    let reference = schema.get("$ref")?.as_str()?;
    let pointer = pointer::from_reference(reference)?;
    let value = document.pointer(&pointer)?;
    Some((pointer, value))
}

fn gather(document: &Value, schema: &Value, seen: &mut BTreeSet<String>, members: &mut Members) {
    if let Some((pointer, target)) = target(document, schema)
        && seen.insert(pointer)
    {
        gather(document, target, seen, members);
    }
    for (name, property) in schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let marks = members.entry(name.clone()).or_default();
        marks.read_only |= marked(document, property, "readOnly", &mut BTreeSet::new());
        marks.write_only |= marked(document, property, "writeOnly", &mut BTreeSet::new());
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        for member in branches(schema, keyword) {
            gather(document, member, seen, members);
        }
    }
    for keyword in ["if", "then", "else"] {
        if let Some(member) = schema.get(keyword) {
            gather(document, member, seen, members);
        }
    }
}

fn gather_required(
    document: &Value,
    schema: &Value,
    seen: &mut BTreeSet<String>,
    required: &mut BTreeSet<String>,
) {
    if let Some((pointer, target)) = target(document, schema)
        && seen.insert(pointer)
    {
        gather_required(document, target, seen, required);
    }
    for name in branches(schema, "required").filter_map(Value::as_str) {
        required.insert(name.to_owned());
    }
    for member in branches(schema, "allOf") {
        gather_required(document, member, seen, required);
    }
}

fn marked(document: &Value, schema: &Value, mark: &str, seen: &mut BTreeSet<String>) -> bool {
    if schema.get(mark) == Some(&Value::Bool(true)) {
        return true;
    }
    if let Some((pointer, target)) = target(document, schema)
        && seen.insert(pointer)
        && marked(document, target, mark, seen)
    {
        return true;
    }
    branches(schema, "allOf").any(|member| marked(document, member, mark, seen))
}

fn branches<'v>(schema: &'v Value, keyword: &str) -> impl Iterator<Item = &'v Value> {
    schema
        .get(keyword)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}
