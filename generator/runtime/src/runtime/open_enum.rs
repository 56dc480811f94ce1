//! Enumerations that keep values which the document does not list.
//!
//! What the macros call, they name through this module, which has to be in scope beside them.
//!
//! What deriving would compile for each variant of a text, the macros leave to shared functions; they
//! say `Eq`, which has no methods but a body where it is derived.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};
use serde::ser::Serializer;
use serde_json::{Number, Value};

/// Reads a value; one that is listed allocates nothing.
///
/// # Errors
/// Fails where the input is no string.
pub fn deserialize<'de, T: for<'t> From<&'t str>, D: Deserializer<'de>>(
    deserializer: D,
    expected: &'static str,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(EnumVisitor {
        expected,
        value: PhantomData,
    })
}

struct EnumVisitor<T> {
    expected: &'static str,
    value: PhantomData<T>,
}

impl<T: for<'t> From<&'t str>> Visitor<'_> for EnumVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }
}

/// Writes a value.
///
/// # Errors
/// Fails where the serializer does.
#[inline(never)]
pub fn serialize<T: AsRef<str>, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(value.as_ref())
}

/// Shows the text of a value.
///
/// # Errors
/// Fails where the formatter does.
#[inline(never)]
pub fn display<T: AsRef<str>>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.pad(value.as_ref())
}

/// The text of a value that is not listed.
#[allow(clippy::ptr_arg, reason = "to take the text out is what is shared")]
#[inline(never)]
#[must_use]
pub fn text(text: &String) -> &str {
    text
}

/// Whether two values are the same text.
#[inline(never)]
pub fn equal<T: AsRef<str>>(one: &T, other: &T) -> bool {
    one.as_ref() == other.as_ref()
}

/// Feeds the text of a value to a hasher.
#[inline(never)]
pub fn hash<T: AsRef<str>, H: Hasher>(value: &T, state: &mut H) {
    value.as_ref().hash(state);
}

/// Shows a value as deriving would, by the name of its variant; `variants` are those names with
/// spaces or line breaks between them, in the order of the listed values.
///
/// # Errors
/// Fails where the formatter does.
#[inline(never)]
pub fn debug<T: AsRef<str>>(
    value: &T,
    listed: &[T],
    variants: &str,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut variants = listed.iter().zip(variants.split_ascii_whitespace());
    match variants.find(|(listed, _)| equal(*listed, value)) {
        Some((_, variant)) => f.write_str(variant),
        None => f.debug_tuple("Unlisted").field(&value.as_ref()).finish(),
    }
}

/// The variant of a text among those of all listed texts, or the one that is not listed.
pub fn find<T: Clone>(text: &str, texts: &[&str], listed: &[T], unlisted: fn(String) -> T) -> T {
    let place = texts.iter().position(|listed| *listed == text);
    match place.and_then(|place| listed.get(place)) {
        Some(value) => value.clone(),
        None => unlisted(text.to_owned()),
    }
}

/// The value that a JSON text of a document stands for.
#[must_use]
pub fn json(text: &str) -> Value {
    text.parse().unwrap_or_default()
}

/// Whether two JSON values are equal, where `1.0` is the same number as `1`.
#[must_use]
pub fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            a == b || a.as_f64() == b.as_f64() && !both_whole(a, b)
        }
        _ => a == b,
    }
}

fn both_whole(a: &Number, b: &Number) -> bool {
    !a.is_f64() && !b.is_f64()
}

/// Implements an enumeration of strings: `string_enum!(Name { Variant = "value" });`
#[allow(unused_macros)]
macro_rules! string_enum {
    ($name:ident { $($variant:ident = $value:literal),* $(,)? }) => {
        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                open_enum::equal(self, other)
            }
        }

        impl Eq for $name {}

        impl std::hash::Hash for $name {
            #[inline]
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                open_enum::hash(self, state);
            }
        }

        impl std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                open_enum::debug(self, Self::LISTED, stringify!($($variant)*), f)
            }
        }

        impl $name {
            /// The values that the document lists, in its order.
            pub const LISTED: &'static [Self] = &[$(Self::$variant),*];

            /// The value as it is on the wire.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unlisted(text) => open_enum::text(text),
                }
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                open_enum::display(self, f)
            }
        }

        impl std::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            // `Self::Err` could be a value of the document.
            #[inline]
            fn from_str(text: &str) -> Result<Self, std::convert::Infallible> {
                Ok(Self::from(text))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                open_enum::serialize(self, serializer)
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                open_enum::find(text, &[$($value),*], Self::LISTED, Self::Unlisted)
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                Self::from(open_enum::text(&text))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                open_enum::deserialize(deserializer, concat!("string ", stringify!($name)))
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use string_enum;

/// Implements an enumeration of integers: `integer_enum!(Name { Variant = 1 });`
#[allow(unused_macros)]
macro_rules! integer_enum {
    ($name:ident { $($variant:ident = $value:literal),* $(,)? }) => {
        impl Eq for $name {}

        impl $name {
            /// The values that the document lists, in its order.
            pub const LISTED: &'static [Self] = &[$(Self::$variant),*];

            /// The value as it is on the wire.
            #[must_use]
            #[inline]
            pub const fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unlisted(value) => *value,
                }
            }
        }

        impl From<i64> for $name {
            #[inline]
            fn from(value: i64) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::Unlisted(value),
                }
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.as_i64())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$crate::runtime::codec::Int as $crate::runtime::codec::Codec<i64>>::decode(deserializer)
                    .map(Self::from)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use integer_enum;

/// Implements an enumeration of numbers: `number_enum!(Name { Variant = 0.5 });`
#[allow(unused_macros)]
macro_rules! number_enum {
    ($name:ident { $($variant:ident = $value:literal),* $(,)? }) => {
        impl $name {
            /// The values that the document lists, in its order.
            pub const LISTED: &'static [Self] = &[$(Self::$variant),*];

            /// The value as it is on the wire.
            #[must_use]
            #[inline]
            pub const fn as_f64(&self) -> f64 {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unlisted(value) => *value,
                }
            }
        }

        impl From<f64> for $name {
            #[inline]
            fn from(value: f64) -> Self {
                let listed = Self::LISTED.iter().find(|listed| listed.as_f64() == value);
                listed.copied().unwrap_or(Self::Unlisted(value))
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.as_f64(), f)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_f64(self.as_f64())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <f64 as serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use number_enum;

/// Implements an enumeration of values of several kinds, each given as JSON text:
/// `mixed_enum!(Name { Auto = "\"auto\"", One = "1" });`
#[allow(unused_macros)]
macro_rules! mixed_enum {
    ($name:ident { $($variant:ident = $json:literal),* $(,)? }) => {
        impl Eq for $name {}

        impl $name {
            /// The values that the document lists, in its order.
            pub const LISTED: &'static [Self] = &[$(Self::$variant),*];

            /// The value as it is on the wire.
            #[must_use]
            #[inline]
            pub fn to_value(&self) -> serde_json::Value {
                match self {
                    $(Self::$variant => open_enum::json($json),)*
                    Self::Unlisted(value) => value.clone(),
                }
            }
        }

        impl From<serde_json::Value> for $name {
            #[inline]
            fn from(value: serde_json::Value) -> Self {
                let mut listed = Self::LISTED.iter();
                let same = |listed: &&Self| {
                    open_enum::same(&listed.to_value(), &value)
                };
                match listed.find(same) {
                    Some(listed) => listed.clone(),
                    None => Self::Unlisted(value),
                }
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self.to_value() {
                    serde_json::Value::String(text) => f.pad(&text),
                    value => std::fmt::Display::fmt(&value, f),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.to_value().serialize(serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <serde_json::Value as serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use mixed_enum;
