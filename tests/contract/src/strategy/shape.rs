//! What a generator needs to know about a schema, with `allOf` and references
//! merged away.
//!
//! Data only. A shape is an approximation that leans on the oracle: where it
//! cannot express a keyword it is marked [`Shape::checked`], and values drawn
//! from it are put before the oracle.

use std::sync::OnceLock;

use serde_json::{Number, Value};

/// Where a shape is kept in its plan.
pub(super) type ShapeId = usize;

/// A place in the translated schemas that a shape takes constraints from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Conjunct {
    pub(super) place: String,
    /// Keywords of that schema which are already decided: the `oneOf` whose
    /// member has been picked.
    pub(super) picked: Vec<&'static str>,
}

impl Conjunct {
    pub(super) fn whole(place: impl Into<String>) -> Self {
        Conjunct {
            place: place.into(),
            picked: Vec::new(),
        }
    }
}

/// A shape that is built when first needed, so that recursion ends.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) conjuncts: Vec<Conjunct>,
    pub(super) built: OnceLock<ShapeId>,
}

impl Slot {
    pub(super) fn new(conjuncts: Vec<Conjunct>) -> Self {
        Slot {
            conjuncts,
            built: OnceLock::new(),
        }
    }
}

/// The merged constraints of one schema.
#[derive(Debug, Default)]
pub(super) struct Shape {
    pub(super) id: ShapeId,
    /// The schemas that a value must satisfy, for the oracle.
    pub(super) conjuncts: Vec<Conjunct>,
    pub(super) types: Types,
    /// The values listed by `enum` or `const`.
    pub(super) choices: Option<Vec<Value>>,
    pub(super) number: NumberLimits,
    pub(super) text: TextLimits,
    pub(super) array: ArrayLimits,
    pub(super) object: ObjectLimits,
    /// The members of a union of which one is to be picked.
    pub(super) alternatives: Vec<Alternative>,
    /// Whether it has a discriminator and others inherit from it: a value is one of those.
    pub(super) is_base: bool,
    /// `examples` and `default`, which may or may not be valid.
    pub(super) samples: Vec<Value>,
    /// Whether the oracle must see what is drawn from this shape.
    pub(super) checked: bool,
}

/// A member of a union.
#[derive(Debug)]
pub(super) struct Alternative {
    pub(super) slot: Slot,
    /// The discriminator's property and this member's value of it.
    pub(super) tag: Option<(String, String)>,
}

/// A set of JSON types, with integers told from other numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Types(u8);

impl Types {
    pub(super) const NULL: Types = Types(1);
    pub(super) const BOOLEAN: Types = Types(2);
    pub(super) const INTEGER: Types = Types(4);
    /// Any number, integers among them.
    pub(super) const NUMBER: Types = Types(4 | 8);
    pub(super) const STRING: Types = Types(16);
    pub(super) const ARRAY: Types = Types(32);
    pub(super) const OBJECT: Types = Types(64);
    pub(super) const NONE: Types = Types(0);
    pub(super) const ALL: Types = Types(127);

    pub(super) fn named(name: &str) -> Types {
        match name {
            "null" => Types::NULL,
            "boolean" => Types::BOOLEAN,
            "integer" => Types::INTEGER,
            "number" => Types::NUMBER,
            "string" => Types::STRING,
            "array" => Types::ARRAY,
            "object" => Types::OBJECT,
            _ => Types::NONE,
        }
    }

    pub(super) fn of(value: &Value) -> Types {
        match value {
            Value::Null => Types::NULL,
            Value::Bool(_) => Types::BOOLEAN,
            Value::Number(number) => {
                let whole = number.as_f64().is_none_or(|value| value.fract() == 0.0);
                if whole { Types::INTEGER } else { Types(8) }
            }
            Value::String(_) => Types::STRING,
            Value::Array(_) => Types::ARRAY,
            Value::Object(_) => Types::OBJECT,
        }
    }

    pub(super) fn has(self, other: Types) -> bool {
        self.0 & other.0 == other.0 && other.0 != 0
    }

    pub(super) fn and(self, other: Types) -> Types {
        Types(self.0 & other.0)
    }

    pub(super) fn or(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    pub(super) fn without(self, other: Types) -> Types {
        Types(self.0 & !other.0)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The members of the set, one by one; a number that is no integer only
    /// counts where integers do too.
    pub(super) fn each(self) -> Vec<Types> {
        let mut each: Vec<Types> = [
            Types::OBJECT,
            Types::ARRAY,
            Types::STRING,
            Types::BOOLEAN,
            Types::NULL,
        ]
        .into_iter()
        .filter(|one| self.has(*one))
        .collect();
        if self.has(Types::NUMBER) {
            each.push(Types::NUMBER);
        } else if self.has(Types::INTEGER) {
            each.push(Types::INTEGER);
        }
        each
    }
}

/// One end of a range of numbers.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    pub(super) value: Number,
    pub(super) exclusive: bool,
}

/// Limits of numbers.
#[derive(Debug, Default)]
pub(super) struct NumberLimits {
    pub(super) lower: Vec<Bound>,
    pub(super) upper: Vec<Bound>,
    pub(super) multiple_of: Vec<Number>,
    pub(super) format: Option<String>,
}

/// Limits of texts; lengths count characters.
#[derive(Debug, Default)]
pub(super) struct TextLimits {
    pub(super) least: usize,
    pub(super) most: Option<usize>,
    pub(super) patterns: Vec<String>,
    pub(super) format: Option<String>,
}

/// Limits of arrays.
#[derive(Debug, Default)]
pub(super) struct ArrayLimits {
    pub(super) least: usize,
    pub(super) most: Option<usize>,
    pub(super) unique: bool,
    pub(super) prefix: Vec<Slot>,
    /// What follows the prefix.
    pub(super) items: Option<Slot>,
    /// What at least one item must be.
    pub(super) contains: Option<Slot>,
}

/// Limits of objects.
#[derive(Debug, Default)]
pub(super) struct ObjectLimits {
    pub(super) properties: Vec<Property>,
    pub(super) additional: Additional,
    pub(super) patterns: Vec<(String, Slot)>,
    pub(super) names: Option<Slot>,
    pub(super) least: usize,
    pub(super) most: Option<usize>,
}

/// A declared or required member.
#[derive(Debug)]
pub(super) struct Property {
    pub(super) name: String,
    pub(super) slot: Slot,
    pub(super) required: bool,
}

/// What members that no property declares may be.
#[derive(Debug, Default)]
pub(super) enum Additional {
    /// Anything.
    #[default]
    Open,
    /// Values of this schema.
    Typed(Slot),
    /// There may be none.
    Closed,
}
