//! What a schema demands of its values, as far as that tells them from others.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::document::{Document, Version, reference};
use super::satisfies;
use super::types::Types;

/// How deep joined schemas and properties are looked into.
const DEPTH: usize = 6;

/// The keywords of a schema that tell its values from others, `allOf` and references included.
#[derive(Debug, Default)]
pub(super) struct Traits<'d> {
    types: Option<Types>,
    pub(super) values: Option<&'d [Value]>,
    pub(super) items: Option<&'d Value>,
    /// The schemas of each property.
    pub(super) properties: BTreeMap<&'d str, &'d Value>,
    pub(super) required: BTreeSet<&'d str>,
    /// Whether there is something that is not understood here.
    pub(super) unknown: bool,
    schemas: Vec<&'d Value>,
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
        self.schemas.push(schema);
        self.types = match (self.types, Types::declared(keywords)) {
            (Some(known), Some(types)) => Some(known.and(types)),
            (known, types) => known.or(types),
        };
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

    /// The types that the values can have, null aside.
    pub(super) fn kinds(&self) -> Types {
        let types = self.types.unwrap_or_else(|| {
            if let Some(values) = self.values {
                let types = values.iter().map(Types::of).reduce(Types::or);
                types.unwrap_or(Types::ALL)
            } else if !self.properties.is_empty() || !self.required.is_empty() {
                // Strictly, anything else would satisfy it too; nobody means that.
                Types::OBJECT
            } else if self.items.is_some() {
                Types::ARRAY
            } else {
                Types::ALL
            }
        });
        types.without(Types::NULL)
    }

    /// Whether every value satisfies the schema.
    pub(super) fn is_anything(&self) -> bool {
        self.kinds() == Types::ALL.without(Types::NULL)
    }

    /// What a keyword says that one of the joined schemas has.
    pub(super) fn keyword(&self, name: &str) -> Option<&'d Value> {
        self.schemas.iter().find_map(|schema| schema.get(name))
    }
}

/// A list of a schema.
pub(super) fn list<'v>(schema: &'v Map<String, Value>, name: &str) -> &'v [Value] {
    match schema.get(name) {
        Some(Value::Array(list)) => list,
        _ => &[],
    }
}
