//! Findings that are known and accepted.

use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Key};
use crate::outcome::Outcome;

/// A list of accepted findings: a JSON array of objects with the members of [`Key`] and, if
/// somebody says so, `reason`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Baseline {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    #[serde(flatten)]
    key: Key,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// Says with line and column what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| format!("it is no baseline: {error}"))
    }

    /// The baseline that accepts all findings of an outcome. Reasons given before are kept.
    #[must_use]
    pub fn of(outcome: &Outcome, before: &Self) -> Self {
        let mut findings: Vec<&Finding> =
            outcome.findings.iter().chain(&outcome.accepted).collect();
        findings.sort_by(|one, other| one.key.cmp(&other.key));
        let entries = findings.into_iter().map(|finding| Entry {
            key: finding.key.clone(),
            reason: before
                .entry(&finding.key)
                .and_then(|entry| entry.reason.clone()),
        });
        Self {
            entries: entries.collect(),
        }
    }

    /// Its text.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    pub fn text(&self) -> Result<String, String> {
        let mut text = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
        text.push('\n');
        Ok(text)
    }

    /// Moves accepted findings out of the findings, and gives the entries that nothing was found
    /// for.
    #[must_use]
    pub fn apply(&self, outcome: &mut Outcome) -> Vec<Key> {
        let findings = std::mem::take(&mut outcome.findings);
        let (accepted, left) = findings
            .into_iter()
            .partition(|finding| self.entry(&finding.key).is_some());
        outcome.findings = left;
        outcome.accepted = accepted;
        let is_gone = |entry: &&Entry| {
            !outcome
                .accepted
                .iter()
                .any(|finding| finding.key == entry.key)
        };
        self.entries
            .iter()
            .filter(is_gone)
            .map(|entry| entry.key.clone())
            .collect()
    }

    fn entry(&self, key: &Key) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == *key)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::time::Duration;

    use super::*;
    use crate::check::Check;
    use crate::finding::Phase;

    fn outcome(operations: &[&str]) -> Outcome {
        let finding = |operation: &&str| Finding {
            key: Key {
                operation: (*operation).to_owned(),
                check: Check::NotAServerError,
                pointer: "/paths".to_owned(),
                cause: "500".to_owned(),
            },
            message: String::new(),
            place: None,
            phase: Phase::Coverage,
            exchanges: Vec::new(),
            seed: None,
            count: 1,
        };
        Outcome {
            title: String::new(),
            version: String::new(),
            subject: String::new(),
            seed: 0,
            findings: operations.iter().map(finding).collect(),
            accepted: Vec::new(),
            operations: BTreeMap::new(),
            skipped: BTreeSet::new(),
            requests: BTreeMap::new(),
            time: Duration::ZERO,
        }
    }

    #[test]
    fn known_findings_are_accepted_and_those_that_are_gone_are_told() {
        let text = Baseline::of(&outcome(&["GET /a", "GET /b"]), &Baseline::default());
        let baseline = Baseline::parse(&text.text().unwrap()).unwrap();
        let mut now = outcome(&["GET /b", "GET /c"]);
        let gone = baseline.apply(&mut now);
        assert_eq!(now.accepted[0].key.operation, "GET /b");
        assert_eq!(now.findings[0].key.operation, "GET /c");
        assert_eq!(gone[0].operation, "GET /a");
    }

    #[test]
    fn reasons_are_kept() {
        let text = r#"[{"operation":"GET /a","check":"not_a_server_error","pointer":"/paths",
            "cause":"500","reason":"known"}]"#;
        let before = Baseline::parse(text).unwrap();
        let now = Baseline::of(&outcome(&["GET /a", "GET /b"]), &before);
        assert_eq!(now.entries[0].reason.as_deref(), Some("known"));
        assert_eq!(now.entries[1].reason, None);
        assert!(Baseline::parse("[{}]").unwrap_err().contains("operation"));
    }
}
