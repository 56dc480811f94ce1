//! Reading and writing JSON objects: one visitor and one writer for all generated structs.
//!
//! A struct lists its members once, through the macro `object!`; the list
//! says for each member whether it is [`Required`], [`Optional`] or [`Nullable`], how its value is
//! written where that is not serde's own way ([`codec`](super::codec)), and its name on the wire
//! where that differs from the field's.

use std::fmt;
use std::marker::PhantomData;

use serde::Serializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor,
};
use serde::ser::{Serialize, SerializeMap};

use super::codec::{Codec, Decoding, Encoding, Plain};
use super::extra::Extra;

/// What a generated struct tells about its members.
pub trait Object: Sized {
    /// One constant for each member.
    type Key: 'static;
    /// What is known of the object apart from its values.
    const SHAPE: Shape<Self::Key>;

    /// Reads the members of one object.
    ///
    /// # Errors
    /// Fails where a member has a value of another type, or a required one is missing.
    fn read<'de, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, Self, A>,
    ) -> Result<Self, A::Error>;

    /// Writes the members that are present.
    fn write<M: SerializeMap>(&self, writer: &mut Writer<M>);
}

/// What is known of an object apart from its values.
#[derive(Debug)]
pub struct Shape<K: 'static> {
    /// What a reader expects to find, for messages: `object LinkTokenGetResponse`.
    pub expected: &'static str,
    /// Whether members that the document does not declare are kept.
    pub keeps_undeclared: bool,
    /// The names of the members on the wire, in the order of the document, and their constants.
    pub members: &'static [(&'static str, K)],
}

/// Reads an object through the one visitor that all structs share.
///
/// # Errors
/// Fails where the input is no object, or [`Object::read`] does.
pub fn deserialize<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// Writes an object.
///
/// # Errors
/// Fails where the serializer does.
pub fn serialize<T: Object, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut writer = Writer {
        map: serializer.serialize_map(None)?,
        failed: None,
    };
    value.write(&mut writer);
    match writer.failed {
        None => writer.map.end(),
        Some(error) => Err(error),
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::SHAPE.expected)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        T::read(&mut Reader {
            map: &mut map,
            next: 0,
            extra: Extra::new(),
            object: PhantomData,
        })
    }
}

/// The state of reading one object.
#[derive(Debug)]
pub struct Reader<'r, 'de, T, A> {
    map: &'r mut A,
    next: usize,
    extra: Extra,
    object: PhantomData<(&'de (), T)>,
}

impl<'de, T: Object, A: MapAccess<'de>> Reader<'_, 'de, T, A> {
    /// The next member that the document declares; the others on the way are kept or skipped.
    ///
    /// # Errors
    /// Fails where the input does.
    pub fn next_declared(&mut self) -> Result<Option<&'static T::Key>, A::Error> {
        loop {
            let seed = NameSeed {
                members: T::SHAPE.members,
                next: self.next,
            };
            match self.map.next_key_seed(seed)? {
                None => return Ok(None),
                Some(Name::Declared(index)) => {
                    self.next = index + 1;
                    return Ok(Some(&T::SHAPE.members[index].1));
                }
                Some(Name::Undeclared(name)) if T::SHAPE.keeps_undeclared => {
                    let value = self.map.next_value::<serde_json::Value>()?;
                    self.extra.insert(name, value);
                }
                Some(Name::Undeclared(_)) => {
                    self.map.next_value::<IgnoredAny>()?;
                }
            }
        }
    }

    /// The members that the document does not declare.
    pub fn extra(&mut self) -> Extra {
        std::mem::take(&mut self.extra)
    }

    /// The error for a required member that did not come.
    #[cold]
    pub fn missing(&self, name: &'static str) -> A::Error {
        A::Error::missing_field(name)
    }
}

/// The name of a member as it was read.
enum Name {
    Declared(usize),
    Undeclared(String),
}

/// Looks a name up, beginning with the member that comes next in the document's order.
struct NameSeed<K: 'static> {
    members: &'static [(&'static str, K)],
    next: usize,
}

impl<K> NameSeed<K> {
    fn find(&self, name: &str) -> Option<usize> {
        let (before, after) = self.members.split_at(self.next.min(self.members.len()));
        let position =
            |members: &[(&str, K)]| members.iter().position(|(member, _)| *member == name);
        position(after)
            .map(|index| index + before.len())
            .or_else(|| position(before))
    }
}

impl<'de, K> DeserializeSeed<'de> for NameSeed<K> {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<K> Visitor<'_> for NameSeed<K> {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Name, E> {
        Ok(match self.find(name) {
            Some(index) => Name::Declared(index),
            None => Name::Undeclared(name.to_owned()),
        })
    }

    fn visit_string<E: serde::de::Error>(self, name: String) -> Result<Name, E> {
        Ok(match self.find(&name) {
            Some(index) => Name::Declared(index),
            None => Name::Undeclared(name),
        })
    }
}

/// The state of writing one object; the first failure is kept until the end.
#[derive(Debug)]
pub struct Writer<M: SerializeMap> {
    map: M,
    failed: Option<M::Error>,
}

impl<M: SerializeMap> Writer<M> {
    /// Writes one member.
    pub fn member<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        if self.failed.is_none()
            && let Err(error) = self.map.serialize_entry(name, value)
        {
            self.failed = Some(error);
        }
    }

    /// Writes the members that the document does not declare.
    pub fn extra(&mut self, extra: &Extra) {
        for (name, value) in extra.iter() {
            if self.failed.is_none()
                && let Err(error) = self.map.serialize_entry(name, value)
            {
                self.failed = Some(error);
            }
        }
    }
}

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
    pub fn read<'de, O, T: Deserialize<'de>, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, O, A>,
        slot: &mut Option<T>,
    ) -> Seen<'de, A> {
        *slot = Some(reader.map.next_value()?);
        Ok(())
    }

    /// Writes the value.
    pub fn write<M: SerializeMap, T: Serialize>(
        writer: &mut Writer<M>,
        name: &'static str,
        value: &T,
    ) {
        writer.member(name, value);
    }
}

impl<C> Required<Via<C>> {
    /// Reads the value.
    ///
    /// # Errors
    /// Fails where the value is of another type.
    pub fn read<'de, O, T, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, O, A>,
        slot: &mut Option<T>,
    ) -> Seen<'de, A>
    where
        C: Codec<T>,
    {
        *slot = Some(reader.map.next_value_seed(Decoding::<C, T>::NEW)?);
        Ok(())
    }

    /// Writes the value.
    pub fn write<M: SerializeMap, T>(writer: &mut Writer<M>, name: &'static str, value: &T)
    where
        C: Codec<T>,
    {
        writer.member(name, &Encoding::<C, T>::new(value));
    }
}

impl Optional {
    /// Reads the value.
    ///
    /// # Errors
    /// Fails where the value is of another type.
    pub fn read<'de, O, T: Deserialize<'de>, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, O, A>,
        slot: &mut Option<T>,
    ) -> Seen<'de, A> {
        *slot = reader.map.next_value()?;
        Ok(())
    }

    /// Writes the value, if there is one.
    pub fn write<M: SerializeMap, T: Serialize>(
        writer: &mut Writer<M>,
        name: &'static str,
        value: &Option<T>,
    ) {
        if let Some(value) = value {
            writer.member(name, value);
        }
    }
}

impl<C> Optional<Via<C>> {
    /// Reads the value.
    ///
    /// # Errors
    /// Fails where the value is of another type.
    pub fn read<'de, O, T, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, O, A>,
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

    /// Writes the value, if there is one.
    pub fn write<M: SerializeMap, T>(writer: &mut Writer<M>, name: &'static str, value: &Option<T>)
    where
        C: Codec<T>,
    {
        if let Some(value) = value {
            writer.member(name, &Encoding::<C, T>::new(value));
        }
    }
}

impl Nullable {
    /// Reads the value.
    ///
    /// # Errors
    /// Fails where the value is of another type.
    pub fn read<'de, O, T: Deserialize<'de>, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, O, A>,
        slot: &mut super::Nullable<T>,
    ) -> Seen<'de, A> {
        *slot = reader.map.next_value::<Option<T>>()?.into();
        Ok(())
    }

    /// Writes the value or `null`, unless it is absent.
    pub fn write<M: SerializeMap, T: Serialize>(
        writer: &mut Writer<M>,
        name: &'static str,
        value: &super::Nullable<T>,
    ) {
        if !value.is_absent() {
            writer.member(name, &value.as_ref());
        }
    }
}

impl<C> Nullable<Via<C>> {
    /// Reads the value.
    ///
    /// # Errors
    /// Fails where the value is of another type.
    pub fn read<'de, O, T, A: MapAccess<'de>>(
        reader: &mut Reader<'_, 'de, O, A>,
        slot: &mut super::Nullable<T>,
    ) -> Seen<'de, A>
    where
        C: Codec<T>,
    {
        let seed = Decoding::<Option<C>, Option<T>>::NEW;
        *slot = reader.map.next_value_seed(seed)?.into();
        Ok(())
    }

    /// Writes the value or `null`, unless it is absent.
    pub fn write<M: SerializeMap, T>(
        writer: &mut Writer<M>,
        name: &'static str,
        value: &super::Nullable<T>,
    ) where
        C: Codec<T>,
    {
        if !value.is_absent() {
            writer.member(name, &value.as_ref().map(Encoding::<C, T>::new));
        }
    }
}

/// Implements reading and writing for a struct.
///
/// `object!(Name keep additional_properties { field: Required, other: Optional = "wire-name" });`
/// keeps undeclared members in the named field; without `keep` they are skipped.
#[allow(unused_macros)]
macro_rules! object {
    ($name:ident $(keep $extra:ident)? {
        $($field:ident : $kind:ident $(<$codec:ty>)? $(= $wire:literal)?),* $(,)?
    }) => {
        const _: () = {
            #[allow(non_camel_case_types)]
            pub enum Key { $($field),* }

            impl $crate::runtime::object::Object for $name {
                type Key = Key;
                const SHAPE: $crate::runtime::object::Shape<Key> = $crate::runtime::object::Shape {
                    expected: concat!("object ", stringify!($name)),
                    keeps_undeclared: $crate::runtime::object::is_given!($($extra)?),
                    members: &[$(($crate::runtime::object::wire_name!($field $($wire)?), Key::$field)),*],
                };

                fn read<'de, A: serde::de::MapAccess<'de>>(
                    reader: &mut $crate::runtime::object::Reader<'_, 'de, Self, A>,
                ) -> Result<Self, A::Error> {
                    $($crate::runtime::object::slot!($kind $field);)*
                    $crate::runtime::object::read_members!(
                        reader { $($field => <$crate::runtime::object::$kind $(<$crate::runtime::object::Via<$codec>>)?>)* }
                    );
                    $($crate::runtime::object::settle!($kind reader $field $($wire)?);)*
                    Ok(Self { $($field,)* $($extra: reader.extra())? })
                }

                fn write<M: serde::ser::SerializeMap>(
                    &self,
                    writer: &mut $crate::runtime::object::Writer<M>,
                ) {
                    $(<$crate::runtime::object::$kind $(<$crate::runtime::object::Via<$codec>>)?>::write(
                        writer,
                        $crate::runtime::object::wire_name!($field $($wire)?),
                        &self.$field,
                    );)*
                    $(writer.extra(&self.$extra);)?
                    // An object without members leaves the writer alone.
                    let _ = writer;
                }
            }
        };

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::object::deserialize(deserializer)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::object::serialize(self, serializer)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use object;

/// The loop over the members of an object, into one slot for each.
#[allow(unused_macros)]
macro_rules! read_members {
    ($reader:ident {}) => {
        while $reader.next_declared()?.is_some() {}
    };
    ($reader:ident { $($field:ident => <$kind:ty>)+ }) => {
        while let Some(declared_member) = $reader.next_declared()? {
            match *declared_member {
                $(Key::$field => <$kind>::read($reader, &mut $field),)+
            }?;
        }
    };
}
#[allow(unused_imports)]
pub(crate) use read_members;

/// The place that a member is read into.
#[allow(unused_macros)]
macro_rules! slot {
    (Nullable $field:ident) => {
        let mut $field = $crate::runtime::Nullable::Absent;
    };
    ($kind:ident $field:ident) => {
        let mut $field = None;
    };
}
#[allow(unused_imports)]
pub(crate) use slot;

/// What is left in the place of a member once all have been read.
#[allow(unused_macros)]
macro_rules! settle {
    (Required $reader:ident $field:ident $($wire:literal)?) => {
        let Some($field) = $field else {
            return Err($reader.missing($crate::runtime::object::wire_name!($field $($wire)?)));
        };
    };
    ($kind:ident $reader:ident $field:ident $($wire:literal)?) => {};
}
#[allow(unused_imports)]
pub(crate) use settle;

/// The name of a member on the wire: the given text, else the name of the field.
#[allow(unused_macros)]
macro_rules! wire_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}
#[allow(unused_imports)]
pub(crate) use wire_name;

/// Whether an optional part of a macro call is there.
#[allow(unused_macros)]
macro_rules! is_given {
    () => {
        false
    };
    ($part:ident) => {
        true
    };
}
#[allow(unused_imports)]
pub(crate) use is_given;

/// Implements a setter for each member that may be absent.
///
/// `setters!(Name { with_field(field: Type), with_list(list: each Type) });`
#[allow(unused_macros)]
macro_rules! setters {
    ($name:ident { $($setter:ident($field:ident : $($ty:tt)+)),* $(,)? }) => {
        impl $name {
            $($crate::runtime::object::setter!($setter $field $($ty)+);)*
        }
    };
}
#[allow(unused_imports)]
pub(crate) use setters;

/// One setter: `each Type` takes elements, any other type takes the value.
#[allow(unused_macros)]
macro_rules! setter {
    ($setter:ident $field:ident each $element:ty) => {
        #[doc = concat!("Sets the member `", stringify!($field), "`.")]
        #[must_use]
        pub fn $setter(mut self, elements: impl IntoIterator<Item = impl Into<$element>>) -> Self {
            let elements: Vec<$element> = elements.into_iter().map(Into::into).collect();
            self.$field = elements.into();
            self
        }
    };
    ($setter:ident $field:ident $value:ty) => {
        #[doc = concat!("Sets the member `", stringify!($field), "`.")]
        #[must_use]
        pub fn $setter(mut self, value: impl Into<$value>) -> Self {
            let value: $value = value.into();
            self.$field = value.into();
            self
        }
    };
}
#[allow(unused_imports)]
pub(crate) use setter;
