//! Unions: a value that is one of several things, told apart by what its JSON looks like.
//!
//! A union lists its members once, through the macro `one_of!`; the list says for each member
//! what a JSON value has to look like to be tried as it. A value that is none of them is kept.

mod check;
mod implement;

use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::Value;

use super::codec::Codec;
use super::decode::Mismatch;

pub use self::check::{ARRAY, BOOLEAN, Check, FRACTION, INTEGER, NULL, NUMBER, OBJECT, STRING};
#[allow(unused_imports)]
pub(crate) use self::implement::{
    one_of, one_of_bind, one_of_read, one_of_strict, one_of_tag, one_of_text, one_of_untagged,
    one_of_write,
};

/// What a generated union tells about its members.
pub trait Union: Sized + 'static {
    /// The member of an object that names what it is.
    const TAG: Option<Tag>;

    /// The members, in the order in which they are tried.
    const MEMBERS: &'static [Member<Self>];

    /// The variant that keeps a value that is none of the members.
    fn unlisted(value: Value) -> Self;

    /// Whether this is that variant.
    fn is_unlisted(&self) -> bool;
}

/// The member of an object that names what the object is.
#[derive(Clone, Copy, Debug)]
pub struct Tag {
    /// Its name.
    pub name: &'static str,
    /// Whether an object that names a member has to be one.
    pub strict: bool,
}

/// One of the things that a union may be.
#[derive(Debug)]
pub struct Member<T> {
    /// The values of the tag that name it.
    pub tags: &'static [&'static str],
    /// Whether it may do without the tag.
    pub untagged: bool,
    /// What a value has to look like.
    pub checks: &'static [Check],
    /// Reads a value that looks like it.
    pub read: fn(&Value) -> Result<T, Mismatch>,
}

/// What the tag of a value says.
#[derive(Clone, Copy)]
enum Named<'v> {
    /// The union has no tag.
    Nothing,
    /// The tag is not there.
    Absent,
    /// The tag names one of the members.
    Member(&'v str),
    /// The tag names nothing that the document knows.
    Unknown,
}

impl Named<'_> {
    /// Whether a member is to be tried.
    fn admits(self, tags: &[&str], untagged: bool) -> bool {
        match self {
            Self::Nothing => true,
            Self::Absent => untagged,
            Self::Member(text) => tags.contains(&text),
            Self::Unknown => tags.is_empty(),
        }
    }
}

/// Reads a union.
///
/// # Errors
/// Fails where the input cannot be read, or is not the member that its tag names.
pub fn deserialize<'de, T: Union, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    from_value(Value::deserialize(deserializer)?).map_err(Mismatch::into_error)
}

/// Reads a union from a value that has been read already.
fn from_value<T: Union>(value: Value) -> Result<T, Mismatch> {
    let named = match T::TAG {
        None => Named::Nothing,
        Some(tag) => match value.get(tag.name) {
            None => Named::Absent,
            Some(Value::String(text))
                if T::MEMBERS
                    .iter()
                    .any(|one| one.tags.contains(&text.as_str())) =>
            {
                Named::Member(text)
            }
            Some(_) => Named::Unknown,
        },
    };
    let mut refused = None;
    for closest in [true, false] {
        for member in T::MEMBERS {
            let has_closest = member
                .checks
                .iter()
                .any(|check| matches!(check, Check::Closest(_)));
            // What was not asked to be the closest has been tried the first time.
            if !(closest || has_closest)
                || !named.admits(member.tags, member.untagged)
                || !member
                    .checks
                    .iter()
                    .all(|check| check.holds(&value, closest))
            {
                continue;
            }
            match (member.read)(&value) {
                Ok(read) => return Ok(read),
                Err(mismatch) => {
                    refused.get_or_insert(mismatch);
                }
            }
        }
    }
    let is_strict = T::TAG.is_some_and(|tag| tag.strict) && matches!(named, Named::Member(_));
    match refused {
        Some(mismatch) if is_strict => Err(mismatch),
        _ => Ok(T::unlisted(value)),
    }
}

/// Another union as a member, whose values are those of its own members and no others.
#[derive(Debug)]
pub struct KnownMember;

impl<T: Union + Serialize + DeserializeOwned> Codec<T> for KnownMember {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        let value = T::deserialize(deserializer)?;
        if value.is_unlisted() {
            Err(D::Error::custom("a value of no known member"))
        } else {
            Ok(value)
        }
    }

    fn encode<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

/// Writes an object with the tag that its type has no place for, unless it is there already.
///
/// # Errors
/// Fails where the value cannot be written.
pub fn serialize_tagged<T: Serialize, S: Serializer>(
    value: &T,
    name: &str,
    tag: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut value = serde_json::to_value(value).map_err(S::Error::custom)?;
    if let Some(object) = value.as_object_mut() {
        object.entry(name).or_insert_with(|| tag.into());
    }
    value.serialize(serializer)
}

/// Writes a union of scalars as text: a string as it is, anything else as JSON.
///
/// # Errors
/// Fails where the formatter does, or the value cannot be written.
pub fn display<T: Serialize>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write_as_text(serde_json::to_value(value), f)
}

/// What writing a union as text comes to, once for all of them.
fn write_as_text(value: serde_json::Result<Value>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        Ok(Value::String(text)) => f.pad(&text),
        Ok(value) => fmt::Display::fmt(&value, f),
        Err(_) => Err(fmt::Error),
    }
}
