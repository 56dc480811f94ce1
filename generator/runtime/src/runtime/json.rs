//! From JSON and back, for every type.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::decode::{self, Mismatch, ReadError};

/// Reading a type from JSON, with errors that name the place and never the value, and writing it.
///
/// Every generated type has it.
pub trait Json: Serialize + DeserializeOwned {
    /// Reads a value from JSON text.
    ///
    /// # Errors
    /// Fails where the text is not JSON, or not such a value; the error names the place as a JSON
    /// Pointer, and what was expected there.
    fn from_json(text: impl AsRef<[u8]>) -> Result<Self, ReadError> {
        decode::from_slice(text.as_ref())
    }

    /// Reads a value from JSON that is parsed already.
    ///
    /// # Errors
    /// Fails where the JSON is not such a value; the error names the place as a JSON Pointer, and
    /// what was expected there.
    fn from_value(value: &Value) -> Result<Self, Mismatch> {
        decode::from_value(value)
    }

    /// The value as JSON text.
    ///
    /// # Errors
    /// Fails where the value has no JSON, such as a whole number beyond what JSON text can hold.
    fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// The value as JSON.
    ///
    /// # Errors
    /// Fails where the value has no JSON, such as a whole number beyond 64 bits.
    fn to_value(&self) -> serde_json::Result<Value> {
        serde_json::to_value(self)
    }
}

impl<T: Serialize + DeserializeOwned> Json for T {}
