//! What was found and covered so far.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, Intent};
use super::context::{Context, Performed};
use super::settings::Settings;
use crate::api::{Api, Operation};
use crate::check::Check;
use crate::finding::{Finding, Findings, Phase};
use crate::outcome::{Covered, Outcome, Skipped};
use crate::traffic::properties::Properties;

/// So many answers of an operation with one status are looked at for the properties that they have.
const LOOKED_AT: u64 = 300;

/// In so many places of one operation the same failure is one fault.
const MANY: usize = 4;

/// What was found and covered so far.
#[derive(Debug, Default)]
pub struct Tally {
    /// The findings.
    pub findings: Findings,
    operations: BTreeMap<String, Covered>,
    skipped: BTreeSet<Skipped>,
    requests: BTreeMap<Phase, u64>,
    properties: Properties,
}

impl Tally {
    pub(super) fn new(api: &Api, settings: &Settings) -> Self {
        let mut tally = Self::default();
        for operation in &api.operations {
            if settings.tries(operation) {
                let expected = tally.properties.expected(api, operation);
                let covered = Covered {
                    // Which inputs there are is said by who makes cases for them.
                    inputs: BTreeMap::new(),
                    ..expected
                };
                tally.operations.insert(operation.label(), covered);
            } else {
                tally.skip(operation.label(), "the settings leave it out", false);
            }
        }
        for uncompiled in api.oracle.uncompiled() {
            let reason = format!("the schema cannot be compiled: {}", uncompiled.reason);
            tally.skip(&uncompiled.pointer, reason, true);
        }
        tally
    }

    /// Notes what is not checked; `is_gap` where that was nobody's wish.
    pub fn skip(&mut self, subject: impl Into<String>, reason: impl Into<String>, is_gap: bool) {
        self.skipped.insert(Skipped {
            subject: subject.into(),
            reason: reason.into(),
            is_gap,
        });
    }

    /// What is covered of an operation.
    pub fn covered(&mut self, operation: &Operation) -> &mut Covered {
        self.operations.entry(operation.label()).or_default()
    }

    /// Notes that an input of an operation, by its place in the document, is one that cases can be
    /// made for; `is_free` where nothing could break it.
    pub fn knows_input(&mut self, operation: &Operation, pointer: &str, is_free: bool) {
        let inputs = &mut self.covered(operation).inputs;
        let input = inputs.entry(pointer.to_owned()).or_default();
        input.invalid |= is_free;
    }

    /// Counts a request and its answer.
    pub(super) fn sent(&mut self, context: &Context<'_>, case: &Case, performed: &Performed) {
        *self.requests.entry(case.phase).or_default() += 1;
        let operation = &context.api.operations[case.operation];
        let Some(status) = performed.status() else {
            return;
        };
        let covered = self.operations.entry(operation.label()).or_default();
        let count = covered.statuses.entry(status).or_default();
        *count += 1;
        // Answers repeat themselves: what the first ones do not show, the later ones seldom do.
        if let (Ok(response), None, true) = (&performed.response, &case.method, *count <= LOOKED_AT)
        {
            self.properties
                .see_outputs(context.api, operation, response, covered);
        }
        if case.intent == Intent::Valid && case.method.is_none() {
            let is_listed = operation.answer(status).is_some();
            if performed.is_success() && is_listed {
                covered.is_reached = true;
            } else if !performed.is_success() {
                let code = context.settings.manners.code(performed.body());
                let reason =
                    code.map_or_else(|| status.to_string(), |code| format!("{status} {code}"));
                *covered.refusals.entry(reason).or_default() += 1;
            }
        }
    }

    /// What the run came to.
    pub(super) fn outcome(self, context: &Context<'_>) -> Outcome {
        let (title, version) = context.api.document.title();
        Outcome {
            title: title.to_owned(),
            version: version.to_owned(),
            subject: context.settings.base_url.to_string(),
            seed: context.settings.seed,
            findings: joined(context.api, self.findings.into_vec()),
            accepted: Vec::new(),
            operations: self.operations,
            skipped: self.skipped,
            requests: self.requests,
            time: context.elapsed(),
        }
    }
}

/// Joins failures of an operation that the same kind of input causes in many places: what fails on
/// a sign fails on it wherever it stands.
fn joined(api: &Api, findings: Vec<Finding>) -> Vec<Finding> {
    let mut groups: BTreeMap<(String, String), Vec<Finding>> = BTreeMap::new();
    let mut joined = Findings::default();
    for finding in findings {
        if finding.key.check == Check::NotAServerError {
            let group = (finding.key.operation.clone(), finding.key.cause.clone());
            groups.entry(group).or_default().push(finding);
        } else {
            joined.add(finding);
        }
    }
    for ((label, cause), group) in groups {
        let places = group.len();
        let operation = api.operation(&label).filter(|_| places >= MANY);
        for mut finding in group {
            if let Some(operation) = operation {
                finding.place = api.document.place(&operation.pointer);
                finding.key.pointer.clone_from(&operation.pointer);
                finding.key.cause = format!("{cause} in many places");
                finding.message = format!("{}, as at {} other places", finding.message, places - 1);
            }
            joined.add(finding);
        }
    }
    joined.into_vec()
}
