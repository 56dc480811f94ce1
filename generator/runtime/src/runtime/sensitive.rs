//! Values that must not show up where people read along.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::codec::Codec;
use super::wipe;

/// A secret or personal value: it travels as it is, `Debug` shows `[redacted]` instead, and its
/// memory is overwritten when it is dropped.
///
/// The value is reached by [`expose`](Self::expose), so that every place that does is easy to find.
/// Overwritten are texts, bytes, numbers, dates and JSON values. What was copied elsewhere is not:
/// the body of a request or an answer, and what a caller took out.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sensitive<T: 'static>(T);

impl<T> Sensitive<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// The value itself, owned: a copy of what is overwritten.
    pub fn into_exposed(self) -> T
    where
        T: Clone,
    {
        self.0.clone()
    }
}

impl<T> Drop for Sensitive<T> {
    fn drop(&mut self) {
        wipe::any(&mut self.0);
    }
}

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<T> From<T> for Sensitive<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for Sensitive<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl<T: Serialize> Serialize for Sensitive<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Sensitive<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

impl<C: Codec<T>, T> Codec<Sensitive<T>> for Sensitive<C> {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Sensitive<T>, D::Error> {
        C::decode(deserializer).map(Sensitive)
    }

    fn encode<S: Serializer>(value: &Sensitive<T>, serializer: S) -> Result<S::Ok, S::Error> {
        C::encode(&value.0, serializer)
    }
}
