//! What kinds of values a schema allows, as far as texts need to know.
//!
//! A parameter or a field of a form is a text; whether `12` in it is a number is said by the
//! schema. Unions and references are looked through; whether the value is valid is left to the
//! oracle.

use std::collections::BTreeMap;

use crate::document::Node;

/// Schemas in schemas are looked at this deep.
const MAX_DEPTH: usize = 8;

/// The kinds of values that a schema allows. Where it says nothing, every kind.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// A string.
    pub string: bool,
    /// A whole number or any other.
    pub number: bool,
    /// True or false.
    pub boolean: bool,
    /// Null.
    pub null: bool,
    /// A string that is the content of a file.
    pub file: bool,
    /// An array, with the shape of its items.
    pub items: Option<Box<Shape>>,
    /// An object, with the shapes of its declared properties.
    pub properties: Option<BTreeMap<String, Shape>>,
}

impl Shape {
    pub(super) fn of(schema: Option<&Node<'_>>) -> Self {
        let mut shape = Self::default();
        if let Some(schema) = schema {
            shape.add(schema, MAX_DEPTH);
        }
        shape
    }

    /// Whether the schema says nothing about kinds.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        !(self.string || self.number || self.boolean || self.null)
            && self.items.is_none()
            && self.properties.is_none()
    }

    /// Whether it is a file, or a list of files.
    #[must_use]
    pub fn is_file(&self) -> bool {
        self.file || self.items.as_ref().is_some_and(|items| items.file)
    }

    fn add(&mut self, schema: &Node<'_>, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        for kind in kinds(schema) {
            self.add_kind(kind, schema, depth);
        }
        if schema.flag("nullable") == Some(true) {
            self.null = true;
        }
        let is_binary = schema.text("format") == Some("binary");
        self.file |= is_binary || schema.value.get("contentMediaType").is_some();
        for value in schema.get("enum").iter().flat_map(Node::items) {
            self.add_listed(value.value);
        }
        if let Some(value) = schema.value.get("const") {
            self.add_listed(value);
        }
        for combined in ["allOf", "oneOf", "anyOf"] {
            for member in schema.get(combined).iter().flat_map(Node::items) {
                self.add(&member, depth);
            }
        }
    }

    fn add_kind(&mut self, kind: &str, schema: &Node<'_>, depth: usize) {
        match kind {
            "string" => self.string = true,
            "integer" | "number" => self.number = true,
            "boolean" => self.boolean = true,
            "null" => self.null = true,
            "array" => {
                let items = self.items.get_or_insert_default();
                if let Some(schema) = schema.get("items") {
                    items.add(&schema, depth);
                }
            }
            "object" => {
                let properties = self.properties.get_or_insert_default();
                for (name, schema) in schema.get("properties").iter().flat_map(Node::members) {
                    properties
                        .entry(name.to_owned())
                        .or_default()
                        .add(&schema, depth);
                }
            }
            _ => {}
        }
    }

    fn add_listed(&mut self, value: &serde_json::Value) {
        use serde_json::Value;
        match value {
            Value::Null => self.null = true,
            Value::Bool(_) => self.boolean = true,
            Value::Number(_) => self.number = true,
            Value::String(_) => self.string = true,
            Value::Array(_) => {
                self.items.get_or_insert_default();
            }
            Value::Object(_) => {
                self.properties.get_or_insert_default();
            }
        }
    }
}

/// The types that a schema names, or that its keywords hint at.
fn kinds<'d>(schema: &Node<'d>) -> Vec<&'d str> {
    if let Some(kind) = schema.text("type") {
        return vec![kind];
    }
    if let Some(kinds) = schema.value.get("type").and_then(|kinds| kinds.as_array()) {
        return kinds.iter().filter_map(|kind| kind.as_str()).collect();
    }
    let hints = [("properties", "object"), ("items", "array")];
    let hinted = hints
        .iter()
        .filter(|(keyword, _)| schema.value.get(keyword).is_some());
    hinted.map(|(_, kind)| *kind).collect()
}
