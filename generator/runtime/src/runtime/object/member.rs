//! The kinds of members, and how each is read and written.

use std::marker::PhantomData;

use serde::de::{Deserialize, MapAccess};
use serde::ser::{Serialize, SerializeMap};

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

type Seen<'de, A> = Result<(), <A as MapAccess<'de>>::Error>;

impl Required {
    /// Reads the value.
    ///
    /// # Errors
    /// Fails where the value is of another type.
    #[inline]
    pub fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, A>,
        slot: &mut Option<T>,
    ) -> Seen<'de, A> {
        *slot = Some(reader.map.next_value()?);
        Ok(())
    }

    /// Writes the value, and says whether to go on.
    pub fn write<M: SerializeMap, T: Serialize>(
        writer: &mut Writer<M>,
        name: &'static str,
        value: &T,
    ) -> bool {
        writer.member(name, value)
    }
}

impl<C> Required<Via<C>> {
    /// Reads the value.
    ///
    /// # Errors
    /// Fails where the value is of another type.
    #[inline]
    pub fn read<'de, T, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, A>,
        slot: &mut Option<T>,
    ) -> Seen<'de, A>
    where
        C: Codec<T>,
    {
        *slot = Some(reader.map.next_value_seed(Decoding::<C, T>::NEW)?);
        Ok(())
    }

    /// Writes the value, and says whether to go on.
    pub fn write<M: SerializeMap, T>(writer: &mut Writer<M>, name: &'static str, value: &T) -> bool
    where
        C: Codec<T>,
    {
        writer.member(name, &Encoding::<C, T>::new(value))
    }
}

impl Optional {
    /// Reads the value.
    ///
    /// # Errors
    /// Fails where the value is of another type.
    #[inline]
    pub fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, A>,
        slot: &mut Option<T>,
    ) -> Seen<'de, A> {
        *slot = reader.map.next_value()?;
        Ok(())
    }

    /// Writes the value, if there is one, and says whether to go on.
    pub fn write<M: SerializeMap, T: Serialize>(
        writer: &mut Writer<M>,
        name: &'static str,
        value: &Option<T>,
    ) -> bool {
        match value {
            Some(value) => writer.member(name, value),
            None => true,
        }
    }
}

impl<C> Optional<Via<C>> {
    /// Reads the value.
    ///
    /// # Errors
    /// Fails where the value is of another type.
    #[inline]
    pub fn read<'de, T, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, A>,
        slot: &mut Option<T>,
    ) -> Seen<'de, A>
    where
        C: Codec<T>,
    {
        *slot = reader
            .map
            .next_value_seed(Decoding::<Option<C>, Option<T>>::NEW)?;
        Ok(())
    }

    /// Writes the value, if there is one, and says whether to go on.
    pub fn write<M: SerializeMap, T>(
        writer: &mut Writer<M>,
        name: &'static str,
        value: &Option<T>,
    ) -> bool
    where
        C: Codec<T>,
    {
        match value {
            Some(value) => writer.member(name, &Encoding::<C, T>::new(value)),
            None => true,
        }
    }
}

impl Nullable {
    /// Reads the value.
    ///
    /// # Errors
    /// Fails where the value is of another type.
    #[inline]
    pub fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, A>,
        slot: &mut crate::runtime::Nullable<T>,
    ) -> Seen<'de, A> {
        *slot = reader.map.next_value::<Option<T>>()?.into();
        Ok(())
    }

    /// Writes the value or `null`, unless it is absent, and says whether to go on.
    pub fn write<M: SerializeMap, T: Serialize>(
        writer: &mut Writer<M>,
        name: &'static str,
        value: &crate::runtime::Nullable<T>,
    ) -> bool {
        value.is_absent() || writer.member(name, &value.as_ref())
    }
}

impl<C> Nullable<Via<C>> {
    /// Reads the value.
    ///
    /// # Errors
    /// Fails where the value is of another type.
    #[inline]
    pub fn read<'de, T, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, A>,
        slot: &mut crate::runtime::Nullable<T>,
    ) -> Seen<'de, A>
    where
        C: Codec<T>,
    {
        let seed = Decoding::<Option<C>, Option<T>>::NEW;
        *slot = reader.map.next_value_seed(seed)?.into();
        Ok(())
    }

    /// Writes the value or `null`, unless it is absent, and says whether to go on.
    pub fn write<M: SerializeMap, T>(
        writer: &mut Writer<M>,
        name: &'static str,
        value: &crate::runtime::Nullable<T>,
    ) -> bool
    where
        C: Codec<T>,
    {
        value.is_absent() || writer.member(name, &value.as_ref().map(Encoding::<C, T>::new))
    }
}
