//! The forms that the body of an answer takes.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::runtime::decode::{self, Mismatch, ReadError};

/// A form of body, and how a value of type `T` is read from it.
pub trait ReadBody<T> {
    /// The media type to ask for.
    const ACCEPT: &'static str;

    /// Reads a value.
    ///
    /// # Errors
    /// Fails where the body is not what the document says.
    fn read(body: &Bytes) -> Result<T, ReadError>;
}

/// JSON, read into any type that can be deserialized.
#[derive(Clone, Copy, Debug)]
pub enum Json {}

impl<T: DeserializeOwned> ReadBody<T> for Json {
    const ACCEPT: &'static str = "application/json";

    fn read(body: &Bytes) -> Result<T, ReadError> {
        decode::from_slice(body)
    }
}

/// No content; a body that comes nevertheless is ignored.
#[derive(Clone, Copy, Debug)]
pub enum Empty {}

impl ReadBody<()> for Empty {
    const ACCEPT: &'static str = "*/*";

    fn read(_body: &Bytes) -> Result<(), ReadError> {
        Ok(())
    }
}

/// Bytes as they are.
#[derive(Clone, Copy, Debug)]
pub enum Binary {}

impl ReadBody<Bytes> for Binary {
    const ACCEPT: &'static str = "*/*";

    fn read(body: &Bytes) -> Result<Bytes, ReadError> {
        Ok(body.clone())
    }
}

/// Text in UTF-8.
#[derive(Clone, Copy, Debug)]
pub enum Text {}

impl ReadBody<String> for Text {
    const ACCEPT: &'static str = "text/*, */*;q=0.5";

    fn read(body: &Bytes) -> Result<String, ReadError> {
        match std::str::from_utf8(body) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(ReadError::Mismatch(Mismatch {
                path: String::new(),
                expected: "text in UTF-8".to_owned(),
                found: "other bytes",
            })),
        }
    }
}

/// A JSON body of which the document says nothing. Nobody knows what it holds, so `Debug` does not
/// show it; it is reached through `Deref`.
#[derive(Clone, Default, PartialEq)]
pub struct Undeclared(pub Value);

impl fmt::Debug for Undeclared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Undeclared([not shown])")
    }
}

impl Deref for Undeclared {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Undeclared {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self)
    }
}
