//! The version that a document says it is written in.

use serde_json::Value;

/// The family of versions that a document belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    V3_0,
    V3_1,
}

impl Version {
    /// What a document says; where that is nothing known, it is read as 3.0.
    pub(crate) fn of(document: &Value) -> Self {
        match document.get("openapi").and_then(Value::as_str) {
            Some(version) if version.starts_with("3.1") => Self::V3_1,
            _ => Self::V3_0,
        }
    }
}
