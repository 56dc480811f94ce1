//! What came out: for each schema how often each promise was kept, and the smallest values that
//! show where it was not.

mod json;
mod junit;
mod text;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::pointer;

use super::Entry;
use super::judge::{Finding, Promise};
use super::run::Draws;

pub use json::json;
pub use junit::junit;
pub use text::text;

/// What came out for all schemas of a document.
#[derive(Clone, Debug)]
pub struct Report {
    /// The document, as it was named.
    pub document: String,
    /// How many values were drawn, and how.
    pub draws: Draws,
    /// What came out for each schema, in the order of the table.
    pub schemas: Vec<SchemaReport>,
}

impl Report {
    /// How many counterexamples and unjudged schemas there are.
    #[must_use]
    pub fn findings(&self) -> usize {
        self.schemas.iter().map(SchemaReport::findings).sum()
    }

    /// How many schemas could not be judged for a reason that is known of the document.
    #[must_use]
    pub fn explained(&self) -> usize {
        let schemas = self.schemas.iter();
        schemas.filter(|schema| schema.explained.is_some()).count()
    }

    /// How often a promise was kept, and how often it was put to the test.
    #[must_use]
    pub fn tally(&self, promise: Promise) -> Tally {
        let tallies = self.schemas.iter().map(|schema| schema.tally(promise));
        tallies.fold(Tally::default(), |sum, tally| Tally {
            kept: sum.kept + tally.kept,
            judged: sum.judged + tally.judged,
        })
    }
}

/// How often a promise was kept, and how often it was put to the test.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How often it was kept.
    pub kept: usize,
    /// How often it was put to the test.
    pub judged: usize,
}

/// What came out for one schema.
#[derive(Clone, Debug)]
pub struct SchemaReport {
    /// The schema's place in the document.
    pub pointer: String,
    /// The type's name in Rust; none where there is no type.
    pub name: Option<String>,
    /// How many values were judged, by what was done to them.
    pub judged: BTreeMap<String, usize>,
    /// The smallest values that show a broken promise, at most one of each kind.
    pub counterexamples: Vec<Counterexample>,
    /// Why nothing, or not everything, could be judged.
    pub unjudged: Option<String>,
    /// What is known of the document that explains why nothing could be judged; it is no finding
    /// then.
    pub explained: Option<Explanation>,
    tallies: BTreeMap<Promise, Tally>,
}

/// What is known of a document: a diagnostic at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The place in the document, as a JSON Pointer.
    pub pointer: String,
    /// The name of the diagnostic.
    pub code: String,
    /// The words of the diagnostic.
    pub message: String,
}

/// A value that shows a broken promise.
#[derive(Clone, Debug)]
pub struct Counterexample {
    /// What was done to the value.
    pub kind: String,
    /// What is wrong.
    pub finding: Finding,
    /// The value, as small as possible.
    pub value: Value,
    /// The JSON text that was read, where a member stands twice in it.
    pub text: Option<String>,
    /// The seed of the run that found it.
    pub seed: u64,
}

impl Counterexample {
    /// The JSON text that was read.
    fn shown(&self) -> String {
        let text = self.text.clone();
        text.unwrap_or_else(|| self.value.to_string())
    }
}

impl SchemaReport {
    /// A report about a type of which nothing is known yet.
    #[must_use]
    pub fn new(entry: &Entry) -> Self {
        Self {
            name: Some(entry.name.to_owned()),
            ..Self::without_type(entry.pointer)
        }
    }

    /// A report about a schema that no type stands for.
    #[must_use]
    pub fn without_type(pointer: &str) -> Self {
        Self {
            pointer: pointer.to_owned(),
            name: None,
            judged: BTreeMap::new(),
            counterexamples: Vec::new(),
            unjudged: None,
            explained: None,
            tallies: BTreeMap::new(),
        }
    }

    /// How many counterexamples there are, and one more if not everything could be judged and
    /// nothing explains it.
    #[must_use]
    pub fn findings(&self) -> usize {
        let unjudged = self.unjudged.is_some() && self.explained.is_none();
        self.counterexamples.len() + usize::from(unjudged)
    }

    /// Takes over the explanation of why nothing could be judged, if there is one: a diagnostic at
    /// the schema or within it.
    pub fn explain(&mut self, known: &[Explanation]) {
        if self.unjudged.is_some() {
            let mut known = known.iter();
            let found = known.find(|known| pointer::is_within(&known.pointer, &self.pointer));
            self.explained = found.cloned();
        }
    }

    /// How often a promise was kept, and how often it was put to the test.
    #[must_use]
    pub fn tally(&self, promise: Promise) -> Tally {
        self.tallies.get(&promise).copied().unwrap_or_default()
    }

    /// Adds a report about the same type.
    pub fn add(&mut self, other: Self) {
        for (kind, count) in other.judged {
            *self.judged.entry(kind).or_default() += count;
        }
        for (promise, tally) in other.tallies {
            let sum = self.tallies.entry(promise).or_default();
            sum.kept += tally.kept;
            sum.judged += tally.judged;
        }
        for found in other.counterexamples {
            if !self.has(&found.kind, &found.finding) {
                self.counterexamples.push(found);
            }
        }
        self.unjudged = self.unjudged.take().or(other.unjudged);
    }

    /// Counts one judged value.
    pub(super) fn count(&mut self, kind: &str, found: Option<&Finding>) {
        *self.judged.entry(kind.to_owned()).or_default() += 1;
        // A value is held against the promises in their order, up to the one that is broken.
        let tested = match kind {
            _ if kind.starts_with("invalid") => &[Promise::Refused][..],
            _ if kind.starts_with("drift") => &[Promise::Accepted, Promise::Lossless],
            _ => &[Promise::Accepted, Promise::Lossless, Promise::Conforming],
        };
        for promise in tested {
            let tally = self.tallies.entry(*promise).or_default();
            tally.judged += 1;
            if found.is_some_and(|found| found.promise <= *promise) {
                return;
            }
            tally.kept += 1;
        }
    }

    /// Whether there is a counterexample that shows the same: one that was made the same way, or
    /// one to the same promise at the same member. What is refused wrongly must be the same, too.
    pub(super) fn has(&self, kind: &str, finding: &Finding) -> bool {
        let mut known = self.counterexamples.iter();
        known.any(|known| {
            let same_place = member(&known.finding.at) == member(&finding.at);
            let same_fault =
                finding.promise != Promise::Refused || known.finding.what == finding.what;
            known.finding.promise == finding.promise
                && (known.kind == kind || same_place && same_fault)
        })
    }

    pub(super) fn counterexample(&mut self, found: Counterexample) {
        self.counterexamples.push(found);
    }

    pub(super) fn unjudged(&mut self, reason: String) {
        self.unjudged.get_or_insert(reason);
    }
}

/// The place of a member, whatever the item that it is in.
fn member(at: &str) -> String {
    let is_index =
        |segment: &str| !segment.is_empty() && segment.bytes().all(|b| b.is_ascii_digit());
    let segments = at.split('/');
    let segments = segments.map(|segment| if is_index(segment) { "*" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}
