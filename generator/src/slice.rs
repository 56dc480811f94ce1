//! A part of a document: the operations that somebody chose, with all that they need.
//!
//! Works on the tree as it was loaded, before anything is normalized, so that what is kept stays
//! what it was. Wherever the text allows it the rest is cut out of it, and comments, quoting, order
//! and layout of what is kept do not change by a byte. What it cannot know is the content of other
//! files: a reference that leads there is kept as it is written.

mod choice;
mod glob;
mod operations;
mod reach;
mod removal;
mod write;

use serde_json::Value;

use crate::source::{Format, Source};
pub use choice::{Choice, Unmatched};
use operations::Operations;

/// A document with some of its operations.
#[derive(Clone, Debug)]
pub struct Slice {
    /// The text, in the notation of the document.
    pub text: String,
    /// How the text was made.
    pub layout: Layout,
    /// The number of operations that were kept, webhooks aside.
    pub operations: usize,
    /// The number of webhook operations that were kept.
    pub webhooks: usize,
    /// The number of components that were kept.
    pub components: usize,
    /// The references to other files, as they are written.
    pub external: Vec<String>,
}

/// Whether the text of a slice is still that of its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Every line is one of the document.
    Kept,
    /// The tree was written anew: comments are lost, the order is kept.
    Written,
}

/// Cuts the chosen operations out of a document.
///
/// `tree` is the document as it was loaded. `source` is its text; `None` where overlays have changed
/// the tree, so that no text has it. `Err` lists what was asked for and selects nothing.
pub fn slice(
    tree: &Value,
    source: Option<&Source>,
    format: Format,
    choice: &Choice,
) -> Result<Slice, Vec<Unmatched>> {
    let operations = Operations::of(tree);
    let chosen = choice.choose(&operations)?;
    let reached = reach::from(tree, &operations, &chosen);
    let removed = removal::removed(tree, &reached);
    let sliced = removal::without(tree, &removed);
    let (text, layout) = source
        .and_then(|source| write::cut(source, &removed, &sliced))
        .map_or_else(
            || (write::anew(&sliced, format), Layout::Written),
            |text| (text, Layout::Kept),
        );
    let kept = Operations::of(&sliced);
    Ok(Slice {
        text,
        layout,
        operations: kept.count(|operation| !operation.webhook),
        webhooks: kept.count(|operation| operation.webhook),
        components: removal::count_components(&sliced),
        external: reached.external.into_iter().collect(),
    })
}

#[cfg(test)]
mod tests;
