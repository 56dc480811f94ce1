//! Limits on values (JSON Schema Validation, section 6).

use std::cmp::Ordering;

use serde_json::Number;

/// A limit on a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// The number.
    pub value: Number,
    /// Whether the number itself is outside.
    pub exclusive: bool,
}

/// How a `pattern` is read, where it can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternReading {
    /// The expression in ECMA-262.
    pub expression: String,
    /// Its flags: `u` for one that is written in the strict grammar, `i` for one that ignores case.
    pub flags: String,
}

/// The limits on a value; each concerns one kind of value only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// The one truth value that an `enum` or `const` allows.
    pub only: Option<bool>,
    /// `minLength`, in characters.
    pub min_length: Option<usize>,
    /// `maxLength`, in characters.
    pub max_length: Option<usize>,
    /// `pattern`, regular expressions of ECMA-262; [`super::Api::patterns`] says how each is read.
    pub patterns: Vec<String>,
    /// `minimum` or `exclusiveMinimum`.
    pub minimum: Option<Bound>,
    /// `maximum` or `exclusiveMaximum`.
    pub maximum: Option<Bound>,
    /// `multipleOf`.
    pub multiple_of: Vec<Number>,
    /// `minItems`.
    pub min_items: Option<usize>,
    /// `maxItems`.
    pub max_items: Option<usize>,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// `minProperties`.
    pub min_properties: Option<usize>,
    /// `maxProperties`.
    pub max_properties: Option<usize>,
    /// `propertyNames`, all of which hold.
    pub property_names: Vec<NameLimits>,
}

/// What `propertyNames` demands of the name of a member.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NameLimits {
    /// The names that an `enum` or `const` allows.
    pub values: Option<Vec<String>>,
    /// `minLength`, in characters.
    pub min_length: Option<usize>,
    /// `maxLength`, in characters.
    pub max_length: Option<usize>,
    /// `pattern`, those that [`super::Api::patterns`] knows.
    pub patterns: Vec<String>,
}

impl Constraints {
    /// No limits.
    pub const NONE: Self = Self {
        only: None,
        min_length: None,
        max_length: None,
        patterns: Vec::new(),
        minimum: None,
        maximum: None,
        multiple_of: Vec::new(),
        min_items: None,
        max_items: None,
        unique_items: false,
        min_properties: None,
        max_properties: None,
        property_names: Vec::new(),
    };

    /// Whether there are no limits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::NONE
    }

    /// The limits of both: of two on the same thing, the narrower one.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            only: self.only.or(other.only),
            min_length: self.min_length.max(other.min_length),
            max_length: least(self.max_length, other.max_length),
            patterns: all(self.patterns, other.patterns),
            minimum: narrower(self.minimum, other.minimum, Ordering::Greater),
            maximum: narrower(self.maximum, other.maximum, Ordering::Less),
            multiple_of: all(self.multiple_of, other.multiple_of),
            min_items: self.min_items.max(other.min_items),
            max_items: least(self.max_items, other.max_items),
            unique_items: self.unique_items || other.unique_items,
            min_properties: self.min_properties.max(other.min_properties),
            max_properties: least(self.max_properties, other.max_properties),
            property_names: all(self.property_names, other.property_names),
        }
    }
}

fn least(a: Option<usize>, b: Option<usize>) -> Option<usize> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Both lists, each entry once.
fn all<T: PartialEq>(mut a: Vec<T>, b: Vec<T>) -> Vec<T> {
    for entry in b {
        if !a.contains(&entry) {
            a.push(entry);
        }
    }
    a
}

/// Of two bounds the one that lies on the given side of the other.
fn narrower(a: Option<Bound>, b: Option<Bound>, side: Ordering) -> Option<Bound> {
    match (a, b) {
        (Some(a), Some(b)) => Some(match compare(&a.value, &b.value) {
            Some(Ordering::Equal) => Bound {
                exclusive: a.exclusive || b.exclusive,
                ..a
            },
            order if order == Some(side) => a,
            _ => b,
        }),
        (a, b) => a.or(b),
    }
}

fn compare(a: &Number, b: &Number) -> Option<Ordering> {
    match (a.as_i128(), b.as_i128()) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}

#[cfg(test)]
mod tests {
    use super::{Bound, Constraints};

    #[test]
    fn both_limits_hold() {
        let at = |value: u64, exclusive| {
            Some(Bound {
                value: value.into(),
                exclusive,
            })
        };
        let a = Constraints {
            min_length: Some(3),
            patterns: vec!["a".to_owned(), "b".to_owned()],
            max_items: Some(9),
            minimum: at(1, true),
            ..Constraints::NONE
        };
        let b = Constraints {
            min_length: Some(5),
            patterns: vec!["b".to_owned(), "c".to_owned()],
            max_items: Some(4),
            minimum: at(1, false),
            maximum: at(7, false),
            ..Constraints::NONE
        };
        let both = a.and(b);
        assert_eq!(both.min_length, Some(5));
        assert_eq!(both.max_items, Some(4));
        assert_eq!(both.patterns, ["a", "b", "c"]);
        assert_eq!(both.minimum, at(1, true));
        assert_eq!(both.maximum, at(7, false));
    }
}
