//! Limits on values (JSON Schema Validation, section 6).

/// A limit on a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// The number.
    pub value: f64,
    /// Whether the number itself is outside.
    pub exclusive: bool,
}

/// The limits on a value; each concerns one kind of value only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// `minLength`, in characters.
    pub min_length: Option<usize>,
    /// `maxLength`, in characters.
    pub max_length: Option<usize>,
    /// `pattern`, a regular expression of ECMA-262.
    pub pattern: Option<String>,
    /// `minimum` or `exclusiveMinimum`.
    pub minimum: Option<Bound>,
    /// `maximum` or `exclusiveMaximum`.
    pub maximum: Option<Bound>,
    /// `multipleOf`.
    pub multiple_of: Option<f64>,
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
}

impl Constraints {
    /// No limits.
    pub const NONE: Self = Self {
        min_length: None,
        max_length: None,
        pattern: None,
        minimum: None,
        maximum: None,
        multiple_of: None,
        min_items: None,
        max_items: None,
        unique_items: false,
        min_properties: None,
        max_properties: None,
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
            min_length: self.min_length.max(other.min_length),
            max_length: least(self.max_length, other.max_length),
            pattern: self.pattern.or(other.pattern),
            minimum: narrower(self.minimum, other.minimum, |a, b| a > b),
            maximum: narrower(self.maximum, other.maximum, |a, b| a < b),
            multiple_of: self.multiple_of.or(other.multiple_of),
            min_items: self.min_items.max(other.min_items),
            max_items: least(self.max_items, other.max_items),
            unique_items: self.unique_items || other.unique_items,
            min_properties: self.min_properties.max(other.min_properties),
            max_properties: least(self.max_properties, other.max_properties),
        }
    }
}

fn least(a: Option<usize>, b: Option<usize>) -> Option<usize> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn narrower(a: Option<Bound>, b: Option<Bound>, tighter: fn(f64, f64) -> bool) -> Option<Bound> {
    match (a, b) {
        (Some(a), Some(b)) if tighter(a.value, b.value) => Some(a),
        (Some(a), Some(b)) if a.value == b.value => Some(Bound {
            value: a.value,
            exclusive: a.exclusive || b.exclusive,
        }),
        (Some(_), Some(b)) => Some(b),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::{Bound, Constraints};

    #[test]
    fn both_limits_hold() {
        let at = |value, exclusive| Some(Bound { value, exclusive });
        let a = Constraints {
            min_length: Some(3),
            max_items: Some(9),
            minimum: at(1.0, true),
            ..Constraints::NONE
        };
        let b = Constraints {
            min_length: Some(5),
            max_items: Some(4),
            minimum: at(1.0, false),
            maximum: at(7.0, false),
            ..Constraints::NONE
        };
        let both = a.and(b);
        assert_eq!(both.min_length, Some(5));
        assert_eq!(both.max_items, Some(4));
        assert_eq!(both.minimum, at(1.0, true));
        assert_eq!(both.maximum, at(7.0, false));
    }
}
