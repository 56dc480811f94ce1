//! Unions: a value that is one of several things, told apart by what its JSON looks like.
//!
//! A union lists its members once, through the macro [`one_of!`]; the list says for each member
//! what a JSON value has to look like to be tried as it. A value that is none of them is kept.

use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::Value;

use super::codec::Codec;
use super::decode::Mismatch;

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

/// Something that tells a member of a union from others.
#[derive(Debug)]
pub enum Check {
    /// The value is of one of these kinds.
    Kind(u8),
    /// The value is one of these texts.
    Text(&'static [&'static str]),
    /// The value is this integer.
    Integer(i64),
    /// The value is this truth value.
    Bool(bool),
    /// The object has this member.
    Has(&'static str),
    /// This member of the object, where it is there, is one of these texts.
    TextAt(&'static str, &'static [&'static str]),
    /// This member of the object, where it is there, is one of these integers.
    IntegerAt(&'static str, &'static [i64]),
    /// This member of the object, where it is there, is this truth value.
    BoolAt(&'static str, bool),
    /// The object has no members but these.
    Only(&'static [&'static str]),
    /// The object has no members but these, if there is such a member of the union; else it does
    /// not matter.
    Closest(&'static [&'static str]),
    /// None of these members of the object is `null`.
    NotNull(&'static [&'static str]),
    /// All elements of the array are of one of these kinds.
    Items(u8),
}

/// `null`.
pub const NULL: u8 = 1;
/// `true` and `false`.
pub const BOOLEAN: u8 = 1 << 1;
/// Whole numbers.
pub const INTEGER: u8 = 1 << 2;
/// Numbers that are not whole.
pub const FRACTION: u8 = 1 << 3;
/// All numbers.
pub const NUMBER: u8 = INTEGER | FRACTION;
/// Texts.
pub const STRING: u8 = 1 << 4;
/// Arrays.
pub const ARRAY: u8 = 1 << 5;
/// Objects.
pub const OBJECT: u8 = 1 << 6;

fn kind(value: &Value) -> u8 {
    match value {
        Value::Null => NULL,
        Value::Bool(_) => BOOLEAN,
        Value::Number(_) if integer(value).is_some() => INTEGER,
        // Whole, and too large for 64 bits.
        Value::Number(number) if number.as_f64().is_some_and(|value| value.fract() == 0.0) => {
            INTEGER
        }
        Value::Number(_) => FRACTION,
        Value::String(_) => STRING,
        Value::Array(_) => ARRAY,
        Value::Object(_) => OBJECT,
    }
}

/// A whole number, also one that is written as `1.0`.
fn integer(value: &Value) -> Option<i128> {
    let number = value.as_number()?;
    let whole = number.as_i64().map(i128::from);
    whole
        .or_else(|| number.as_u64().map(i128::from))
        .or_else(|| {
            let value = number.as_f64()?;
            (value.fract() == 0.0 && value.abs() < 1e30).then_some(value as i128)
        })
}

impl Check {
    /// Whether the check holds; of several members that all fit, only the `closest` are asked for
    /// first.
    fn holds(&self, value: &Value, closest: bool) -> bool {
        let is_integer = |value: &Value, wanted: i64| integer(value) == Some(wanted.into());
        let is_text = |value: &Value, texts: &[&str]| {
            value.as_str().is_some_and(|text| texts.contains(&text))
        };
        match *self {
            Self::Kind(kinds) => kinds & kind(value) != 0,
            Self::Text(texts) => is_text(value, texts),
            Self::Integer(wanted) => is_integer(value, wanted),
            Self::Bool(wanted) => value.as_bool() == Some(wanted),
            Self::Has(name) => value.get(name).is_some(),
            Self::TextAt(name, texts) => value.get(name).is_none_or(|value| is_text(value, texts)),
            Self::IntegerAt(name, integers) => value
                .get(name)
                .is_none_or(|value| integers.iter().any(|wanted| is_integer(value, *wanted))),
            Self::BoolAt(name, wanted) => value
                .get(name)
                .is_none_or(|value| value.as_bool() == Some(wanted)),
            Self::Closest(_) if !closest => true,
            Self::Only(names) | Self::Closest(names) => value
                .as_object()
                .is_none_or(|object| object.keys().all(|name| names.contains(&name.as_str()))),
            Self::NotNull(names) => !names
                .iter()
                .any(|name| value.get(name).is_some_and(Value::is_null)),
            Self::Items(kinds) => value
                .as_array()
                .is_none_or(|elements| elements.iter().all(|value| kinds & kind(value) != 0)),
        }
    }
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
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => f.pad(&text),
        Ok(value) => fmt::Display::fmt(&value, f),
        Err(_) => Err(fmt::Error),
    }
}

/// Implements reading and writing for a union, and the conversions from its members.
///
/// `one_of!(Name { List(Vec<i64> as Vec<Int>) [Kind(ARRAY)] from Vec<i64>,
/// Auto = "auto" [Text(&["auto"])] });`
/// lists what a value has to look like to be a member. `one_of!(Name by "type" strict {
/// Card(Box<Card>) tagged ["card"] from Card });` lists the values of a tag; a member that may do
/// without it is `tagged ["card"] or absent`, and one that has no place for it
/// `tagged ["card"] adds "type" = "card"`.
#[allow(unused_macros)]
macro_rules! one_of {
    ($name:ident $(by $by:literal $($strict:ident)?)? {
        $($variant:ident $(($ty:ty $(as $codec:ty)?))? $(= $constant:literal)?
            $(tagged [$($tag:literal),*] $(or $absent:ident)? $(adds $added:literal = $text:literal)?)?
            $([$($check:ident ($($argument:expr),*)),*])?
            $(from $($source:ty)|+)?),* $(,)?
    }) => {
        const _: () = {
            #[allow(unused_imports)]
            use $crate::runtime::union::{
                ARRAY, BOOLEAN, FRACTION, INTEGER, NULL, NUMBER, OBJECT, STRING,
            };

            impl $crate::runtime::union::Union for $name {
                const TAG: Option<$crate::runtime::union::Tag> =
                    $crate::runtime::union::one_of_tag!($($by $($strict)?)?);

                const MEMBERS: &'static [$crate::runtime::union::Member<Self>] = &[
                    $($crate::runtime::union::Member {
                        tags: &[$($($tag),*)?],
                        untagged: $crate::runtime::union::one_of_untagged!($(tagged $($absent)?)?),
                        checks: &[$($($crate::runtime::union::Check::$check($($argument),*)),*)?],
                        read: |value| $crate::runtime::union::one_of_read!(
                            $variant value $($ty $(as $codec)?)?
                        ),
                    }),*
                ];

                fn unlisted(value: serde_json::Value) -> Self {
                    Self::Unlisted($crate::runtime::Sensitive::new(value))
                }

                fn is_unlisted(&self) -> bool {
                    matches!(self, Self::Unlisted(_))
                }
            }
        };

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::union::deserialize(deserializer)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant $(($crate::runtime::union::one_of_bind!(member $ty)))? => {
                        $crate::runtime::union::one_of_write!(
                            serializer $(member $ty $(as $codec)?)? $(= $constant)?
                            $($(; $added = $text)?)?
                        )
                    })*
                    Self::Unlisted(value) => serde::Serialize::serialize(value, serializer),
                }
            }
        }

        $($($(impl From<$source> for $name {
            fn from(value: $source) -> Self {
                Self::$variant(value.into())
            }
        })+)?)*
    };
}
#[allow(unused_imports)]
pub(crate) use one_of;

/// The tag of [`one_of!`].
#[allow(unused_macros)]
macro_rules! one_of_tag {
    () => {
        None
    };
    ($name:literal $($strict:ident)?) => {
        Some($crate::runtime::union::Tag {
            name: $name,
            strict: $crate::runtime::object::is_given!($($strict)?),
        })
    };
}
#[allow(unused_imports)]
pub(crate) use one_of_tag;

/// Whether a member of [`one_of!`] may do without the tag.
#[allow(unused_macros)]
macro_rules! one_of_untagged {
    (tagged) => {
        false
    };
    ($(tagged $absent:ident)?) => {
        true
    };
}
#[allow(unused_imports)]
pub(crate) use one_of_untagged;

/// The variable that holds the value of a variant, in a pattern.
#[allow(unused_macros)]
macro_rules! one_of_bind {
    ($member:ident $ty:ty) => {
        $member
    };
}
#[allow(unused_imports)]
pub(crate) use one_of_bind;

/// Reads one member of [`one_of!`].
#[allow(unused_macros)]
macro_rules! one_of_read {
    ($variant:ident $value:ident) => {{
        let _ = $value;
        Ok(Self::$variant)
    }};
    ($variant:ident $value:ident $ty:ty) => {
        $crate::runtime::decode::from_value::<$ty>($value).map(Self::$variant)
    };
    ($variant:ident $value:ident $ty:ty as $codec:ty) => {
        $crate::runtime::decode::through::<$codec, $ty>($value).map(Self::$variant)
    };
}
#[allow(unused_imports)]
pub(crate) use one_of_read;

/// Writes one member of [`one_of!`].
#[allow(unused_macros)]
macro_rules! one_of_write {
    ($serializer:ident = $constant:literal) => {
        serde::Serialize::serialize(&$constant, $serializer)
    };
    ($serializer:ident $member:ident $ty:ty) => {
        serde::Serialize::serialize($member, $serializer)
    };
    ($serializer:ident $member:ident $ty:ty as $codec:ty) => {
        <$codec as $crate::runtime::codec::Codec<$ty>>::encode($member, $serializer)
    };
    ($serializer:ident $member:ident $ty:ty $(as $codec:ty)?; $name:literal = $tag:literal) => {
        $crate::runtime::union::serialize_tagged($member, $name, $tag, $serializer)
    };
}
#[allow(unused_imports)]
pub(crate) use one_of_write;

/// Lets a union of scalars be written as text: `one_of_text!(Name);`
#[allow(unused_macros)]
macro_rules! one_of_text {
    ($name:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::runtime::union::display(self, f)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use one_of_text;

/// Implements [`Validate`](super::Validate) for a union.
///
/// `one_of_constraints!(Name { Text [MinLength(1)], List [MaxItems(2)] each [Minimum(0.0)], Card; check });`
#[allow(unused_macros)]
macro_rules! one_of_constraints {
    ($name:ident {
        $($variant:ident $([$($rule:ident $(($limit:expr))?),*])?
            $(each [$($below:ident $(($of_below:expr))?),*])? $(; $check:ident)?),* $(,)?
    }) => {
        impl $crate::runtime::Validate for $name {
            fn check(&self, validator: &mut $crate::runtime::Validator) {
                match self {
                    $(Self::$variant(value) => {
                        $(validator.here(value, &[$($crate::runtime::Rule::$rule $(($limit))?),*]);)?
                        $(validator.each_here(value, &[$($crate::runtime::Rule::$below $(($of_below))?),*]);)?
                        $($crate::runtime::Validate::$check(value, validator);)?
                    })*
                    // Nothing is demanded of the other members.
                    _ => {}
                }
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use one_of_constraints;
