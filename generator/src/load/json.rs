//! JSON text to tree, through `serde_json`.

use super::character_at;
use super::tree::{Builder, DEPTH_LIMIT, Parsed};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::Pointer;
use crate::source::SourceId;

/// Reads one JSON document.
pub(super) fn parse(id: SourceId, text: &str) -> Result<Parsed, Box<Diagnostic>> {
    let body = text.trim_start_matches('\u{feff}');
    let builder = Builder::new(body.len(), false);
    let mut deserializer = serde_json::Deserializer::from_str(body);
    builder
        .build(&mut deserializer)
        .and_then(|parsed| deserializer.end().map(|()| parsed))
        .map_err(|error| Box::new(failure(id, text, &error)))
}

fn failure(id: SourceId, text: &str, error: &serde_json::Error) -> Diagnostic {
    let told = error.to_string();
    let place = place(id, text, error);
    if told.starts_with("recursion limit exceeded") {
        let message = format!("the document is nested deeper than {DEPTH_LIMIT} levels");
        return Diagnostic::new(Code::NestedTooDeep, Pointer::root(), message).at(place);
    }
    // The place is shown apart.
    let told = match told.rsplit_once(" at line ") {
        Some((what, _)) => what,
        None => &told,
    };
    let message = format!("the text is not valid JSON: {told}");
    Diagnostic::new(Code::InvalidJson, Pointer::root(), message).at(place)
}

/// Line and column of serde's errors, both from 1 and in bytes, as a place in the text.
fn place(id: SourceId, text: &str, error: &serde_json::Error) -> Place {
    let base = text.len() - text.trim_start_matches('\u{feff}').len();
    let line_start: usize = text[base..]
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    let start = base + line_start + error.column().saturating_sub(1);
    character_at(id, text, start)
}
