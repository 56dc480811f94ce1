//! What a JSON value has to look like to be a member of a union.

use serde_json::Value;

/// Something that tells a member of a union from others.
#[derive(Debug)]
pub enum Check {
    /// The value is of one of these kinds.
    Kind(u8),
    /// The value is one of these texts.
    Text(&'static [&'static str]),
    /// The value is this integer.
    Integer(i64),
    /// The value is this truth value.
    Bool(bool),
    /// The object has this member.
    Has(&'static str),
    /// This member of the object, where it is there, is one of these texts.
    TextAt(&'static str, &'static [&'static str]),
    /// This member of the object, where it is there, is one of these integers.
    IntegerAt(&'static str, &'static [i64]),
    /// This member of the object, where it is there, is this truth value.
    BoolAt(&'static str, bool),
    /// The object has no members but these.
    Only(&'static [&'static str]),
    /// The object has no members but these, if there is such a member of the union; else it does
    /// not matter.
    Closest(&'static [&'static str]),
    /// None of these members of the object is `null`.
    NotNull(&'static [&'static str]),
    /// The same for each object in the array.
    NotNullInItems(&'static [&'static str]),
    /// All elements of the array are of one of these kinds.
    Items(u8),
}

/// `null`.
pub const NULL: u8 = 1;
/// `true` and `false`.
pub const BOOLEAN: u8 = 1 << 1;
/// Whole numbers.
pub const INTEGER: u8 = 1 << 2;
/// Numbers that are not whole.
pub const FRACTION: u8 = 1 << 3;
/// All numbers.
pub const NUMBER: u8 = INTEGER | FRACTION;
/// Texts.
pub const STRING: u8 = 1 << 4;
/// Arrays.
pub const ARRAY: u8 = 1 << 5;
/// Objects.
pub const OBJECT: u8 = 1 << 6;

fn kind(value: &Value) -> u8 {
    match value {
        Value::Null => NULL,
        Value::Bool(_) => BOOLEAN,
        Value::Number(_) if integer(value).is_some() => INTEGER,
        // Whole, and too large for 64 bits.
        Value::Number(number) if number.as_f64().is_some_and(|value| value.fract() == 0.0) => {
            INTEGER
        }
        Value::Number(_) => FRACTION,
        Value::String(_) => STRING,
        Value::Array(_) => ARRAY,
        Value::Object(_) => OBJECT,
    }
}

/// A whole number, also one that is written as `1.0`.
fn integer(value: &Value) -> Option<i128> {
    let number = value.as_number()?;
    let whole = number.as_i64().map(i128::from);
    whole
        .or_else(|| number.as_u64().map(i128::from))
        .or_else(|| {
            let value = number.as_f64()?;
            (value.fract() == 0.0 && value.abs() < 1e30).then_some(value as i128)
        })
}

impl Check {
    /// Whether the check holds; of several members that all fit, only the `closest` are asked for
    /// first.
    pub(super) fn holds(&self, value: &Value, closest: bool) -> bool {
        let is_integer = |value: &Value, wanted: i64| integer(value) == Some(wanted.into());
        let is_text = |value: &Value, texts: &[&str]| {
            value.as_str().is_some_and(|text| texts.contains(&text))
        };
        match *self {
            Self::Kind(kinds) => kinds & kind(value) != 0,
            Self::Text(texts) => is_text(value, texts),
            Self::Integer(wanted) => is_integer(value, wanted),
            Self::Bool(wanted) => value.as_bool() == Some(wanted),
            Self::Has(name) => value.get(name).is_some(),
            Self::TextAt(name, texts) => value.get(name).is_none_or(|value| is_text(value, texts)),
            Self::IntegerAt(name, integers) => value
                .get(name)
                .is_none_or(|value| integers.iter().any(|wanted| is_integer(value, *wanted))),
            Self::BoolAt(name, wanted) => value
                .get(name)
                .is_none_or(|value| value.as_bool() == Some(wanted)),
            Self::Closest(_) if !closest => true,
            Self::Only(names) | Self::Closest(names) => value
                .as_object()
                .is_none_or(|object| object.keys().all(|name| names.contains(&name.as_str()))),
            Self::NotNull(names) => has_none_null(value, names),
            Self::NotNullInItems(names) => value
                .as_array()
                .is_none_or(|elements| elements.iter().all(|value| has_none_null(value, names))),
            Self::Items(kinds) => value
                .as_array()
                .is_none_or(|elements| elements.iter().all(|value| kinds & kind(value) != 0)),
        }
    }
}

/// Whether none of these members of an object is `null`.
fn has_none_null(value: &Value, names: &[&str]) -> bool {
    let mut members = names.iter().filter_map(|name| value.get(name));
    !members.any(Value::is_null)
}
