//! Whether something tells the values of two schemas apart.

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use super::document::Document;
use super::satisfies::same;
use super::traits::Traits;
use super::types::Types;

/// How deep properties and members of members are compared.
const DEPTH: usize = 6;

/// Keywords by which numbers and texts may differ.
const LIMITS: &[&str] = &[
    "format",
    "pattern",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
];

/// Why two schemas cannot be told apart by their values.
#[derive(Clone, Copy, Debug)]
pub(super) enum Alike<'d> {
    /// Nothing differs.
    Everything,
    /// A value that both list.
    Value(&'d Value),
}

/// Compares schemas, and remembers what it has seen: large unions have many members in common.
pub(super) struct Telling<'a, 'd> {
    document: &'a Document<'d>,
    /// Whether a value may belong to one schema only, as in `oneOf`.
    exactly_one: bool,
    traits: HashMap<*const Value, Rc<Traits<'d>>>,
    compared: HashMap<(*const Value, *const Value), Option<Alike<'d>>>,
}

impl<'a, 'd> Telling<'a, 'd> {
    /// Has seen nothing yet.
    pub(super) fn new(document: &'a Document<'d>, exactly_one: bool) -> Self {
        Self {
            document,
            exactly_one,
            traits: HashMap::new(),
            compared: HashMap::new(),
        }
    }

    /// Looks for something that tells the values of two schemas apart; `None` where there is.
    pub(super) fn alike(&mut self, a: &'d Value, b: &'d Value) -> Option<Alike<'d>> {
        self.compare(a, b, DEPTH)
    }

    fn traits(&mut self, schema: &'d Value) -> Rc<Traits<'d>> {
        let document = self.document;
        let known = self.traits.entry(std::ptr::from_ref(schema));
        Rc::clone(known.or_insert_with(|| Rc::new(Traits::of(document, schema))))
    }

    fn compare(&mut self, a: &'d Value, b: &'d Value, depth: usize) -> Option<Alike<'d>> {
        let depth = depth.checked_sub(1)?;
        let (a, b) = (self.document.follow(a), self.document.follow(b));
        let pair = (std::ptr::from_ref(a), std::ptr::from_ref(b));
        if let Some(known) = self.compared.get(&pair) {
            return *known;
        }
        let found = self.look(a, b, depth);
        self.compared.insert(pair, found);
        found
    }

    fn look(&mut self, a: &'d Value, b: &'d Value, depth: usize) -> Option<Alike<'d>> {
        for (one, other) in [(a, b), (b, a)] {
            for name in ["oneOf", "anyOf"] {
                let members = one.get(name).and_then(Value::as_array);
                if let Some(members) = members.filter(|members| !members.is_empty()) {
                    let mut members = members.iter();
                    return members.find_map(|member| self.compare(member, other, depth));
                }
            }
        }
        let (one, other) = (self.traits(a), self.traits(b));
        // A member that takes anything is the last one to try, and so is what is not understood.
        if one.unknown || other.unknown || one.is_anything() || other.is_anything() {
            return None;
        }
        let kinds = one.kinds().and(other.kinds());
        match (one.values, other.values) {
            _ if kinds.is_empty() => None,
            (Some(values), Some(others)) => {
                let is_common = |value: &&Value| {
                    !value.is_null() && others.iter().any(|other| same(value, other))
                };
                let common = values.iter().find(is_common)?;
                // Several may hold in `anyOf`, and a value of both is the same value in both.
                self.exactly_one.then_some(Alike::Value(common))
            }
            // Listed values go before any others.
            (Some(_), None) | (None, Some(_)) => None,
            (None, None) if kinds.has(Types::OBJECT) => self.objects(&one, &other, depth),
            (None, None) if kinds.has(Types::ARRAY) => match (one.items, other.items) {
                (Some(a), Some(b)) => self.compare(a, b, depth),
                (None, None) => Some(Alike::Everything),
                _ => None,
            },
            (None, None) => {
                // Whichever of two scalars is taken, the value is the same.
                let is_whole = |traits: &Traits<'_>| !traits.kinds().has(Types::NUMBER);
                let same = self.exactly_one
                    && is_whole(&one) == is_whole(&other)
                    && LIMITS
                        .iter()
                        .all(|name| one.keyword(name) == other.keyword(name));
                same.then_some(Alike::Everything)
            }
        }
    }

    fn objects(&mut self, one: &Traits<'d>, other: &Traits<'d>, depth: usize) -> Option<Alike<'d>> {
        if one.required != other.required {
            return None;
        }
        // What only one declares may be anything in the other.
        let differs = one.properties.iter().any(|(name, a)| {
            let b = other.properties.get(name);
            b.is_some_and(|b| self.property_differs(a, b, depth))
        });
        if differs {
            return None;
        }
        // Maps without properties are told apart by what they hold.
        let held = |traits: &Traits<'d>| {
            traits
                .keyword("additionalProperties")
                .filter(|schema| schema.is_object() && traits.properties.is_empty())
        };
        match (held(one), held(other)) {
            (Some(a), Some(b)) => self.compare(a, b, depth),
            (None, None) => Some(Alike::Everything),
            _ => None,
        }
    }

    /// Whether a property tells: by its constants, its type, or what is in it.
    fn property_differs(&mut self, a: &'d Value, b: &'d Value, depth: usize) -> bool {
        let (one, other) = (self.traits(a), self.traits(b));
        if let (Some(values), Some(others)) = (one.values, other.values) {
            return values
                .iter()
                .any(|value| !others.iter().any(|other| same(value, other)));
        }
        if one.kinds().has(Types::OBJECT) || one.kinds().has(Types::ARRAY) {
            return self.compare(a, b, depth).is_none();
        }
        one.kinds().and(other.kinds()).is_empty()
            || one.values.is_some() != other.values.is_some()
            || one.keyword("format") != other.keyword("format")
    }
}

#[cfg(test)]
mod tests {
    use super::Telling;
    use crate::validate::document::Document;
    use serde_json::{Value, json};

    fn alike(a: &Value, b: &Value, exactly_one: bool) -> bool {
        let tree = json!({
            "openapi": "3.0.3",
            "components": { "schemas": { "Tagged": {
                "allOf": [{ "required": ["kind"], "properties": { "kind": { "enum": ["a"] } } }],
            }}},
        });
        let document = Document::new(&tree);
        Telling::new(&document, exactly_one).alike(a, b).is_some()
    }

    #[test]
    fn types_constants_and_required_names_tell() {
        let tagged = json!({ "$ref": "#/components/schemas/Tagged" });
        let kind = |name: &str| json!({ "required": ["kind"], "properties": { "kind": { "enum": [name] } } });
        let object = |names: Value| json!({ "type": "object", "required": names });
        let told = [
            (json!({ "type": "string" }), json!({ "type": "integer" })),
            (
                json!({ "type": "string" }),
                json!({ "type": "string", "enum": ["a"] }),
            ),
            (json!({ "enum": ["a"] }), json!({ "enum": ["b"] })),
            (
                json!({ "type": "string", "format": "uuid" }),
                json!({ "type": "string", "format": "date" }),
            ),
            (json!({ "type": "integer" }), json!({ "type": "number" })),
            (object(json!(["a"])), object(json!(["a", "b"]))),
            (tagged.clone(), kind("b")),
            (
                json!({ "items": { "type": "string" } }),
                json!({ "items": { "type": "boolean" } }),
            ),
            (json!({}), json!({ "type": "string" })),
            (
                json!({ "oneOf": [{ "type": "string" }, { "type": "array" }] }),
                object(json!([])),
            ),
        ];
        for (a, b) in told {
            assert!(!alike(&a, &b, true), "{a} {b}");
            assert!(!alike(&b, &a, true), "{b} {a}");
        }
        let untold = [
            (object(json!([])), object(json!([]))),
            (
                object(json!(["a"])),
                json!({ "required": ["a"], "properties": { "b": {} } }),
            ),
            (tagged, kind("a")),
            (
                json!({ "oneOf": [{ "type": "string" }, object(json!([]))] }),
                object(json!([])),
            ),
            (
                json!({ "items": object(json!([])) }),
                json!({ "items": object(json!([])) }),
            ),
        ];
        for (a, b) in untold {
            assert!(alike(&a, &b, false), "{a} {b}");
            assert!(alike(&b, &a, true), "{b} {a}");
        }
        // Two plain texts are the same value in `anyOf`, and never one of two in `oneOf`.
        let text = json!({ "type": "string" });
        assert!(alike(&text, &text, true) && !alike(&text, &text, false));
    }
}
