//! Findings as text for people, and as JSON, SARIF or workflow commands for machines.
//!
//! Sits beside the data of [`diagnostic`](super) and reads the source texts; it decides nothing
//! about what is a finding. Printing is up to the caller.

mod frame;
mod github;
mod sarif;

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::{Value, json};

use super::{Code, Diagnostic, Label, Level, Levels, Place, Report, Severity};
use crate::source::{Source, Sources};

pub use github::github;
pub use sarif::{sarif, sarif_run};

/// How findings are shown on a terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether to use ANSI colours.
    pub color: bool,
    /// How many warnings and notes of each code are shown in full; `None` for all. Errors are
    /// never left out.
    pub limit_per_code: Option<usize>,
}

/// All findings with code frames, in the order of the report.
#[must_use]
pub fn terminal(report: &Report, sources: &Sources, style: Style) -> String {
    let mut out = String::new();
    let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
    let mut left_out: BTreeMap<Code, usize> = BTreeMap::new();
    for diagnostic in report {
        let seen = seen.entry(diagnostic.code).or_default();
        *seen += 1;
        let over = style.limit_per_code.is_some_and(|limit| *seen > limit);
        if diagnostic.severity == Severity::Error || !over {
            out.push_str(&frame::render(diagnostic, sources, style.color));
            out.push_str("\n\n");
        } else {
            *left_out.entry(diagnostic.code).or_default() += 1;
        }
    }
    for (code, rest) in left_out {
        let code = code.as_str();
        out.push_str(&format!(
            "… and {rest} more `{code}` (use --all-warnings to see them)\n"
        ));
    }
    out
}

/// All findings as an array of objects with `code`, `severity`, `stage`, `message`, `file`,
/// `line`, `column`, `end_line`, `end_column`, `pointer`, `help` and `labels`.
///
/// Lines and columns are counted from 1, columns in characters; the end is the first column
/// behind. What a finding does not have is null.
#[must_use]
pub fn json(report: &Report, sources: &Sources) -> Value {
    report
        .iter()
        .map(|diagnostic| {
            let mut object = json!({
                "code": diagnostic.code.as_str(),
                "severity": diagnostic.severity.as_str(),
                "stage": diagnostic.code.stage().as_str(),
                "message": diagnostic.message,
            });
            add_place(&mut object, diagnostic.place.as_ref(), sources);
            object["pointer"] = json!(diagnostic.pointer.as_str());
            object["help"] = json!(diagnostic.help);
            object["labels"] = diagnostic
                .labels
                .iter()
                .map(|label| {
                    let mut object = json!({ "message": label.message });
                    add_place(&mut object, Some(&label.place), sources);
                    object
                })
                .collect();
            object
        })
        .collect()
}

fn add_place(object: &mut Value, place: Option<&Place>, sources: &Sources) {
    let place = place.map(|place| resolve(place, sources));
    object["file"] = json!(place.as_ref().map(|(source, _)| source.name()));
    let ends = place.and_then(|(source, span)| {
        let span = span?;
        Some((source.position(span.start), source.position(span.end)))
    });
    object["line"] = json!(ends.map(|(start, _)| start.line));
    object["column"] = json!(ends.map(|(start, _)| start.column));
    object["end_line"] = json!(ends.map(|(_, end)| end.line));
    object["end_column"] = json!(ends.map(|(_, end)| end.column));
}

/// The file and the bytes of a place; no bytes for a file as a whole.
fn resolve<'s>(place: &Place, sources: &'s Sources) -> (&'s Source, Option<Range<usize>>) {
    match place {
        Place::Node {
            source,
            pointer,
            part,
        } => {
            let source = sources.get(*source);
            (source, Some(source.span(pointer, *part)))
        }
        Place::Bytes { source, start, end } => {
            let source = sources.get(*source);
            let span = source.clamp(*start..*end);
            (source, Some(span))
        }
        Place::File(source) => (sources.get(*source), None),
    }
}

#[cfg(test)]
mod tests;
