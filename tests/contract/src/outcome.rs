//! What a run came to: findings, what was covered, and what was not.
//!
//! Reports are written from this alone, and outcomes of shards are merged by it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Findings, Phase};

/// The outcome of a run, or of a part of one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The document's title and version.
    pub title: String,
    /// See [`title`](Self::title).
    pub version: String,
    /// Whom it is about: a base URL or a file.
    pub subject: String,
    /// The seed.
    pub seed: u64,
    /// The distinct findings.
    pub findings: Vec<Finding>,
    /// Findings that the baseline accepts.
    pub accepted: Vec<Finding>,
    /// What was covered, by the label of the operation.
    pub operations: BTreeMap<String, Covered>,
    /// What was skipped or could not be judged, and why.
    pub skipped: BTreeSet<Skipped>,
    /// How many requests each phase sent.
    pub requests: BTreeMap<Phase, u64>,
    /// How long it took.
    pub time: Duration,
}

/// What was covered of one operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Covered {
    /// How many answers had each status.
    pub statuses: BTreeMap<u16, u64>,
    /// The answers that the document lists, as it writes them.
    pub listed: BTreeSet<String>,
    /// Whether a valid request got a success that the document lists.
    pub is_reached: bool,
    /// How many valid requests were refused, by status and error code.
    #[serde(default)]
    pub refusals: BTreeMap<String, u64>,
    /// The inputs (parameters and properties of the body at any depth), by their place in the
    /// document.
    pub inputs: BTreeMap<String, Exercised>,
    /// The properties of answers by their place in the document, and whether one was seen.
    pub outputs: BTreeMap<String, bool>,
}

/// How an input was exercised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exercised {
    /// In a valid request.
    pub valid: bool,
    /// With a value that breaks its schema; true where nothing could break it.
    pub invalid: bool,
}

/// Something that was not checked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Skipped {
    /// What: an operation, a chain, a place in the document.
    pub subject: String,
    /// Why.
    pub reason: String,
    /// Whether it is a gap of the run (counted against the coverage) or a choice of the user.
    pub is_gap: bool,
}

impl Outcome {
    /// The part of all that could be covered that was, from 0 to 1: operations reached, inputs
    /// exercised both ways.
    #[must_use]
    pub fn coverage(&self) -> f64 {
        let mut covered = 0u32;
        let mut all = 0u32;
        let mut count = |is_covered: bool| {
            all += 1;
            covered += u32::from(is_covered);
        };
        for operation in self.operations.values() {
            count(operation.is_reached);
            for input in operation.inputs.values() {
                count(input.valid);
                count(input.invalid);
            }
        }
        for _ in self.skipped.iter().filter(|skipped| skipped.is_gap) {
            count(false);
        }
        if all == 0 {
            1.0
        } else {
            f64::from(covered) / f64::from(all)
        }
    }

    /// Adds what another part of the same run came to.
    pub fn merge(&mut self, other: Self) {
        let mut findings = Findings::default();
        let own = std::mem::take(&mut self.findings);
        own.into_iter()
            .chain(other.findings)
            .for_each(|finding| findings.add(finding));
        self.findings = findings.into_vec();
        let mut accepted = Findings::default();
        let own = std::mem::take(&mut self.accepted);
        own.into_iter()
            .chain(other.accepted)
            .for_each(|finding| accepted.add(finding));
        self.accepted = accepted.into_vec();
        for (label, covered) in other.operations {
            self.operations.entry(label).or_default().merge(covered);
        }
        self.skipped.extend(other.skipped);
        for (phase, requests) in other.requests {
            *self.requests.entry(phase).or_default() += requests;
        }
        self.time = self.time.max(other.time);
    }
}

impl Covered {
    /// Adds what another part of the run covered.
    pub fn merge(&mut self, other: Self) {
        for (status, count) in other.statuses {
            *self.statuses.entry(status).or_default() += count;
        }
        self.listed.extend(other.listed);
        self.is_reached |= other.is_reached;
        for (reason, count) in other.refusals {
            *self.refusals.entry(reason).or_default() += count;
        }
        for (input, exercised) in other.inputs {
            let own = self.inputs.entry(input).or_default();
            own.valid |= exercised.valid;
            own.invalid |= exercised.invalid;
        }
        for (output, seen) in other.outputs {
            *self.outputs.entry(output).or_default() |= seen;
        }
    }
}
