//! Reading and writing JSON objects: one visitor and one writer for all generated structs.
//!
//! A struct lists its members once, through the macro `object!`; the list says for
//! each member whether it is required, optional or nullable, how its value is written where that is
//! not serde's own way ([`codec`](super::codec)), and its name on the wire.

mod implement;
mod member;
mod reader;
mod setters;
mod writer;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, Visitor};

#[allow(unused_imports)]
pub(crate) use self::implement::object;
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
}

/// What is known of an object apart from its values.
#[derive(Debug)]
pub struct Shape {
    /// The name of the struct.
    pub name: &'static str,
    /// The field that keeps members which the document does not declare; empty where they are left
    /// out.
    pub undeclared: &'static str,
    /// The names of the members on the wire, in the order of the document.
    pub names: &'static [&'static str],
    /// The places of the required members in that order, as decimal numbers with spaces or line
    /// breaks between them: text compiles faster than a list, and is read only where a member is
    /// missing.
    pub required: &'static str,
}

impl Shape {
    /// The names of the required members, with their places.
    fn required(&self) -> impl Iterator<Item = (usize, &'static str)> {
        let places = self
            .required
            .split_ascii_whitespace()
            .filter_map(|place| place.parse().ok());
        places.filter_map(|place: usize| Some((place, *self.names.get(place)?)))
    }

    fn debug(&self, f: &mut fmt::Formatter<'_>, values: &[&dyn fmt::Debug]) -> fmt::Result {
        let names = self.names.iter().copied();
        let names = names.chain(std::iter::once(self.undeclared));
        let mut object = f.debug_struct(self.name);
        for (name, value) in names.zip(values) {
            object.field(name, value);
        }
        object.finish()
    }
}

/// Reads an object through the one visitor that all structs share.
///
/// # Errors
/// Fails where the input is no object, or [`Object::read`] does.
pub fn deserialize<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "object {}", T::SHAPE.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        T::read(&mut Reader::new(&mut map, &T::SHAPE))
    }
}

/// Shows an object with its members by their names on the wire, and what it keeps beside them.
///
/// # Errors
/// Fails where the formatter does.
#[inline]
pub fn debug<T: Object>(f: &mut fmt::Formatter<'_>, values: &[&dyn fmt::Debug]) -> fmt::Result {
    T::SHAPE.debug(f, values)
}

/// Whether two members are equal.
///
/// Never inlined: a library keeps the code of every type for those that use it, and what it takes
/// to compare two members would be many times as long as the call.
#[inline(never)]
pub fn same<T: PartialEq>(a: &T, b: &T) -> bool {
    a == b
}
