//! What a run came to, written down for people and for machines.
//!
//! Everything is made from an [`Outcome`] whose exchanges are free of secrets; nothing here judges.

mod curl;
mod html;
mod json;
mod junit;
mod markdown;
mod rust;
mod text;

use std::fmt;
use std::str::FromStr;

use crate::finding::Finding;
use crate::outcome::{Covered, Outcome};

pub use curl::curl;
pub use html::html;
pub use json::{json, json_lines};
pub use junit::junit;
pub use markdown::markdown;
pub use rust::RustNames;
pub use text::{Color, text};

/// How an outcome is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    Text,
    /// The whole outcome, which `merge` reads.
    Json,
    /// A line of JSON for each finding, and one for the whole.
    JsonLines,
    /// JUnit: a test case for each operation and check.
    Junit,
    /// The exchanges of all findings as an HTTP Archive.
    Har,
    /// A summary for a page of a CI server.
    Markdown,
    /// One page with everything.
    Html,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Self] = &[
        Self::Text,
        Self::Json,
        Self::JsonLines,
        Self::Junit,
        Self::Har,
        Self::Markdown,
        Self::Html,
    ];

    /// The name on a command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Junit => "junit",
            Self::Har => "har",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }

    /// Writes an outcome.
    ///
    /// # Errors
    /// Says why it cannot be written in this format.
    pub fn write(self, outcome: &Outcome, names: &RustNames) -> Result<String, String> {
        match self {
            Self::Text => Ok(text(outcome, names, Color::Never)),
            Self::Json => json(outcome),
            Self::JsonLines => json_lines(outcome),
            Self::Junit => junit(outcome, names),
            Self::Har => har(outcome),
            Self::Markdown => Ok(markdown(outcome, names)),
            Self::Html => Ok(html(outcome, names)),
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|format| format.as_str() == text);
        found.copied().ok_or_else(|| {
            let all: Vec<_> = Self::ALL.iter().map(|format| format.as_str()).collect();
            format!("`{text}` is no format; expected one of {}", all.join(", "))
        })
    }
}

fn har(outcome: &Outcome) -> Result<String, String> {
    let exchanges = outcome.findings.iter().flat_map(|finding| {
        let comment = Title(finding).to_string();
        let exchanges = finding.exchanges.iter();
        exchanges.map(move |exchange| (exchange, Some(comment.clone())))
    });
    crate::har::write(exchanges)
}

/// A finding in a line: what was checked, and of which operation.
struct Title<'f>(&'f Finding);

impl fmt::Display for Title<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.key.check, self.0.key.operation)
    }
}

/// The place of the document that a finding goes back to, as a reader looks it up.
fn place(finding: &Finding) -> String {
    match (&finding.place, finding.key.pointer.as_str()) {
        (Some(place), pointer) => format!("{place} (#{pointer})"),
        (None, "") => String::new(),
        (None, pointer) => format!("#{pointer}"),
    }
}

/// What was covered, in numbers.
struct Totals {
    operations: usize,
    reached: usize,
    inputs: usize,
    valid: usize,
    invalid: usize,
    answers: usize,
    answered: usize,
    outputs: usize,
    seen: usize,
}

impl Totals {
    fn of<'c>(operations: impl Iterator<Item = &'c Covered>) -> Self {
        let mut totals = Self {
            operations: 0,
            reached: 0,
            inputs: 0,
            valid: 0,
            invalid: 0,
            answers: 0,
            answered: 0,
            outputs: 0,
            seen: 0,
        };
        for covered in operations {
            totals.operations += 1;
            totals.reached += usize::from(covered.is_reached);
            totals.inputs += covered.inputs.len();
            let inputs = || covered.inputs.values();
            totals.valid += inputs().filter(|input| input.valid).count();
            totals.invalid += inputs().filter(|input| input.invalid).count();
            totals.answers += covered.listed.len();
            totals.answered += answered(covered).count();
            totals.outputs += covered.outputs.len();
            totals.seen += covered.outputs.values().filter(|seen| **seen).count();
        }
        totals
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} of {} operations answered a valid request; of {} inputs {} were valid, {} \
             invalid; {} of {} listed answers and {} of {} properties of answers were seen",
            self.reached,
            self.operations,
            self.inputs,
            self.valid,
            self.invalid,
            self.answered,
            self.answers,
            self.seen,
            self.outputs
        )
    }
}

/// The listed answers of an operation that were seen.
fn answered(covered: &Covered) -> impl Iterator<Item = &String> {
    let listed = covered.listed.iter();
    listed.filter(move |answer| {
        covered
            .statuses
            .keys()
            .any(|status| is_of(answer, covered, *status))
    })
}

/// Whether a status belongs to a listed answer: its own, its range, or what nothing else lists.
fn is_of(answer: &str, covered: &Covered, status: u16) -> bool {
    let own = status.to_string();
    let range = format!("{}XX", status / 100);
    match answer {
        "default" => !covered.listed.contains(&own) && !covered.listed.contains(&range),
        listed if listed == range => !covered.listed.contains(&own),
        listed => listed == own,
    }
}

#[cfg(test)]
mod tests;
