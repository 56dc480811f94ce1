//! The text of a slice.

use serde_json::Value;

use crate::diagnostic::Report;
use crate::load;
use crate::pointer::Pointer;
use crate::source::{Format, Source, Sources};

/// Cuts nodes out of the text; `None` where what is left would not read as `expected`.
pub(super) fn cut(source: &Source, removed: &[Pointer], expected: &Value) -> Option<String> {
    let text = source.without(removed)?;
    let mut sources = Sources::new();
    let id = sources.add(Source::new(source.name(), text));
    let read = load::load(&sources, id, &[], &mut Report::new())?;
    (read.tree == *expected).then(|| sources.get(id).text().to_owned())
}

/// Writes a tree as a text of its own.
pub(super) fn anew(tree: &Value, format: Format) -> String {
    // A tree of JSON has nothing that either notation cannot write.
    load::text(tree, format).unwrap_or_default()
}
