//! Reading and writing JSON objects: one visitor and one writer for all generated structs.
//!
//! A struct lists its members once, through the macro `object!`; the list says for
//! each member whether it is [`Required`], [`Optional`] or [`Nullable`], how its value is written
//! where that is not serde's own way ([`codec`](super::codec)), and its name on the wire where that
//! differs from the field's.

mod implement;
mod member;
mod reader;
mod setters;
mod writer;

use std::fmt;
use std::marker::PhantomData;

use serde::Serializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;

#[allow(unused_imports)]
pub(crate) use self::implement::{is_given, object, read_members, settle, slot, wire_name};
pub use self::member::{Nullable, Optional, Required, Via};
pub use self::reader::Reader;
#[allow(unused_imports)]
pub(crate) use self::setters::{null_setter, setter, setters};
pub use self::writer::Writer;

/// What a generated struct tells about its members.
pub trait Object: Sized {
    /// What is known of the object apart from its values.
    const SHAPE: Shape;

    /// Reads the members of one object.
    ///
    /// # Errors
    /// Fails where a member has a value of another type, or a required one is missing.
    fn read<'de, A: MapAccess<'de>>(reader: &mut Reader<'_, 'de, A>) -> Result<Self, A::Error>;

    /// Writes the members that are present.
    fn write<M: SerializeMap>(&self, writer: &mut Writer<M>);
}

/// What is known of an object apart from its values.
#[derive(Debug)]
pub struct Shape {
    /// What a reader expects to find, for messages: `object LinkTokenGetResponse`.
    pub expected: &'static str,
    /// Whether members that the document does not declare are kept.
    pub keeps_undeclared: bool,
    /// The names of the members on the wire, in the order of the document.
    pub names: &'static [&'static str],
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
    let mut writer = Writer::new(serializer.serialize_map(None)?);
    value.write(&mut writer);
    writer.end()
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::SHAPE.expected)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        T::read(&mut Reader::new(&mut map, &T::SHAPE))
    }
}
