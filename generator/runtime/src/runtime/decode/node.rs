//! A parsed JSON value as a deserializer whose errors know their place.

use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer};
use serde::de::{
    self, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::map::Iter;
use serde_json::{Number, Value};

use super::Mismatch;

/// The kind of a JSON value.
const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

const NOTHING: &str = "nothing";

/// What is expected where a type says no more than that it refuses a value.
const OTHER_FORM: &str = "a value of another form";

/// A mismatch in the making: it is completed on the way out, from the value at fault to the root.
#[derive(Debug, Default)]
pub(super) struct Fault {
    /// Reference tokens, the innermost first.
    path: Vec<String>,
    expected: Option<String>,
    found: Option<&'static str>,
}

impl Fault {
    fn expecting(expected: impl Into<String>) -> Self {
        Self {
            expected: Some(expected.into()),
            ..Self::default()
        }
    }

    /// Fills in what the error did not say, from the value at which it arose.
    fn at(mut self, expected: String, value: &Value) -> Self {
        self.expected.get_or_insert(expected);
        self.found.get_or_insert(kind(value));
        self
    }

    pub(super) fn below(mut self, token: impl ToString) -> Self {
        self.path.push(token.to_string());
        self
    }

    pub(super) fn into_mismatch(self) -> Mismatch {
        let mut path = String::new();
        for token in self.path.iter().rev() {
            path.push('/');
            path.push_str(&token.replace('~', "~0").replace('/', "~1"));
        }
        Mismatch {
            path,
            expected: self.expected.unwrap_or_else(|| OTHER_FORM.to_owned()),
            found: self.found.unwrap_or(NOTHING),
        }
    }

    /// Reads what [`Mismatch::into_error`] wrote.
    fn from_parts(text: &str) -> Option<Self> {
        let mut parts = text.split('\0');
        let (path, expected, found) = (parts.next()?, parts.next()?, parts.next()?);
        let kinds = [
            "null", "boolean", "number", "string", "array", "object", NOTHING,
        ];
        Some(Self {
            path: path
                .rsplit('/')
                .take(path.matches('/').count())
                .map(|token| token.replace("~1", "/").replace("~0", "~"))
                .collect(),
            expected: Some(expected.to_owned()),
            found: kinds.into_iter().find(|kind| *kind == found),
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected.as_deref().unwrap_or(OTHER_FORM))
    }
}

impl std::error::Error for Fault {}

/// Messages and unexpected values are dropped, since they may quote the body.
impl de::Error for Fault {
    fn custom<T: fmt::Display>(_message: T) -> Self {
        Self::default()
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_value(unexpected, expected)
    }

    fn invalid_value(_unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let text = format!("{expected:#}");
        Self::from_parts(&text).unwrap_or_else(|| Self::expecting(text))
    }

    fn invalid_length(_length: usize, expected: &dyn Expected) -> Self {
        Self::expecting(expected.to_string())
    }

    fn unknown_variant(_variant: &str, _expected: &'static [&'static str]) -> Self {
        Self::expecting("a value that the document lists")
    }

    fn unknown_field(_field: &str, _expected: &'static [&'static str]) -> Self {
        Self::expecting("no undeclared members")
    }

    fn missing_field(field: &'static str) -> Self {
        Self {
            path: vec![field.to_owned()],
            expected: Some("a required member".to_owned()),
            found: Some(NOTHING),
        }
    }
}

/// A JSON value as a deserializer.
#[derive(Clone, Copy)]
pub(super) struct Node<'de>(pub(super) &'de Value);

impl<'de> Node<'de> {
    /// Reads a value; an error that arose after its visitor was done is completed here.
    pub(super) fn read<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Fault> {
        seed.deserialize(self)
            .map_err(|fault| fault.at(OTHER_FORM.to_owned(), self.0))
    }

    /// Runs a visitor, and completes its error from what it says that it expects.
    fn visit<V: Visitor<'de>>(
        self,
        visitor: V,
        run: impl FnOnce(V) -> Result<V::Value, Fault>,
    ) -> Result<V::Value, Fault> {
        let expected = (&visitor as &dyn Expected).to_string();
        run(visitor).map_err(|fault| fault.at(expected, self.0))
    }
}

/// What asks for an integer gets one also where it is written as `1.0`: a body that is a bare array
/// of integers has no codec that would say so.
macro_rules! integers {
    ($($method:ident)+) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
                match self.0 {
                    Value::Number(number) if number.is_f64() => {
                        self.visit(visitor, |visitor| whole(number, visitor))
                    }
                    _ => self.deserialize_any(visitor),
                }
            }
        )+
    };
}

/// Visits a number that is written with a fraction or exponent, as an integer where it is one.
fn whole<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, Fault> {
    // Two to the powers of 63 and 64.
    const SIGNED: f64 = 9_223_372_036_854_775_808.0;
    const UNSIGNED: f64 = 18_446_744_073_709_551_616.0;
    match number.as_f64() {
        Some(value) if value.fract() == 0.0 && (-SIGNED..SIGNED).contains(&value) => {
            visitor.visit_i64(value as i64)
        }
        Some(value) if value.fract() == 0.0 && (SIGNED..UNSIGNED).contains(&value) => {
            visitor.visit_u64(value as u64)
        }
        Some(value) => visitor.visit_f64(value),
        None => Err(Fault::default()),
    }
}

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.visit(visitor, |visitor| match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => {
                if let Some(value) = number.as_u64() {
                    visitor.visit_u64(value)
                } else if let Some(value) = number.as_i64() {
                    visitor.visit_i64(value)
                } else {
                    number
                        .as_f64()
                        .map_or_else(|| Err(Fault::default()), |value| visitor.visit_f64(value))
                }
            }
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(elements) => {
                let mut elements = Elements(elements.iter().enumerate());
                let value = visitor.visit_seq(&mut elements)?;
                // What reads a tuple leaves the elements that it has no place for.
                match elements.0.len() {
                    0 => Ok(value),
                    _ => Err(Fault::default()),
                }
            }
            Value::Object(members) => visitor.visit_map(Members::new(members.iter())),
        })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.visit(visitor, |visitor| match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.visit(visitor, |visitor| visitor.visit_newtype_struct(self))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.visit(visitor, |visitor| match self.0 {
            Value::String(text) => visitor.visit_enum(text.as_str().into_deserializer()),
            Value::Object(members) => {
                visitor.visit_enum(MapAccessDeserializer::new(Members::new(members.iter())))
            }
            _ => Err(Fault::default()),
        })
    }

    integers! {
        deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u32 deserialize_u64
    }

    forward_to_deserialize_any! {
        bool i8 i16 u8 u16 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct Elements<'de>(std::iter::Enumerate<std::slice::Iter<'de, Value>>);

impl<'de> SeqAccess<'de> for Elements<'de> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Fault> {
        let Some((index, element)) = self.0.next() else {
            return Ok(None);
        };
        match Node(element).read(seed) {
            Ok(element) => Ok(Some(element)),
            Err(fault) => Err(fault.below(index)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Members<'de> {
    members: Iter<'de>,
    current: Option<(&'de String, &'de Value)>,
}

impl<'de> Members<'de> {
    const fn new(members: Iter<'de>) -> Self {
        Self {
            members,
            current: None,
        }
    }
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Fault> {
        self.current = self.members.next();
        self.current
            .map(|(name, _)| seed.deserialize(BorrowedStrDeserializer::new(name)))
            .transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        let Some((name, value)) = self.current else {
            return Err(Fault::default());
        };
        Node(value).read(seed).map_err(|fault| fault.below(name))
    }
}
