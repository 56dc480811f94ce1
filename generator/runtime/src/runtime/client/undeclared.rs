//! Bodies of which nothing is known.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

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
