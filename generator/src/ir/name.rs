//! Names: what the document says, and what Rust says.

/// A name in the document together with its name in Rust.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The name in the document, on the wire.
    pub wire: String,
    /// The Rust identifier, without `r#`; empty until the pass `names` has chosen it.
    pub rust: String,
}

impl Name {
    /// A name that has no Rust identifier yet.
    #[must_use]
    pub fn new(wire: impl Into<String>) -> Self {
        Self {
            wire: wire.into(),
            rust: String::new(),
        }
    }
}
