//! What JSON values look like, as data, and its notation.
//!
//! The notation is that of JSON Schema, with `nullable` and `discriminator` of OpenAPI: an object
//! of named schemas for each group of types. `$ref` is the bare name of a type; the mapping of a
//! discriminator leads to the indices of the members.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::Value;

use super::rules::rules;
use crate::runtime::Rule;

/// What the types of a crate look like.
#[derive(Debug)]
pub struct Shapes {
    groups: &'static [&'static str],
    patterns: &'static [Rule],
    read: OnceLock<HashMap<String, Shape>>,
}

impl Shapes {
    /// Shapes in the notation of this module, and a rule for each `pattern` that they name.
    #[must_use]
    pub const fn new(groups: &'static [&'static str], patterns: &'static [Rule]) -> Self {
        Self {
            groups,
            patterns,
            read: OnceLock::new(),
        }
    }

    /// What the values of a type look like; of one that has no shape, nothing is known.
    pub(super) fn of(&'static self, name: &str) -> &'static Shape {
        self.all().get(name).unwrap_or(&Shape::Any)
    }

    fn all(&'static self) -> &'static HashMap<String, Shape> {
        self.read.get_or_init(|| {
            let groups = self.groups.iter();
            let mut shapes = HashMap::new();
            for group in groups.filter_map(|text| text.parse::<Value>().ok()) {
                for (name, schema) in group.as_object().into_iter().flatten() {
                    shapes.insert(name.clone(), self.shape(schema));
                }
            }
            shapes
        })
    }

    /// Reads a schema.
    fn shape(&self, schema: &Value) -> Shape {
        let shape = self.shape_of_value(schema);
        if schema["nullable"] == true {
            Shape::OrNull(Box::new(shape))
        } else {
            shape
        }
    }

    fn shape_of_value(&self, schema: &Value) -> Shape {
        if let Some(name) = schema["$ref"].as_str() {
            return Shape::Of(name.to_owned());
        }
        if let Some(values) = schema["enum"].as_array() {
            return Shape::Listed(values.clone());
        }
        if let Some(value) = schema.get("const") {
            return Shape::Listed(vec![value.clone()]);
        }
        if let Some(parts) = schema["oneOf"].as_array() {
            return self.union(parts, &schema["discriminator"]);
        }
        let rules = rules(schema, self.patterns);
        match (schema["type"].as_str(), schema["format"].as_str()) {
            (Some("boolean"), _) => Shape::Bool,
            (Some("string"), Some("date-time")) => Shape::DateTime,
            (Some("string"), Some("date")) => Shape::Date,
            (Some("string"), Some("uuid")) => Shape::Uuid,
            (Some("string"), Some("byte")) => Shape::Bytes,
            (Some("string"), Some("ipv4")) => Shape::Ipv4,
            (Some("string"), Some("ipv6")) => Shape::Ipv6,
            (Some("string"), _) => Shape::Text(rules),
            (Some("integer"), Some("int32")) => {
                Shape::Whole(i32::MIN.into(), i32::MAX.into(), rules)
            }
            (Some("integer"), Some("int64")) => {
                Shape::Whole(i64::MIN.into(), i64::MAX.into(), rules)
            }
            (Some("integer"), Some("uint32")) => Shape::Whole(0, u32::MAX.into(), rules),
            (Some("integer"), Some("uint64")) => Shape::Whole(0, u64::MAX.into(), rules),
            (Some("integer"), _) => Shape::Whole(i128::MIN, i128::MAX, rules),
            (Some("number"), Some("float")) => Shape::Single(rules),
            (Some("number"), _) => Shape::Double(rules),
            (Some("array"), _) => match schema["prefixItems"].as_array() {
                Some(elements) => Shape::Tuple(elements.iter().map(|it| self.shape(it)).collect()),
                None => Shape::Array(Box::new(self.shape(&schema["items"])), rules),
            },
            (Some("object"), _) => self.object(schema, rules),
            _ => Shape::Any,
        }
    }

    fn object(&self, schema: &Value, counted: &'static [Rule]) -> Shape {
        let required = schema["required"].as_array();
        let is_required = |name: &str| {
            let mut names = required.into_iter().flatten();
            names.any(|required| required == name)
        };
        let members = schema["properties"].as_object().into_iter().flatten();
        Shape::Object {
            members: members
                .map(|(name, schema)| Member {
                    name: name.clone(),
                    is_required: is_required(name),
                    shape: self.shape(schema),
                })
                .collect(),
            others: schema
                .get("additionalProperties")
                .map(|others| Box::new(self.shape(others))),
            counted,
        }
    }

    fn union(&self, parts: &[Value], discriminator: &Value) -> Shape {
        let mut parts: Vec<Part> = parts
            .iter()
            .map(|schema| Part {
                tags: Vec::new(),
                shape: self.shape(schema),
            })
            .collect();
        for (tag, index) in discriminator["mapping"].as_object().into_iter().flatten() {
            let index = index.as_u64().and_then(|index| usize::try_from(index).ok());
            if let Some(part) = index.and_then(|index| parts.get_mut(index)) {
                part.tags.push(tag.clone());
            }
        }
        Shape::OneOf {
            parts,
            tag: discriminator["propertyName"].as_str().map(str::to_owned),
        }
    }
}

/// What a JSON value looks like.
#[derive(Debug)]
pub(super) enum Shape {
    /// Any value.
    Any,
    /// `true` or `false`.
    Bool,
    /// A text.
    Text(&'static [Rule]),
    /// An instant with its offset from UTC.
    DateTime,
    /// A calendar date.
    Date,
    /// A UUID.
    Uuid,
    /// Bytes as Base64.
    Bytes,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// A whole number from a range.
    Whole(i128, i128, &'static [Rule]),
    /// A number that a float of 32 bits holds.
    Single(&'static [Rule]),
    /// A number that a float of 64 bits holds.
    Double(&'static [Rule]),
    /// An array.
    Array(Box<Self>, &'static [Rule]),
    /// An array of so many elements, each of its own shape.
    Tuple(Vec<Self>),
    /// `null`, or a value.
    OrNull(Box<Self>),
    /// One of these values.
    Listed(Vec<Value>),
    /// An object.
    Object {
        /// The declared members.
        members: Vec<Member>,
        /// The other members; where nothing is said of them, none are drawn.
        others: Option<Box<Self>>,
        /// The limits on the number of members, and on their names.
        counted: &'static [Rule],
    },
    /// One of several things.
    OneOf {
        /// What it may be.
        parts: Vec<Part>,
        /// The member of an object that names what it is.
        tag: Option<String>,
    },
    /// What a type with this name looks like.
    Of(String),
}

/// A declared member of an object.
#[derive(Debug)]
pub(super) struct Member {
    /// Its name on the wire.
    pub(super) name: String,
    /// Whether it is always there.
    pub(super) is_required: bool,
    /// What its value looks like.
    pub(super) shape: Shape,
}

/// One of several things that a value may be.
#[derive(Debug)]
pub(super) struct Part {
    /// The values of the tag that name it.
    pub(super) tags: Vec<String>,
    /// What it looks like.
    pub(super) shape: Shape,
}
