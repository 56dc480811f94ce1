//! Reading and writing JSON objects: one visitor and one writer for all generated structs.
//!
//! A struct lists its members once, through the macro `object!`; the list says for
//! each member whether it is required, optional or nullable, how its value is written where that is
//! not serde's own way ([`codec`](super::codec)), and its name on the wire.
//!
//! What stands for each struct calls functions of this module. Those that are not for reading are
//! never inlined: else the compiler copies them into each struct before it knows whether anyone uses
//! it.

mod implement;
mod member;
mod reader;
mod setters;
mod visit;
mod writer;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::Serializer;

#[allow(unused_imports)]
pub(crate) use self::implement::object;
pub use self::reader::Reader;
#[allow(unused_imports)]
pub(crate) use self::setters::setters;
use self::visit::Members;
pub use self::visit::Visit;
use self::writer::Writer;

/// What a generated struct does with its members.
pub trait Object: Sized {
    /// Reads the members of one object.
    ///
    /// # Errors
    /// Fails where a member has a value of another type, or a required one is missing.
    fn read<'de, A: MapAccess<'de>>(reader: &mut Reader<'_, 'de, A>) -> Result<Self, A::Error>;

    /// Goes through the members of the object, in the order of the document.
    fn visit<'v, V: Visit<'v>>(&'v self, visit: &mut V);
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
    /// The places of the required members in that order, as decimal numbers with spaces between
    /// them: text compiles faster than a list, and is read only where a member is missing.
    pub required: &'static str,
}

impl Shape {
    /// The names of the required members, with their places.
    fn required(&self) -> impl Iterator<Item = (usize, &'static str)> {
        let places = self
            .required
            .split(' ')
            .filter_map(|place| place.parse().ok());
        places.filter_map(|place: usize| Some((place, *self.names.get(place)?)))
    }
}

/// Reads an object through the one visitor that all structs share.
///
/// # Errors
/// Fails where the input is no object, or [`Object::read`] does.
pub fn deserialize<'de, T: Object, D: Deserializer<'de>>(
    deserializer: D,
    shape: &'static Shape,
) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor {
        shape,
        object: PhantomData,
    })
}

struct ObjectVisitor<T> {
    shape: &'static Shape,
    object: PhantomData<T>,
}

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "object {}", self.shape.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        T::read(&mut Reader::new(&mut map, self.shape))
    }
}

/// Writes an object.
///
/// # Errors
/// Fails where the serializer does.
#[inline(never)]
pub fn serialize<T: Object, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut writer = Writer::new(serializer);
    object.visit(&mut writer);
    writer.end()
}

/// Copies a member.
#[inline(never)]
pub fn copy<T: Clone>(member: &T) -> T {
    member.clone()
}

/// Shows an object with its members by their names on the wire, and what it keeps beside them, by
/// the name of that field.
///
/// # Errors
/// Fails where the formatter does.
#[inline(never)]
pub fn debug<T: Object>(
    object: &T,
    f: &mut fmt::Formatter<'_>,
    name: &str,
    undeclared: &'static str,
) -> fmt::Result {
    let mut shown = f.debug_struct(name);
    for (name, member) in Members::of(object).0 {
        shown.field(name.unwrap_or(undeclared), &member);
    }
    shown.finish()
}

/// Whether two objects are equal.
#[inline(never)]
pub fn same<T: Object>(one: &T, other: &T) -> bool {
    let mut pairs = Members::of(one).0.into_iter().zip(Members::of(other).0);
    pairs.all(|((_, one), (_, other))| one.same(other))
}
