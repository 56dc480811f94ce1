//! What a schema demands of its values, as far as that tells them from others.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::document::{Document, Version, reference};
use super::satisfies::{self, same};
use super::types::Types;

/// How deep joined schemas and properties are looked into.
const DEPTH: usize = 6;

/// The keywords of a schema that tell its values from others, `allOf` and references included.
#[derive(Debug, Default)]
pub(super) struct Traits<'d> {
    types: Option<Types>,
    values: Option<&'d [Value]>,
    format: Option<&'d str>,
    pattern: Option<&'d str>,
    items: Option<&'d Value>,
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
        let text = |name: &str| keywords.get(name).and_then(Value::as_str);
        self.format = self.format.or(text("format"));
        self.pattern = self.pattern.or(text("pattern"));
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
    fn kinds(&self) -> Types {
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
    fn is_anything(&self) -> bool {
        self.kinds() == Types::ALL.without(Types::NULL)
    }
}

/// Why two schemas cannot be told apart by their values.
pub(super) enum Alike {
    /// Nothing differs.
    Everything,
    /// A value that both list.
    Value(Value),
}

/// Looks for something that tells the values of two schemas apart; `None` where there is.
pub(super) fn alike<'d>(
    document: &Document<'d>,
    a: &'d Value,
    b: &'d Value,
    exactly_one: bool,
) -> Option<Alike> {
    alike_below(document, a, b, exactly_one, DEPTH)
}

fn alike_below<'d>(
    document: &Document<'d>,
    a: &'d Value,
    b: &'d Value,
    exactly_one: bool,
    depth: usize,
) -> Option<Alike> {
    let depth = depth.checked_sub(1)?;
    for (one, other) in [(a, b), (b, a)] {
        let target = document.follow(one);
        for name in ["oneOf", "anyOf"] {
            let members = target.get(name).and_then(Value::as_array);
            if let Some(members) = members.filter(|members| !members.is_empty()) {
                let mut members = members.iter();
                return members
                    .find_map(|member| alike_below(document, member, other, exactly_one, depth));
            }
        }
    }
    let (one, other) = (Traits::of(document, a), Traits::of(document, b));
    // A member that takes anything is the last one to try, and so is what is not understood.
    if one.unknown || other.unknown || one.is_anything() || other.is_anything() {
        return None;
    }
    let kinds = one.kinds().and(other.kinds());
    if kinds.is_empty() {
        return None;
    }
    if let (Some(values), Some(others)) = (one.values, other.values) {
        let common = values
            .iter()
            .find(|value| !value.is_null() && others.iter().any(|other| same(value, other)))?;
        // Several may hold in `anyOf`, and a value of both is the same value in both.
        return exactly_one.then(|| Alike::Value(common.clone()));
    }
    // Listed values go before any others.
    if one.values.is_some() || other.values.is_some() {
        return None;
    }
    if kinds.has(Types::OBJECT) {
        return objects(document, &one, &other, exactly_one, depth);
    }
    if kinds.has(Types::ARRAY) {
        return match (one.items, other.items) {
            (Some(a), Some(b)) => alike_below(document, a, b, exactly_one, depth),
            (None, None) => Some(Alike::Everything),
            _ => None,
        };
    }
    // A boolean is a boolean; numbers and texts may differ by format, limits or pattern.
    let is_integer = |traits: &Traits<'_>| !traits.kinds().has(Types::NUMBER);
    // Whichever of two is taken, the value is the same.
    let same_scalar = exactly_one
        && one.format == other.format
        && one.pattern == other.pattern
        && is_integer(&one) == is_integer(&other)
        && LIMITS
            .iter()
            .all(|name| one.limit(name) == other.limit(name));
    same_scalar.then_some(Alike::Everything)
}

const LIMITS: &[&str] = &[
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
];

impl<'d> Traits<'d> {
    fn limit(&self, name: &str) -> Option<&'d Value> {
        self.schemas.iter().find_map(|schema| schema.get(name))
    }
}

fn objects<'d>(
    document: &Document<'d>,
    one: &Traits<'d>,
    other: &Traits<'d>,
    exactly_one: bool,
    depth: usize,
) -> Option<Alike> {
    if one.required != other.required {
        return None;
    }
    let differs = |name: &&str| match (one.properties.get(name), other.properties.get(name)) {
        (Some(a), Some(b)) => property_differs(document, a, b, exactly_one, depth),
        // What only one declares may be anything in the other.
        _ => false,
    };
    if one.properties.keys().any(|name| differs(name)) {
        return None;
    }
    // Maps without properties are told apart by what they hold.
    let held = |traits: &Traits<'d>| {
        let schemas = traits.schemas.iter();
        schemas
            .filter_map(|schema| schema.get("additionalProperties"))
            .find(|schema| schema.is_object())
            .filter(|_| traits.properties.is_empty())
    };
    if let (Some(a), Some(b)) = (held(one), held(other)) {
        return alike_below(document, a, b, exactly_one, depth);
    }
    (held(one).is_none() && held(other).is_none()).then_some(Alike::Everything)
}

/// Whether a required property tells: by its constants, its type, or what is in it.
fn property_differs<'d>(
    document: &Document<'d>,
    a: &'d Value,
    b: &'d Value,
    exactly_one: bool,
    depth: usize,
) -> bool {
    let (one, other) = (Traits::of(document, a), Traits::of(document, b));
    if let (Some(values), Some(others)) = (one.values, other.values) {
        return values
            .iter()
            .any(|value| !others.iter().any(|other| same(value, other)));
    }
    if one.kinds().has(Types::OBJECT) || one.kinds().has(Types::ARRAY) {
        return alike_below(document, a, b, exactly_one, depth).is_none();
    }
    one.kinds().and(other.kinds()).is_empty()
        || one.values.is_some() != other.values.is_some()
        || one.format != other.format
}

/// A list of a schema.
pub(super) fn list<'v>(schema: &'v Map<String, Value>, name: &str) -> &'v [Value] {
    match schema.get(name) {
        Some(Value::Array(list)) => list,
        _ => &[],
    }
}
