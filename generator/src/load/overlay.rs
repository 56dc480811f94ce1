//! OpenAPI Overlay 1.0: a second document that changes the first one.
//!
//! An overlay is read into [`Overlay`] with all its mistakes reported at once, and then applied
//! to the tree. It knows of JSON trees only; that the result is a better OpenAPI document is up
//! to the author of the overlay.
//!
//! Where version 1.0 is silent, version 1.1 is followed: arrays in an update are joined, as is an
//! array that updates an array; a value that cannot be merged with what is there is an error; and a
//! target may select single values to remove. A target that selects nothing changes nothing, and
//! is a warning, because an overlay that silently stopped fitting its document is the mistake that
//! matters. `extends` is not looked up: whoever calls says which document is meant.

mod apply;
mod read;

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::pointer::Pointer;
use crate::source::SourceId;

pub use read::read;

/// An overlay without mistakes in its form.
#[derive(Clone, Debug)]
pub struct Overlay {
    source: SourceId,
    actions: Vec<Action>,
}

#[derive(Clone, Debug)]
struct Action {
    /// Where the action stands in the overlay.
    pointer: Pointer,
    /// The target as it is written.
    expression: String,
    target: JsonPath,
    change: Change,
}

#[derive(Clone, Debug)]
enum Change {
    Update(Value),
    Remove,
    Nothing,
}

#[cfg(test)]
mod tests;
