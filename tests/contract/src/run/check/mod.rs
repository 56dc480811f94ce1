//! What is asked of an answer, one file for each check.

use super::case::Case;
use super::context::{Context, Performed};
use crate::finding::Key;

/// Something that is wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What tells it from others.
    pub key: Key,
    /// What was found and what was expected, in a sentence.
    pub message: String,
}

/// All that is wrong with the answer to a case.
#[must_use]
pub fn all(_context: &Context<'_>, _case: &Case, _performed: &Performed) -> Vec<Problem> {
    Vec::new()
}
