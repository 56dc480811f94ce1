//! What JSON values look like, as data.

use serde_json::Value;

use crate::runtime::Rule;

/// What a JSON value looks like.
#[derive(Debug)]
pub enum Shape {
    /// Any value.
    Any,
    /// `true` or `false`.
    Bool(&'static [Rule]),
    /// A text.
    Text(&'static [Rule]),
    /// An instant with its offset from UTC.
    DateTime,
    /// A calendar date.
    Date,
    /// A UUID.
    Uuid,
    /// Bytes as Base64.
    Bytes,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// A signed whole number of 32 bits.
    I32(&'static [Rule]),
    /// A signed whole number of 64 bits.
    I64(&'static [Rule]),
    /// An unsigned whole number of 32 bits.
    U32(&'static [Rule]),
    /// An unsigned whole number of 64 bits.
    U64(&'static [Rule]),
    /// A whole number that may be beyond 64 bits.
    I128(&'static [Rule]),
    /// A number that a float of 32 bits holds.
    F32(&'static [Rule]),
    /// A number that a float of 64 bits holds.
    F64(&'static [Rule]),
    /// An array.
    Array(&'static Shape, &'static [Rule]),
    /// An array of so many elements, each of its own shape.
    Tuple(&'static [Shape]),
    /// An object whose members are not declared.
    Map(&'static Shape, &'static [Rule]),
    /// `null`, or a value.
    OrNull(&'static Shape),
    /// One of these values.
    Listed(fn() -> Vec<Value>),
    /// This value, as JSON text.
    Constant(&'static str),
    /// An object with declared members.
    Object {
        /// The declared members.
        members: &'static [Member],
        /// The other members.
        others: Others,
        /// The limits on the number of members.
        counted: &'static [Rule],
    },
    /// One of several things.
    OneOf {
        /// What it may be.
        parts: &'static [Part],
        /// The member of an object that names what it is.
        tag: Option<&'static str>,
        /// Whether a value is read as one of them.
        is_known: fn(&Value) -> bool,
    },
    /// What another type looks like.
    Of(fn() -> &'static Shape),
}

impl Shape {
    /// Whether a value of it holds no others, and is no value of another shape.
    pub(super) const fn is_leaf(&self) -> bool {
        match self {
            Self::Any
            | Self::Bool(_)
            | Self::Text(_)
            | Self::DateTime
            | Self::Date
            | Self::Uuid
            | Self::Bytes
            | Self::Ipv4
            | Self::Ipv6
            | Self::I32(_)
            | Self::I64(_)
            | Self::U32(_)
            | Self::U64(_)
            | Self::I128(_)
            | Self::F32(_)
            | Self::F64(_)
            | Self::Listed(_)
            | Self::Constant(_) => true,
            Self::Array(..)
            | Self::Tuple(_)
            | Self::Map(..)
            | Self::OrNull(_)
            | Self::Object { .. }
            | Self::OneOf { .. }
            | Self::Of(_) => false,
        }
    }
}

/// A declared member of an object.
#[derive(Debug)]
pub struct Member {
    /// Its name on the wire.
    pub name: &'static str,
    /// Whether it is always there.
    pub presence: Presence,
    /// What its value looks like.
    pub shape: Shape,
}

/// Whether a member is always there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is.
    Required,
    /// It may be absent.
    Optional,
}

/// The members that an object does not declare.
#[derive(Debug)]
pub enum Others {
    /// None are drawn, though there may be some.
    Free,
    /// All of them look like this.
    Like(&'static Shape),
}

/// One of several things that a value may be.
#[derive(Debug)]
pub struct Part {
    /// The values of the tag that name it.
    pub tags: &'static [&'static str],
    /// What it looks like.
    pub shape: Shape,
}
