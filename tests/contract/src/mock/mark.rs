//! By what a value is known to be the same thing in two places: a named schema, or the name of a
//! property together with its schema.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::sync::{PoisonError, RwLock};

use serde_json::Value;

use super::site;
use crate::words::{squeezed, words};

/// The last words of names of what identifies something.
const IDENTITIES: [&str; 14] = [
    "id",
    "ids",
    "identifier",
    "token",
    "key",
    "uuid",
    "guid",
    "handle",
    "reference",
    "ref",
    "sid",
    "arn",
    "slug",
    "nonce",
];

/// Names of properties that say nothing of what they are a property of.
const GENERIC: [&str; 22] = [
    "name",
    "title",
    "description",
    "type",
    "status",
    "state",
    "value",
    "code",
    "count",
    "total",
    "date",
    "amount",
    "version",
    "kind",
    "label",
    "url",
    "data",
    "options",
    "offset",
    "limit",
    "message",
    "error",
];

/// What a property is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its name and its schema.
    pub(super) label: u64,
    /// The named schema that it refers to, where that is one of scalars.
    pub(super) named: Option<u64>,
    /// Whether it is an id, a token or the like.
    pub(super) is_identity: bool,
    /// Whether its name alone says nothing.
    pub(super) is_generic: bool,
    /// Whether it names the message and no thing: the id of a request.
    pub(super) is_passing: bool,
}

impl Mark {
    /// What a value is found by again.
    pub(super) fn keys(&self, value: &Value) -> impl Iterator<Item = u64> {
        let value = value.to_string();
        let labels = [Some(self.label), self.named];
        labels
            .into_iter()
            .flatten()
            .map(move |label| hash(&(label, &value)))
    }
}

/// The marks of a document's properties, by the place of their schemas in memory.
#[derive(Debug, Default)]
pub(super) struct Marks {
    known: RwLock<HashMap<usize, Mark>>,
}

impl Marks {
    /// The mark of a property. The schema is a node of the tree, which outlives this.
    pub(super) fn of(&self, tree: &Value, name: &str, schema: &Value) -> Mark {
        let place = std::ptr::from_ref(schema).addr();
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(mark) = known.get(&place) {
            return *mark;
        }
        drop(known);
        let mark = mark(tree, name, schema);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        *known.entry(place).or_insert(mark)
    }
}

/// The key of a path.
pub(super) fn path_key(path: &str) -> u64 {
    hash(&("path", path))
}

/// A number for an operation or a place of the document, the same in each run.
pub(super) fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn mark(tree: &Value, name: &str, schema: &Value) -> Mark {
    let (resolved, reference) = named(tree, schema);
    let kinds = kinds(resolved);
    let is_scalar = !kinds.is_empty() && kinds.iter().all(|kind| is_scalar(kind));
    let is_free = resolved.get("enum").is_none() && resolved.get("const").is_none();
    let named = reference.filter(|_| is_scalar && is_free);
    let format = resolved.get("format").and_then(Value::as_str);
    let is_value = matches!(
        format,
        Some("date" | "date-time" | "time" | "email" | "uri" | "byte")
    );
    let component = named.and_then(|reference| reference.rsplit('/').next());
    let is_identity = is_scalar
        && is_free
        && !is_value
        && kinds
            .iter()
            .any(|kind| matches!(*kind, "string" | "integer"))
        && (is_identity(name) || component.is_some_and(is_identity));
    let signature = if is_scalar {
        // A format or a limit that one of two messages leaves out makes no other thing of it.
        let listed = resolved.get("enum").map(Value::to_string);
        hash(&(kinds, listed))
    } else if let Some(reference) = reference {
        hash(&reference)
    } else {
        hash(&plain(resolved).to_string())
    };
    Mark {
        label: hash(&("property", name, signature)),
        named: named.map(|reference| hash(&("named", reference))),
        is_identity,
        is_generic: GENERIC.contains(&name),
        is_passing: is_passing(name),
    }
}

/// The schema that a property has, and the first name on the way to it.
fn named<'d>(tree: &'d Value, schema: &'d Value) -> (&'d Value, Option<&'d str>) {
    let reference = schema.get("$ref").and_then(Value::as_str);
    if reference.is_some() {
        return (site::resolved(tree, schema), reference);
    }
    // A reference with something beside it is written as a list of one in 3.0.
    for combined in ["allOf", "oneOf", "anyOf"] {
        if let Some([only]) = schema
            .get(combined)
            .and_then(Value::as_array)
            .map(Vec::as_slice)
        {
            return named(tree, only);
        }
    }
    (schema, None)
}

/// The types of a schema, null left out.
fn kinds(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds
            .iter()
            .filter_map(Value::as_str)
            .filter(|kind| *kind != "null")
            .collect(),
        _ => Vec::new(),
    }
}

fn is_scalar(kind: &str) -> bool {
    matches!(kind, "string" | "integer" | "number" | "boolean")
}

/// Whether the last word of a name is one of [`IDENTITIES`].
fn is_identity(name: &str) -> bool {
    let words = words(name);
    words
        .last()
        .is_some_and(|word| IDENTITIES.contains(&word.as_str()))
}

fn is_passing(name: &str) -> bool {
    let name = squeezed(name);
    ["requestid", "xrequestid", "traceid", "correlationid"].contains(&name.as_str())
}

/// A schema without what only explains it.
fn plain(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => {
            let kept = members.iter().filter(|(name, _)| {
                !matches!(
                    name.as_str(),
                    "description" | "title" | "example" | "examples"
                ) && !name.starts_with("x-")
            });
            kept.map(|(name, value)| (name.clone(), plain(value)))
                .collect()
        }
        Value::Array(items) => items.iter().map(plain).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_are_told_by_their_last_word() {
        for name in [
            "id",
            "petId",
            "item_id",
            "AccessToken",
            "X-Request-ID",
            "APIKey",
        ] {
            assert!(is_identity(name), "{name}");
        }
        for name in ["paid", "token_type", "idle", "secret", "webhook"] {
            assert!(!is_identity(name), "{name}");
        }
    }
}
