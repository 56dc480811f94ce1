//! Reading JSON text with an exact account of what does not fit.
//!
//! serde's own messages quote the value that they refuse, which may be a secret. A [`Mismatch`]
//! holds the place, what was expected there and the kind of JSON value found, and no value.

mod node;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, DeserializeOwned, Expected, Unexpected};
use serde_json::Value;

use self::node::{Fault, Node};
use super::codec::{Codec, Decoding};

/// A JSON value that is not what the document says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mismatch {
    /// The place of the value, as a JSON Pointer (RFC 6901).
    pub path: String,
    /// What the document says is there.
    pub expected: String,
    /// The kind of JSON value that was found: `null`, `boolean`, `number`, `string`, `array`,
    /// `object`, or `nothing` where a required member is missing.
    pub found: &'static str,
}

impl Mismatch {
    /// Hands the mismatch on as an error of another deserializer, for types that read a value
    /// first and decide afterwards what it is.
    ///
    /// Within [`from_value`] and [`from_slice`] the path is continued, not lost.
    #[must_use]
    pub fn into_error<E: de::Error>(self) -> E {
        E::invalid_value(Unexpected::Other(self.found), &self)
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match self.path.as_str() {
            "" => "the whole body",
            path => path,
        };
        let Self {
            expected, found, ..
        } = self;
        write!(f, "{place}: expected {expected}, found {found}")
    }
}

impl std::error::Error for Mismatch {}

/// What [`Mismatch::into_error`] says. This module's own errors ask in the alternate form, and read
/// the parts back.
impl Expected for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            expected,
            found,
        } = self;
        if f.alternate() {
            write!(f, "{path}\0{expected}\0{found}")
        } else if path.is_empty() {
            f.write_str(expected)
        } else {
            write!(f, "{expected} at {path}")
        }
    }
}

/// Why a text could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// The text is not JSON.
    NotJson {
        /// The line where it ceases to be JSON, counted from one; zero in an empty text.
        line: usize,
        /// The column in that line, in bytes.
        column: usize,
    },
    /// The text is JSON, and not what the document says.
    Mismatch(Mismatch),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson { line, column } => {
                write!(f, "not JSON at line {line} column {column}")
            }
            Self::Mismatch(mismatch) => fmt::Display::fmt(mismatch, f),
        }
    }
}

impl std::error::Error for ReadError {}

/// Reads a value from JSON text.
///
/// # Errors
/// Fails where the text is not JSON or not a `T`.
pub fn from_slice<T: DeserializeOwned>(text: &[u8]) -> Result<T, ReadError> {
    // To check the encoding of the whole text at once costs a fraction of checking each string.
    match std::str::from_utf8(text).map(serde_json::from_str) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(_)) | Err(_) => from_value(&parse(text)?).map_err(ReadError::Mismatch),
    }
}

/// Reads a value from JSON that is parsed already.
///
/// # Errors
/// Fails where the JSON is not a `T`.
pub fn from_value<T: DeserializeOwned>(value: &Value) -> Result<T, Mismatch> {
    Node(value)
        .read(PhantomData::<T>)
        .map_err(Fault::into_mismatch)
}

/// Reads a value from JSON that is parsed already, through a codec.
///
/// # Errors
/// Fails where the JSON is not a `T`.
pub fn through<C: Codec<T>, T>(value: &Value) -> Result<T, Mismatch> {
    Node(value)
        .read(Decoding::<C, T>::NEW)
        .map_err(Fault::into_mismatch)
}

/// Reads one member of an object through its codec.
///
/// # Errors
/// Fails where the JSON is no such value; the path begins with the member.
pub(super) fn member<C: Codec<T>, T>(name: &str, value: &Value) -> Result<T, Mismatch> {
    Node(value)
        .read(Decoding::<C, T>::NEW)
        .map_err(|fault| fault.below(name).into_mismatch())
}

/// Parses a text again that could not be read in one go.
#[cold]
fn parse(text: &[u8]) -> Result<Value, ReadError> {
    serde_json::from_slice(text).map_err(|error| not_json(&error))
}

fn not_json(error: &serde_json::Error) -> ReadError {
    ReadError::NotJson {
        line: error.line(),
        column: error.column(),
    }
}
