//! Does a type keep what its schema promises?
//!
//! The subject is a generated crate, seen through a table of [`Entry`]s: the place of a schema, and
//! functions that read a JSON value as the type of that schema, write it back and validate it.
//! What they must do comes from the document alone: [`judge`] decides about one value, [`run`]
//! draws the values of one schema, [`report`] says how all of them came out, and [`command`] is
//! the program around it.
//!
//! [`crate::table`] writes the table for a crate.

mod adapter;
pub mod command;
mod compare;
pub mod judge;
mod limits;
pub mod report;
pub mod run;
mod written;

use std::fmt;

use serde_json::Value;

pub use written::written;

/// A type, and the schema that it was generated from.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The schema's place in the document, as a JSON Pointer.
    pub pointer: &'static str,
    /// The type's name in Rust.
    pub name: &'static str,
    /// Whether the type is only another name for an array, a tuple or a map.
    pub is_alias: bool,
    /// Reads a value through the type and writes it again.
    pub round_trip: fn(&Value) -> Result<Value, Failure>,
    /// Reads JSON text through the type as serde does, in one go, and writes it again.
    pub read_once: fn(&str) -> Result<Value, Failure>,
    /// Reads a value through the type and holds it against the limits of the document; none where
    /// the type has nothing to check.
    pub validate: Option<Validation>,
}

/// See [`Entry::validate`].
pub type Validation = fn(&Value) -> Result<Vec<Breach>, Failure>;

/// A limit that a type found broken.
#[derive(Clone, Debug)]
pub struct Breach {
    /// The place in the value, as a JSON Pointer.
    pub pointer: String,
    /// The keyword that states the limit.
    pub keyword: String,
    /// Everything that the type says about it.
    pub text: String,
}

/// Why a value did not pass through a type.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The type does not accept the value.
    Refused {
        /// The place that the type names, as a JSON Pointer.
        path: String,
        /// The type's own words.
        message: String,
    },
    /// The type itself is broken: its ways to read disagree, or it cannot be written.
    Broken(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { message, .. } => write!(f, "refused: {message}"),
            Self::Broken(what) => write!(f, "broken: {what}"),
        }
    }
}
