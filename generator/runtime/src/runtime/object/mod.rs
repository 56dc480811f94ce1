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

use serde::de::{Deserializer, MapAccess, Visitor};

#[allow(unused_imports)]
pub(crate) use self::implement::object;
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
}

/// What is known of an object apart from its values.
#[derive(Debug)]
pub struct Shape {
    /// The name of the struct.
    name: &'static str,
    /// Whether members that the document does not declare are kept.
    keeps_undeclared: bool,
    /// The names of the members on the wire, in the order of the document.
    names: &'static [&'static str],
}

impl Shape {
    /// An object whose undeclared members are kept as they are.
    #[must_use]
    pub const fn keep(name: &'static str, names: &'static [&'static str]) -> Self {
        Self {
            name,
            keeps_undeclared: true,
            names,
        }
    }

    /// An object whose undeclared members are kept as values of one type.
    #[must_use]
    pub const fn map(name: &'static str, names: &'static [&'static str]) -> Self {
        Self::keep(name, names)
    }

    /// An object whose undeclared members are left out.
    #[must_use]
    pub const fn skip(name: &'static str, names: &'static [&'static str]) -> Self {
        Self {
            name,
            keeps_undeclared: false,
            names,
        }
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
