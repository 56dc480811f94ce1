//! Inheritance: a schema with a discriminator from which others inherit.
//!
//! What a value is depends on its tag then, as in a union; taken at its word the schema says
//! nothing of the others.

use serde_json::Value;

use crate::oracle::translate::Translation;
use crate::pointer;

use super::merge_union;

/// How many references are followed.
const DEEPEST: usize = 16;

/// A schema that inherits from another one.
pub(super) struct Heir {
    pub(super) place: String,
    /// The property that tells the heirs apart, and what it says of this one.
    pub(super) tag: Option<(String, String)>,
}

/// Those that inherit from the schema at a place, where it has a discriminator and no members of
/// its own.
pub(super) fn heirs(translation: &Translation, place: &str) -> Vec<Heir> {
    let mut place = place.to_owned();
    for _ in 0..DEEPEST {
        let Some(schema) = translation.tree.pointer(&place) else {
            break;
        };
        match schema.get("$ref").and_then(Value::as_str) {
            Some(reference) => match pointer::from_reference(reference) {
                Some(target) => place = target,
                None => break,
            },
            None => {
                let is_union = schema.get("oneOf").or(schema.get("anyOf")).is_some();
                return match schema.get("x-discriminator") {
                    Some(discriminator) if !is_union => of(translation, &place, discriminator),
                    _ => Vec::new(),
                };
            }
        }
    }
    Vec::new()
}

fn of(translation: &Translation, place: &str, discriminator: &Value) -> Vec<Heir> {
    const SCHEMAS: &str = "/components/schemas";
    let refers = |member: &Value| {
        let reference = member.get("$ref").and_then(Value::as_str);
        reference.and_then(pointer::from_reference).as_deref() == Some(place)
    };
    let schemas = translation.tree.pointer(SCHEMAS).and_then(Value::as_object);
    let schemas = schemas.into_iter().flatten();
    let inherits = |schema: &Value| {
        let joined = schema.get("allOf").and_then(Value::as_array);
        joined.into_iter().flatten().any(refers)
    };
    schemas
        .filter(|(_, schema)| inherits(schema))
        .map(|(name, _)| {
            let place = pointer::join(SCHEMAS, name);
            let tag = merge_union::tag_of(discriminator, &place);
            Heir { place, tag }
        })
        .collect()
}
