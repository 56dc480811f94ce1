//! What is told of chains and webhooks: `[chains]` and `[webhooks]` of a settings file.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use crate::check::Check;

/// What is told of chains.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Chains {
    /// The operations, by id, that are called before others that give the same.
    pub prefer: Vec<String>,
    /// Named schemas and members whose values are refused unless they were given out.
    pub known: BTreeSet<String>,
    /// What has to hold.
    pub rules: Vec<Rule>,
}

/// Something that has to hold along a chain.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    /// What is checked: one of the checks of chains.
    pub check: Check,
    /// The operation that creates, writes, uses up or removes, by id or label.
    pub operation: String,
    /// The named schema or the member of what it gives: for `distinct_creations`.
    #[serde(default)]
    pub value: Option<String>,
    /// The operations that use what was created, or try what was removed.
    #[serde(default)]
    pub uses: Vec<String>,
    /// The operation that reads what was written.
    #[serde(default)]
    pub read: Option<String>,
    /// What is written, by its place in the body; without a value it is drawn.
    #[serde(default)]
    pub write: BTreeMap<String, Value>,
    /// Where it is read, by its place in what is written.
    #[serde(default)]
    pub members: BTreeMap<String, String>,
    /// Where it is read, by its place in the answer to the writing.
    #[serde(default)]
    pub answered: BTreeMap<String, String>,
}

/// What is told of webhooks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Webhooks {
    /// Members of bodies that take the URL to which webhooks are sent.
    pub members: BTreeSet<String>,
    /// How long is waited for one, in seconds.
    pub wait: Option<f64>,
    /// What is due.
    pub rules: Vec<Due>,
}

/// A webhook that is due.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Due {
    /// The operation after which it is due, by id or label.
    pub operation: String,
    /// What its request has, by place in the body.
    #[serde(default)]
    pub write: BTreeMap<String, Value>,
    /// The name of the webhook.
    pub webhook: String,
}

impl Chains {
    /// Takes over what a file says.
    pub(super) fn overlay(&mut self, file: &Self) {
        self.prefer.extend(file.prefer.iter().cloned());
        self.known.extend(file.known.iter().cloned());
        self.rules.extend(file.rules.iter().cloned());
    }
}

impl Webhooks {
    /// Takes over what a file says.
    pub(super) fn overlay(&mut self, file: &Self) {
        self.members.extend(file.members.iter().cloned());
        self.wait = file.wait.or(self.wait);
        self.rules.extend(file.rules.iter().cloned());
    }

    /// How long a webhook is waited for.
    #[must_use]
    pub fn patience(&self) -> Duration {
        let told = self.wait.map(Duration::try_from_secs_f64);
        told.and_then(Result::ok).unwrap_or(Duration::from_secs(2))
    }
}
