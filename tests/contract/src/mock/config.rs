//! What a mock does differently, as a file says it.
//!
//! ```toml
//! seed = 7
//!
//! [default]
//! delay = 20                       # milliseconds
//!
//! [operations.itemPublicTokenExchange]
//! consumes = ["public_token"]      # its value is refused from then on
//!
//! [operations."POST /item/get"]
//! status = 500
//! every = 10                       # only each tenth request
//! ```

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use super::fault::Fault;
use crate::api::{Api, Operation};

/// The settings of a mock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// What everything that is drawn depends on.
    #[serde(default)]
    pub seed: u64,
    /// The right credentials by security scheme, `user:password` for basic; any are right for those
    /// that are not named.
    #[serde(default)]
    pub credentials: BTreeMap<String, String>,
    /// What holds for operations that say nothing else.
    #[serde(default)]
    pub default: Behaviour,
    /// By `operationId`, or by method and path (`POST /item/get`).
    #[serde(default)]
    pub operations: BTreeMap<String, Behaviour>,
}

/// What is done differently for an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Behaviour {
    /// How long an answer takes, in milliseconds.
    pub delay: Option<u64>,
    /// The status of the answers to valid requests.
    pub status: Option<u16>,
    /// The name of the example that is the answer.
    pub example: Option<String>,
    /// Whether each answer is drawn anew.
    pub dynamic: Option<bool>,
    /// What goes wrong.
    pub fault: Option<Fault>,
    /// `status` and `fault` hold for each request whose number is a multiple of this.
    pub every: Option<u64>,
    /// The parameters and members of the body whose values are refused once they were used here.
    /// Without it, those that a removal names.
    pub consumes: Option<Vec<String>>,
}

impl Config {
    /// Reads settings.
    ///
    /// # Errors
    /// What is wrong with the text, with its line.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// What is done for each operation of a document.
    ///
    /// # Errors
    /// The keys that are no operations of it.
    pub(super) fn of(&self, api: &Api) -> Result<Vec<Behaviour>, String> {
        let unknown: Vec<_> = self
            .operations
            .keys()
            .filter(|key| api.operation(key).is_none())
            .map(|key| format!("`{key}`"))
            .collect();
        if !unknown.is_empty() {
            let unknown = unknown.join(", ");
            return Err(format!("the document has no operation {unknown}"));
        }
        let of = |operation: &Operation| {
            let own = self.operations.get(&operation.id);
            let own = own.or_else(|| self.operations.get(&operation.label()));
            own.map_or_else(|| self.default.clone(), |own| own.over(&self.default))
        };
        Ok(api.operations.iter().map(of).collect())
    }
}

impl Behaviour {
    /// These settings, and others where these say nothing.
    pub(super) fn over(&self, others: &Self) -> Self {
        Self {
            delay: self.delay.or(others.delay),
            status: self.status.or(others.status),
            example: self.example.clone().or_else(|| others.example.clone()),
            dynamic: self.dynamic.or(others.dynamic),
            fault: self.fault.or(others.fault),
            every: self.every.or(others.every),
            consumes: self.consumes.clone().or_else(|| others.consumes.clone()),
        }
    }

    /// The settings for the request of a number, counted from 1.
    pub(super) fn at(&self, number: u64) -> Self {
        let is_due = self
            .every
            .is_none_or(|every| number.is_multiple_of(every.max(1)));
        Self {
            status: self.status.filter(|_| is_due),
            fault: self.fault.filter(|_| is_due),
            every: None,
            ..self.clone()
        }
    }

    pub(super) fn delay(&self) -> Duration {
        Duration::from_millis(self.delay.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_and_counted() {
        let text = "[default]\ndelay = 5\n[operations.a]\nstatus = 500\nevery = 3\n";
        let config = Config::parse(text).unwrap();
        let own = config.operations["a"].over(&config.default);
        let statuses: Vec<_> = (1..=6).map(|number| own.at(number).status).collect();
        let due = Some(500);
        assert_eq!(statuses, [None, None, due, None, None, due]);
        assert_eq!(own.at(1).delay(), Duration::from_millis(5));
        let problem = Config::parse("[operations.a]\nstats = 1\n").unwrap_err();
        assert!(problem.contains("line 2"), "{problem}");
    }
}
