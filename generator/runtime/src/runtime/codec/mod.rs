//! How a value is written where serde's own way would lose or refuse something, or take long.
//!
//! A codec is a type without values, named in the member list of a struct: `optional_via<Int>`.
//! [`Plain`] is serde's own way and the default.

mod collections;
mod number;
mod time;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

pub use self::collections::MapOf;
pub use self::number::{Int, Wide};
pub use self::time::Rfc3339;

/// A way to read and write values of type `T`.
pub trait Codec<T> {
    /// Reads one value.
    ///
    /// # Errors
    /// Fails where the input is no such value.
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error>;

    /// Writes one value.
    ///
    /// # Errors
    /// Fails where the serializer does.
    fn encode<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>;
}

/// A codec as a seed for reading.
#[derive(Debug)]
pub struct Decoding<C, T>(PhantomData<(C, T)>);

impl<C, T> Decoding<C, T> {
    /// The seed; it has no state.
    pub const NEW: Self = Self(PhantomData);
}

impl<'de, C: Codec<T>, T> DeserializeSeed<'de> for Decoding<C, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        C::decode(deserializer)
    }
}

/// A value that is written through a codec.
#[derive(Debug)]
pub struct Encoding<'v, C, T> {
    value: &'v T,
    codec: PhantomData<C>,
}

impl<'v, C, T> Encoding<'v, C, T> {
    /// The value together with its codec.
    pub fn new(value: &'v T) -> Self {
        Self {
            value,
            codec: PhantomData,
        }
    }
}

impl<C: Codec<T>, T> Serialize for Encoding<'_, C, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        C::encode(self.value, serializer)
    }
}

/// serde's own way.
#[derive(Debug)]
pub struct Plain;

impl<T: Serialize + for<'a> Deserialize<'a>> Codec<T> for Plain {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }

    fn encode<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

/// `null` or a value of the inner codec.
impl<C: Codec<T>, T> Codec<Option<T>> for Option<C> {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
        struct OptionVisitor<C, T>(PhantomData<(C, T)>);

        impl<'de, C: Codec<T>, T> Visitor<'de> for OptionVisitor<C, T> {
            type Value = Option<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or null")
            }

            fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
                Ok(None)
            }

            fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Option<T>, D::Error> {
                C::decode(inner).map(Some)
            }
        }

        deserializer.deserialize_option(OptionVisitor::<C, T>(PhantomData))
    }

    fn encode<S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            None => serializer.serialize_none(),
            Some(value) => C::encode(value, serializer),
        }
    }
}

impl<C: Codec<T>, T> Codec<Box<T>> for Box<C> {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<T>, D::Error> {
        C::decode(deserializer).map(Box::new)
    }

    fn encode<S: Serializer>(value: &Box<T>, serializer: S) -> Result<S::Ok, S::Error> {
        C::encode(value, serializer)
    }
}
