//! Which members a schema declares, seen through `allOf` and references.
//!
//! `required` may name a property that a sibling in `allOf` declares, and a
//! property may be `readOnly` only where it is declared. Both questions need
//! the composition as a whole; this module answers them on the untranslated
//! document.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

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

/// The members that `schema` declares itself or through composition, save for what it is composed
/// with by the keyword `without`.
pub(super) fn declared(document: &Value, schema: &Map<String, Value>, without: &str) -> Members {
    let mut members = Members::new();
    gather(
        document,
        schema,
        without,
        &mut BTreeSet::new(),
        &mut members,
    );
    members
}

/// The names that the schema behind `reference` requires without declaring
/// them: only what it is composed with can.
pub(super) fn dangling(document: &Value, schema: &Value) -> BTreeSet<String> {
    let mut required = BTreeSet::new();
    gather_required(document, schema, &mut BTreeSet::new(), &mut required);
    if !required.is_empty() {
        let members = schema
            .as_object()
            .map(|schema| declared(document, schema, ""));
        let members = members.unwrap_or_default();
        required.retain(|name| !members.contains_key(name));
    }
    required
}

/// The schema that a local reference names, with its pointer.
pub(super) fn target<'d>(document: &'d Value, schema: &Value) -> Option<(String, &'d Value)> {
    target_of(document, schema.as_object()?)
}

fn target_of<'d>(document: &'d Value, schema: &Map<String, Value>) -> Option<(String, &'d Value)> {
    let reference = schema.get("$ref")?.as_str()?;
    let pointer = pointer::from_reference(reference)?;
    let value = document.pointer(&pointer)?;
    Some((pointer, value))
}

fn gather(
    document: &Value,
    schema: &Map<String, Value>,
    without: &str,
    seen: &mut BTreeSet<String>,
    members: &mut Members,
) {
    let below = |schema: &Value, seen: &mut BTreeSet<String>, members: &mut Members| {
        if let Value::Object(schema) = schema {
            gather(document, schema, "", seen, members);
        }
    };
    if let Some((pointer, target)) = target_of(document, schema)
        && seen.insert(pointer)
    {
        below(target, seen, members);
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
    for keyword in ["allOf", "anyOf", "oneOf", "if", "then", "else"] {
        match schema.get(keyword).filter(|_| keyword != without) {
            Some(Value::Array(branches)) => {
                for member in branches {
                    below(member, seen, members);
                }
            }
            Some(member) => below(member, seen, members),
            None => {}
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
