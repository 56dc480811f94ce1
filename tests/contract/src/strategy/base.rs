//! Inheritance: a schema with a discriminator from which others inherit.
//!
//! What a value is depends on its tag then, as in a union; taken at its word the schema says
//! nothing of the others.

use serde_json::Value;

use crate::oracle::translate::Translation;
use crate::pointer;

/// How many references are followed.
const DEEPEST: usize = 16;

/// Whether the schema at a place has a discriminator, no members of its own, and heirs.
pub(super) fn is_base(translation: &Translation, place: &str) -> bool {
    let mut place = place.to_owned();
    for _ in 0..DEEPEST {
        let Some(schema) = translation.tree.pointer(&place) else {
            return false;
        };
        match schema.get("$ref").and_then(Value::as_str) {
            Some(reference) => match pointer::from_reference(reference) {
                Some(target) => place = target,
                None => return false,
            },
            None => {
                return schema.get("x-discriminator").is_some()
                    && schema.get("oneOf").or(schema.get("anyOf")).is_none()
                    && has_heirs(translation, &place);
            }
        }
    }
    false
}

fn has_heirs(translation: &Translation, place: &str) -> bool {
    let refers = |member: &Value| {
        let reference = member.get("$ref").and_then(Value::as_str);
        reference.and_then(pointer::from_reference).as_deref() == Some(place)
    };
    let mut schemas = translation
        .tree
        .pointer("/components/schemas")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(serde_json::Map::values);
    schemas.any(|schema| {
        let joined = schema.get("allOf").and_then(Value::as_array);
        joined.into_iter().flatten().any(refers)
    })
}
