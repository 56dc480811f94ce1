//! A second chance for YAML whose closing brackets stand too far left.
//!
//! ```yaml
//! example: {
//!   "a": 1
//! }
//! ```
//!
//! The parser that the document was read with accepts this, the one that tells positions does
//! not. Pushing such brackets to the right changes no structure, and the positions are
//! translated back.

use std::borrow::Cow;

/// How far the brackets are pushed; no document is indented deeper.
const PAD: usize = 256;

/// A text for the parser, and the way back from its positions.
pub(super) struct Padded<'t> {
    pub(super) text: Cow<'t, str>,
    /// Where padding begins, in bytes of the padded text.
    pads: Vec<usize>,
}

impl<'t> Padded<'t> {
    /// The text as it is.
    pub(super) fn none(text: &'t str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            pads: Vec::new(),
        }
    }

    /// The text with space before each line that begins with a closing bracket.
    pub(super) fn brackets(text: &str) -> Self {
        let mut padded = String::with_capacity(text.len());
        let mut pads = Vec::new();
        for line in text.split_inclusive('\n') {
            if line.trim_start_matches(' ').starts_with(['}', ']']) {
                pads.push(padded.len());
                padded.extend(std::iter::repeat_n(' ', PAD));
            }
            padded.push_str(line);
        }
        Self {
            text: Cow::Owned(padded),
            pads,
        }
    }

    /// The byte of the original text for a byte of the padded one.
    pub(super) fn original(&self, byte: usize) -> usize {
        let before = self.pads.partition_point(|pad| *pad < byte);
        match before.checked_sub(1) {
            Some(last) => byte.max(self.pads[last] + PAD) - before * PAD,
            None => byte,
        }
    }
}
