//! One OpenAPI schema to JSON Schema 2020-12, keyword by keyword.
//!
//! Children keep their place below their parent, so that pointers into the
//! document remain pointers into the translation; only a schema wrapped for
//! null ([`nullable::wrap`]) moves one level down, and that is recorded.
//! References are left as they are: [`super::translate`] rewrites them when
//! all places are known.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::pointer;

use super::Direction;
use super::formats;
use super::notes::{Note, Toleration};
use super::nullable::{self, Null};
use super::required::Scope;

/// What the schemas of one document have in common while they are translated,
/// and what is learnt on the way.
pub(super) struct Translator<'d> {
    pub(super) document: &'d Value,
    /// Whether the document is OpenAPI 3.1 or later.
    pub(super) modern: bool,
    pub(super) direction: Direction,
    /// The places of the unions that are read as `anyOf`.
    pub(super) overlaps: &'d BTreeSet<String>,
    /// The places of the unions with `oneOf`, and how many members they have.
    pub(super) unions: Vec<(String, usize)>,
    /// Translated places whose `oneOf` became `anyOf`.
    pub(super) relaxed: Vec<String>,
    pub(super) notes: Vec<Note>,
    /// Translated places whose schema moved below `else`.
    pub(super) wrapped: Vec<String>,
    /// Translated places that hold a `$ref`.
    pub(super) references: Vec<String>,
}

/// Where a schema stands in the document and in the translation.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) document: String,
    pub(super) tree: String,
}

impl Place {
    fn below(&self, segment: &str) -> Self {
        Place {
            document: pointer::join(&self.document, segment),
            tree: pointer::join(&self.tree, segment),
        }
    }
}

impl Translator<'_> {
    pub(super) fn schema(&mut self, schema: &Value, place: &Place, scope: &Scope) -> Value {
        let Value::Object(source) = schema else {
            return schema.clone();
        };
        let null = match nullable::of(source) {
            Null::Unsaid if nullable::is_in_several(self.document, source) => {
                let message = "several members of `oneOf` admit null; one would be enough";
                self.note(place, Toleration::NullInSeveral, message.to_owned());
                Null::Wraps
            }
            null => null,
        };
        if !self.modern && source.get("$ref").is_some_and(Value::is_string) {
            return match null {
                Null::Unsaid => self.bare_reference(source, place),
                Null::Joins | Null::Wraps => self.nullable_reference(source, place),
            };
        }
        self.note_mistakes(source, place);
        let mut inner = place.clone();
        if null == Null::Wraps {
            self.wrapped.push(place.tree.clone());
            inner.tree = pointer::join(&place.tree, "else");
        }
        let mut translated = self.keywords(source, &inner, scope);
        match null {
            Null::Unsaid => Value::Object(translated),
            Null::Joins => {
                nullable::join(&mut translated);
                Value::Object(translated)
            }
            Null::Wraps => nullable::wrap(Value::Object(translated)),
        }
    }

    fn keywords(
        &mut self,
        source: &Map<String, Value>,
        place: &Place,
        outer: &Scope,
    ) -> Map<String, Value> {
        let scope = &self.scope_within(source, outer);
        let mut translated = Map::new();
        let mut examples = Vec::new();
        for (key, value) in source {
            let here = place.below(key);
            match key.as_str() {
                "properties" | "patternProperties" | "$defs" | "definitions" => {
                    let value = self.each_member(value, &here, &Scope::default());
                    translated.insert(key.clone(), value);
                }
                "dependentSchemas" => {
                    translated.insert(key.clone(), self.each_member(value, &here, scope));
                }
                "items"
                | "additionalProperties"
                | "contains"
                | "propertyNames"
                | "unevaluatedItems"
                | "unevaluatedProperties" => {
                    let value = self.schema(value, &here, &Scope::default());
                    translated.insert(key.clone(), value);
                }
                "then" | "else" => {
                    translated.insert(key.clone(), self.schema(value, &here, scope));
                }
                "not" | "if" => {
                    let exact = scope.exact();
                    translated.insert(key.clone(), self.schema(value, &here, &exact));
                }
                "allOf" => {
                    translated.insert(key.clone(), self.each_item(value, &here, scope));
                }
                "anyOf" | "oneOf" => {
                    let scope = self.scope_of_union(source, key, outer);
                    let mut members = self.each_item(value, &here, &scope);
                    nullable::state_null_members(value, &mut members);
                    let key = self.union(source, key, place);
                    translated.insert(key, members);
                }
                "type" if nullable::is_null_beside_composition(source) => {}
                "pattern" => {
                    translated.insert(key.clone(), self.pattern(value, place));
                }
                "prefixItems" => {
                    let value = self.each_item(value, &here, &Scope::default());
                    translated.insert(key.clone(), value);
                }
                "$ref" => {
                    self.references.push(place.tree.clone());
                    translated.insert(key.clone(), value.clone());
                }
                "$recursiveRef" | "$dynamicRef" => self.dynamic(key, value, place, &mut translated),
                "enum" if value.as_array().is_some_and(Vec::is_empty) => self.note(
                    place,
                    Toleration::EnumEmpty,
                    "the enum lists nothing and is ignored".to_owned(),
                ),
                "enum" => {
                    translated.insert(key.clone(), self.enumeration(source, value, place));
                }
                "required" => {}
                "format" if formats::is_excluded(source) => self.note(
                    place,
                    Toleration::FormatExcluded,
                    "no text of the format has the length; the format is ignored".to_owned(),
                ),
                "format" => {
                    let keyword = value.as_str().map_or("format", formats::keyword);
                    translated.insert(keyword.to_owned(), value.clone());
                }
                "contentEncoding" if value == "base64" => {
                    translated.insert("format".to_owned(), Value::from("byte"));
                }
                "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {}
                "example" => examples.push(value.clone()),
                "examples" => examples.extend(value.as_array().into_iter().flatten().cloned()),
                "discriminator" => {
                    translated.insert("x-discriminator".to_owned(), value.clone());
                }
                "$id" => self.note(
                    place,
                    Toleration::EmbeddedIdentifier,
                    "`$id` is not followed; references stay relative to the document".to_owned(),
                ),
                _ if DROPPED.contains(&key.as_str()) || key.starts_with("x-") => {}
                _ => {
                    translated.insert(key.clone(), value.clone());
                }
            }
        }
        self.bound(
            source,
            "minimum",
            "exclusiveMinimum",
            place,
            &mut translated,
        );
        self.bound(
            source,
            "maximum",
            "exclusiveMaximum",
            place,
            &mut translated,
        );
        self.required(source, place, scope, &mut translated);
        if !examples.is_empty() {
            translated.insert("examples".to_owned(), Value::Array(examples));
        }
        translated
    }

    fn each_member(&mut self, value: &Value, place: &Place, scope: &Scope) -> Value {
        match value {
            Value::Object(members) => members
                .iter()
                .map(|(name, member)| {
                    let translated = self.schema(member, &place.below(name), scope);
                    (name.clone(), translated)
                })
                .collect::<Map<_, _>>()
                .into(),
            other => other.clone(),
        }
    }

    fn each_item(&mut self, value: &Value, place: &Place, scope: &Scope) -> Value {
        match value {
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| self.schema(item, &place.below(&index.to_string()), scope))
                .collect::<Vec<_>>()
                .into(),
            other => other.clone(),
        }
    }

    pub(super) fn note_mistakes(&mut self, source: &Map<String, Value>, place: &Place) {
        for (toleration, message) in nullable::mistakes(source, self.modern) {
            self.note(place, toleration, message);
        }
        if source.get("type").is_some_and(|kind| kind == "string")
            && source.contains_key("properties")
        {
            self.note(
                place,
                Toleration::PropertiesOfString,
                "`properties` beside `type: string` are ignored; the value is a string".to_owned(),
            );
        }
    }

    pub(super) fn note(&mut self, place: &Place, toleration: Toleration, message: String) {
        self.notes.push(Note {
            pointer: place.document.clone(),
            toleration,
            message,
        });
    }
}

/// Keywords that say nothing about which values are allowed.
const DROPPED: [&str; 15] = [
    "$recursiveAnchor",
    "$dynamicAnchor",
    "$vocabulary",
    "nullable",
    "xml",
    "externalDocs",
    "description",
    "title",
    "deprecated",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "$schema",
    "$anchor",
    "$comment",
];
