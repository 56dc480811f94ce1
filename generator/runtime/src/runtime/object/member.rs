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
    /// Reads the value into its slot if it comes next, and gives the place of the member after it.
    #[inline]
    pub fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, A>,
        place: usize,
        slot: &mut Option<T>,
    ) -> usize {
        if reader.is_next(place) {
            let value = reader.map.next_value().map(Some);
            reader.store(value, slot);
        }
        place + 1
    }

    /// Writes the value.
    #[inline]
    pub fn write<S: Serializer, T: Serialize>(writer: &mut Writer<S>, value: &T) {
        let name = writer.name();
        writer.member(name, value);
    }
}

impl<C> Required<Via<C>> {
    /// Reads the value into its slot if it comes next, and gives the place of the member after it.
    #[inline]
    pub fn read<'de, T, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, A>,
        place: usize,
        slot: &mut Option<T>,
    ) -> usize
    where
        C: Codec<T>,
    {
        if reader.is_next(place) {
            let value = reader.map.next_value_seed(Decoding::<C, T>::NEW).map(Some);
            reader.store(value, slot);
        }
        place + 1
    }

    /// Writes the value.
    #[inline]
    pub fn write<S: Serializer, T>(writer: &mut Writer<S>, value: &T)
    where
        C: Codec<T>,
    {
        let name = writer.name();
        writer.member(name, &Encoding::<C, T>::new(value));
    }
}

impl Optional {
    /// Reads the value into its slot if it comes next, and gives the place of the member after it.
    #[inline]
    pub fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, A>,
        place: usize,
        slot: &mut Option<T>,
    ) -> usize {
        if reader.is_next(place) {
            let value = reader.map.next_value();
            reader.store(value, slot);
        }
        place + 1
    }

    /// Writes the value, if there is one.
    #[inline]
    pub fn write<S: Serializer, T: Serialize>(writer: &mut Writer<S>, value: &Option<T>) {
        let name = writer.name();
        if let Some(value) = value {
            writer.member(name, value);
        }
    }
}

impl<C> Optional<Via<C>> {
    /// Reads the value into its slot if it comes next, and gives the place of the member after it.
    #[inline]
    pub fn read<'de, T, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, A>,
        place: usize,
        slot: &mut Option<T>,
    ) -> usize
    where
        C: Codec<T>,
    {
        if reader.is_next(place) {
            let value = reader
                .map
                .next_value_seed(Decoding::<Option<C>, Option<T>>::NEW);
            reader.store(value, slot);
        }
        place + 1
    }

    /// Writes the value, if there is one.
    #[inline]
    pub fn write<S: Serializer, T>(writer: &mut Writer<S>, value: &Option<T>)
    where
        C: Codec<T>,
    {
        let name = writer.name();
        if let Some(value) = value {
            writer.member(name, &Encoding::<C, T>::new(value));
        }
    }
}

impl Nullable {
    /// Reads the value into its slot if it comes next, and gives the place of the member after it.
    #[inline]
    pub fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, A>,
        place: usize,
        slot: &mut crate::runtime::Nullable<T>,
    ) -> usize {
        if reader.is_next(place) {
            let value = reader.map.next_value::<Option<T>>().map(Into::into);
            reader.store(value, slot);
        }
        place + 1
    }

    /// Writes the value or `null`, unless it is absent.
    #[inline]
    pub fn write<S: Serializer, T: Serialize>(
        writer: &mut Writer<S>,
        value: &crate::runtime::Nullable<T>,
    ) {
        let name = writer.name();
        if !value.is_absent() {
            writer.member(name, &value.as_ref());
        }
    }
}

impl<C> Nullable<Via<C>> {
    /// Reads the value into its slot if it comes next, and gives the place of the member after it.
    #[inline]
    pub fn read<'de, T, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, A>,
        place: usize,
        slot: &mut crate::runtime::Nullable<T>,
    ) -> usize
    where
        C: Codec<T>,
    {
        if reader.is_next(place) {
            let value = reader
                .map
                .next_value_seed(Decoding::<Option<C>, Option<T>>::NEW)
                .map(Into::into);
            reader.store(value, slot);
        }
        place + 1
    }

    /// Writes the value or `null`, unless it is absent.
    #[inline]
    pub fn write<S: Serializer, T>(writer: &mut Writer<S>, value: &crate::runtime::Nullable<T>)
    where
        C: Codec<T>,
    {
        let name = writer.name();
        if !value.is_absent() {
            writer.member(name, &value.as_ref().map(Encoding::<C, T>::new));
        }
    }
}
