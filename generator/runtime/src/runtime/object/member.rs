//! The kinds of members, and how each is read.
//!
//! A member is `required`, `optional` (`null` reads as absent) or `nullable` (absent and `null` are
//! two things). Each kind has a second method for values that are read through a [`Codec`].

use serde::de::{Deserialize, MapAccess};

use super::Reader;
use crate::runtime::Nullable;
use crate::runtime::codec::{Codec, Decoding};

impl<'de, A: MapAccess<'de>> Reader<'_, 'de, A> {
    /// Reads a value that is always there; `null` only where its type has room for it.
    pub fn required<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) {
        match self.map.next_value() {
            Ok(value) => *slot = Some(value),
            Err(error) => self.fail(error),
        }
    }

    /// The same, through a codec.
    pub fn required_via<C: Codec<T>, T>(&mut self, slot: &mut Option<T>) {
        match self.map.next_value_seed(Decoding::<C, T>::NEW) {
            Ok(value) => *slot = Some(value),
            Err(error) => self.fail(error),
        }
    }

    /// Reads a value that may be absent; `null` reads as absent.
    pub fn optional<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) {
        match self.map.next_value() {
            Ok(value) => *slot = value,
            Err(error) => self.fail(error),
        }
    }

    /// The same, through a codec.
    pub fn optional_via<C: Codec<T>, T>(&mut self, slot: &mut Option<T>) {
        match self
            .map
            .next_value_seed(Decoding::<Option<C>, Option<T>>::NEW)
        {
            Ok(value) => *slot = value,
            Err(error) => self.fail(error),
        }
    }

    /// Reads a value that may be absent or `null`, which are two things.
    pub fn nullable<T: Deserialize<'de>>(&mut self, slot: &mut Nullable<T>) {
        match self.map.next_value::<Option<T>>() {
            Ok(value) => *slot = value.into(),
            Err(error) => self.fail(error),
        }
    }

    /// The same, through a codec.
    pub fn nullable_via<C: Codec<T>, T>(&mut self, slot: &mut Nullable<T>) {
        match self
            .map
            .next_value_seed(Decoding::<Option<C>, Option<T>>::NEW)
        {
            Ok(value) => *slot = value.into(),
            Err(error) => self.fail(error),
        }
    }
}
