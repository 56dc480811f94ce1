//! The kinds of members, and how each is read and written.

use std::marker::PhantomData;

use serde::de::{Deserialize, MapAccess};
use serde::ser::{Serialize, Serializer};

use super::{Reader, Writer};
use crate::runtime::codec::{Codec, Decoding, Encoding, Plain};

/// A member that is always there; `null` only where its type has room for it.
#[derive(Debug)]
pub struct Required<C = Plain>(PhantomData<C>);

/// A member that may be absent; `null` reads as absent.
#[derive(Debug)]
pub struct Optional<C = Plain>(PhantomData<C>);

/// A member that may be absent or `null`, which are two things.
#[derive(Debug)]
pub struct Nullable<C = Plain>(PhantomData<C>);

/// A codec in the place of [`Plain`].
#[derive(Debug)]
pub struct Via<C>(PhantomData<C>);

impl Required {
    /// Reads the value into its slot.
    #[inline]
    pub fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, A>,
        slot: &mut Option<T>,
    ) {
        match reader.map.next_value() {
            Ok(value) => *slot = Some(value),
            Err(error) => reader.fail(error),
        }
    }

    /// Writes the value.
    #[inline]
    pub fn write<S: Serializer, T: Serialize>(
        writer: &mut Writer<S>,
        name: &'static str,
        value: &T,
    ) {
        writer.member(name, value);
    }
}

impl<C> Required<Via<C>> {
    /// Reads the value into its slot.
    #[inline]
    pub fn read<'de, T, A: MapAccess<'de>>(reader: &mut Reader<'_, 'de, A>, slot: &mut Option<T>)
    where
        C: Codec<T>,
    {
        match reader.map.next_value_seed(Decoding::<C, T>::NEW) {
            Ok(value) => *slot = Some(value),
            Err(error) => reader.fail(error),
        }
    }

    /// Writes the value.
    #[inline]
    pub fn write<S: Serializer, T>(writer: &mut Writer<S>, name: &'static str, value: &T)
    where
        C: Codec<T>,
    {
        writer.member(name, &Encoding::<C, T>::new(value));
    }
}

impl Optional {
    /// Reads the value into its slot.
    #[inline]
    pub fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, A>,
        slot: &mut Option<T>,
    ) {
        match reader.map.next_value() {
            Ok(value) => *slot = value,
            Err(error) => reader.fail(error),
        }
    }

    /// Writes the value, if there is one.
    #[inline]
    pub fn write<S: Serializer, T: Serialize>(
        writer: &mut Writer<S>,
        name: &'static str,
        value: &Option<T>,
    ) {
        if let Some(value) = value {
            writer.member(name, value);
        }
    }
}

impl<C> Optional<Via<C>> {
    /// Reads the value into its slot.
    #[inline]
    pub fn read<'de, T, A: MapAccess<'de>>(reader: &mut Reader<'_, 'de, A>, slot: &mut Option<T>)
    where
        C: Codec<T>,
    {
        let seed = Decoding::<Option<C>, Option<T>>::NEW;
        match reader.map.next_value_seed(seed) {
            Ok(value) => *slot = value,
            Err(error) => reader.fail(error),
        }
    }

    /// Writes the value, if there is one.
    #[inline]
    pub fn write<S: Serializer, T>(writer: &mut Writer<S>, name: &'static str, value: &Option<T>)
    where
        C: Codec<T>,
    {
        if let Some(value) = value {
            writer.member(name, &Encoding::<C, T>::new(value));
        }
    }
}

impl Nullable {
    /// Reads the value into its slot.
    #[inline]
    pub fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, A>,
        slot: &mut crate::runtime::Nullable<T>,
    ) {
        match reader.map.next_value::<Option<T>>() {
            Ok(value) => *slot = value.into(),
            Err(error) => reader.fail(error),
        }
    }

    /// Writes the value or `null`, unless it is absent.
    #[inline]
    pub fn write<S: Serializer, T: Serialize>(
        writer: &mut Writer<S>,
        name: &'static str,
        value: &crate::runtime::Nullable<T>,
    ) {
        if !value.is_absent() {
            writer.member(name, &value.as_ref());
        }
    }
}

impl<C> Nullable<Via<C>> {
    /// Reads the value into its slot.
    #[inline]
    pub fn read<'de, T, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, A>,
        slot: &mut crate::runtime::Nullable<T>,
    ) where
        C: Codec<T>,
    {
        let seed = Decoding::<Option<C>, Option<T>>::NEW;
        match reader.map.next_value_seed(seed) {
            Ok(value) => *slot = value.into(),
            Err(error) => reader.fail(error),
        }
    }

    /// Writes the value or `null`, unless it is absent.
    #[inline]
    pub fn write<S: Serializer, T>(
        writer: &mut Writer<S>,
        name: &'static str,
        value: &crate::runtime::Nullable<T>,
    ) where
        C: Codec<T>,
    {
        if !value.is_absent() {
            writer.member(name, &value.as_ref().map(Encoding::<C, T>::new));
        }
    }
}
