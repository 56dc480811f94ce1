//! OpenAPI Overlay 1.0: a second document that changes the first one.
//!
//! An overlay is read into [`Overlay`] with all its mistakes reported at once, and then applied
//! to the tree. It knows of JSON trees only; that the result is a better OpenAPI document is up
//! to the author of the overlay.
//!
//! Two liberties are taken. A target that selects nothing is an error, because an overlay that
//! silently stopped fitting its document is the mistake that matters. And an array as update of
//! an array adds all its elements, not itself as one element.

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
}

#[cfg(test)]
mod tests;
