//! The types that the values of a schema can have.

use serde_json::{Map, Value};

/// A set of JSON types; numbers that are whole are a type of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Types(u8);

impl Types {
    pub(super) const NULL: Self = Self(1);
    pub(super) const BOOLEAN: Self = Self(2);
    pub(super) const INTEGER: Self = Self(4);
    const FRACTION: Self = Self(8);
    pub(super) const NUMBER: Self = Self(4 | 8);
    pub(super) const STRING: Self = Self(16);
    pub(super) const ARRAY: Self = Self(32);
    pub(super) const OBJECT: Self = Self(64);

    /// Each type with the name that `type` gives it.
    pub(super) const NAMES: [(&'static str, Self); 7] = [
        ("null", Self::NULL),
        ("boolean", Self::BOOLEAN),
        ("integer", Self::INTEGER),
        ("number", Self::NUMBER),
        ("string", Self::STRING),
        ("array", Self::ARRAY),
        ("object", Self::OBJECT),
    ];

    /// The type of that name; `None` where there is none.
    pub(super) fn named(name: &str) -> Option<Self> {
        let found = Self::NAMES.iter().find(|(known, _)| *known == name);
        found.map(|(_, types)| *types)
    }

    /// What the keyword `type` says, `nullable` not counted; `None` where it says nothing.
    pub(super) fn declared(schema: &Map<String, Value>) -> Option<Self> {
        match schema.get("type")? {
            Value::String(name) => Self::named(name),
            Value::Array(names) => {
                let mut types = Self(0);
                for name in names {
                    types = types.or(Self::named(name.as_str()?)?);
                }
                (types != Self(0)).then_some(types)
            }
            _ => None,
        }
    }

    /// The type of a value.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            // `1.0` is whole, and so is what has no room in 64 bits.
            Value::Number(number) => match number.as_f64() {
                Some(float) if float.fract() != 0.0 => Self::FRACTION,
                Some(_) | None => Self::INTEGER,
            },
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether every type of the other set is in this one.
    pub(super) const fn has(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    /// The types in words, such as `an integer or null`.
    pub(super) fn words(self) -> String {
        let names = [
            (Self::OBJECT, "an object"),
            (Self::ARRAY, "an array"),
            (Self::STRING, "a string"),
            (Self::NUMBER, "a number"),
            (Self::INTEGER, "an integer"),
            (Self::BOOLEAN, "a boolean"),
            (Self::NULL, "null"),
        ];
        let mut left = self;
        let mut words: Vec<&str> = Vec::new();
        for (ty, name) in names {
            if !left.and(ty).is_empty() && left.has(ty) {
                words.push(name);
                left = left.without(ty);
            }
        }
        words.join(" or ")
    }
}

#[cfg(test)]
mod tests {
    use super::Types;
    use serde_json::json;

    #[test]
    fn whole_numbers_are_integers_however_they_are_written() {
        assert_eq!(Types::of(&json!(1.0)), Types::INTEGER);
        assert!(!Types::INTEGER.has(Types::of(&json!(1.5))));
        assert!(Types::NUMBER.has(Types::of(&json!(1.5))));
        assert_eq!(Types::NUMBER.or(Types::NULL).words(), "a number or null");
        assert_eq!(Types::INTEGER.words(), "an integer");
    }
}
