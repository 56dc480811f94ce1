//! What a schema demands of its values, as far as that tells them from others.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::document::{Document, reference};
use super::satisfies;
use crate::grammar::Version;

/// How deep joined schemas and properties are looked into.
const DEPTH: usize = 6;

/// The keywords of a schema that tell its values from others, `allOf` and references included.
#[derive(Debug, Default)]
pub(super) struct Traits<'d> {
    pub(super) values: Option<&'d [Value]>,
    pub(super) items: Option<&'d Value>,
    /// The schemas of each property.
    pub(super) properties: BTreeMap<&'d str, &'d Value>,
    pub(super) required: BTreeSet<&'d str>,
    /// Whether there is something that is not understood here.
    pub(super) unknown: bool,
}

impl<'d> Traits<'d> {
    /// Collects what a schema demands.
    pub(super) fn of(document: &Document<'d>, schema: &'d Value) -> Self {
        let mut traits = Self::default();
        traits.add(document, schema, DEPTH);
        traits
    }

    fn add(&mut self, document: &Document<'d>, schema: &'d Value, depth: usize) {
        let Value::Object(keywords) = schema else {
            return;
        };
        if depth == 0 {
            self.unknown = true;
            return;
        }
        if let Some(target) = reference(schema) {
            match document.target(target) {
                Some(target) => self.add(document, target, depth - 1),
                None => self.unknown = true,
            }
            if document.version == Version::V3_0 {
                return;
            }
        }
        self.values = self.values.or(satisfies::values(keywords));
        self.items = self.items.or(keywords.get("items"));
        let properties = keywords.get("properties").and_then(Value::as_object);
        for (name, schema) in properties.into_iter().flatten() {
            self.properties.entry(name).or_insert(schema);
        }
        let required = keywords.get("required").and_then(Value::as_array);
        self.required
            .extend(required.into_iter().flatten().filter_map(Value::as_str));
        for member in list(keywords, "allOf") {
            self.add(document, member, depth - 1);
        }
        let others = [
            "not",
            "if",
            "patternProperties",
            "prefixItems",
            "dependentRequired",
            "$dynamicRef",
            "$recursiveRef",
        ];
        self.unknown |= others.iter().any(|name| keywords.contains_key(*name));
    }
}

/// A list of a schema.
pub(super) fn list<'v>(schema: &'v Map<String, Value>, name: &str) -> &'v [Value] {
    match schema.get(name) {
        Some(Value::Array(list)) => list,
        _ => &[],
    }
}
