//! What a run is told: by its command line, by a file, and by a profile.
//!
//! A profile and the file of the user have one form ([`File`]); the file is laid over the profile,
//! and what the command line says over both. [`Settings`] is what comes of it, complete.

mod chains;
mod file;
mod filter;
mod manners;
mod profile;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use http::{HeaderName, HeaderValue, Uri};
use serde_json::Value;

use crate::api::{Credential, Operation};
use crate::check::Check;
use crate::finding::Phase;

pub use chains::{Chains, Due, Rule, Webhooks};
pub use file::{File, Invalid, OperationFile};
pub use filter::{Filter, Shard};
pub use manners::{Manners, MannersFile};
pub use profile::profile;

/// So many requests a second are sent at most to a host that is not loopback, unless told.
pub const REMOTE_RATE: f64 = 20.0;

/// All that a run is told.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the server is; paths of operations are put behind its path.
    pub base_url: Uri,
    /// All that is drawn follows from it.
    pub seed: u64,
    /// The phases that run.
    pub phases: BTreeSet<Phase>,
    /// What is checked.
    pub checks: BTreeSet<Check>,
    /// Which operations are tried.
    pub filter: Filter,
    /// Which part of the cases is this run's.
    pub shard: Shard,
    /// How many requests are on their way at once.
    pub workers: usize,
    /// How many requests are sent a second at most.
    pub rate: Option<f64>,
    /// When the run ends, whatever is left.
    pub max_time: Option<Duration>,
    /// How long an answer may take before it counts as none.
    pub timeout: Duration,
    /// How long an answer may take before it is a finding.
    pub response_time: Option<Duration>,
    /// How many requests are drawn for each operation.
    pub cases: u32,
    /// What is shown for each security scheme.
    pub credentials: BTreeMap<String, Credential>,
    /// Headers of every request.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// Values of parameters and of members of bodies, by name or by JSON Pointer into the body.
    /// `credential:SCHEME` is what is shown for a scheme.
    pub fixed: BTreeMap<String, Value>,
    /// What is told for single operations, by id or label.
    pub operations: BTreeMap<String, OperationSettings>,
    /// The API's own manners.
    pub manners: Manners,
    /// What is told of chains.
    pub chains: Chains,
    /// What is told of webhooks.
    pub webhooks: Webhooks,
}

/// What is told for one operation.
#[derive(Clone, Debug, Default)]
pub struct OperationSettings {
    /// It is not tried.
    pub skip: bool,
    /// As in [`Settings`].
    pub timeout: Option<Duration>,
    /// As in [`Settings`].
    pub cases: Option<u32>,
    /// Statuses that are right though the document does not list them.
    pub expected: BTreeSet<u16>,
    /// As in [`Settings`].
    pub fixed: BTreeMap<String, Value>,
    /// As in [`Settings`].
    pub headers: Vec<(HeaderName, HeaderValue)>,
}

impl Settings {
    /// The settings that hold where nothing is told.
    #[must_use]
    pub fn new(base_url: Uri) -> Self {
        Self {
            base_url,
            seed: 0,
            phases: Phase::ALL.iter().copied().collect(),
            checks: Check::ALL.iter().copied().collect(),
            filter: Filter::default(),
            shard: Shard::default(),
            workers: 4,
            rate: None,
            max_time: None,
            timeout: Duration::from_secs(10),
            response_time: None,
            cases: 100,
            credentials: BTreeMap::new(),
            headers: Vec::new(),
            fixed: BTreeMap::new(),
            operations: BTreeMap::new(),
            manners: Manners::default(),
            chains: Chains::default(),
            webhooks: Webhooks::default(),
        }
    }

    /// What is told for an operation by its id, or else by its label.
    #[must_use]
    pub fn operation(&self, operation: &Operation) -> Option<&OperationSettings> {
        let by_label = || self.operations.get(&operation.label());
        self.operations.get(&operation.id).or_else(by_label)
    }

    /// Whether an operation is tried.
    #[must_use]
    pub fn tries(&self, operation: &Operation) -> bool {
        let skipped = self.operation(operation).is_some_and(|own| own.skip);
        !skipped && self.filter.includes(operation)
    }

    /// Whether an operation may be called for what it gives, though it is not tried itself.
    #[must_use]
    pub fn may_call(&self, operation: &Operation) -> bool {
        let skipped = self.operation(operation).is_some_and(|own| own.skip);
        !skipped && !self.filter.excludes(operation)
    }

    /// What is shown for a scheme: what was told, or a placeholder.
    #[must_use]
    pub fn credential(&self, scheme: &str) -> Credential {
        let told = self.credentials.get(scheme).cloned();
        told.unwrap_or_else(|| Credential(format!("placeholder-{scheme}")))
    }

    /// The value that was told for a parameter, or for a member of the body that stands at a
    /// pointer: by the pointer, or else by the name.
    #[must_use]
    pub fn fixed(&self, operation: &Operation, name: &str, pointer: &str) -> Option<Value> {
        let own = self.operation(operation).map(|own| &own.fixed);
        let lists = own.into_iter().chain(std::iter::once(&self.fixed));
        let mut found = lists.flat_map(|fixed| [fixed.get(pointer), fixed.get(name)]);
        let found = found.find_map(|value| value)?;
        let scheme = found
            .as_str()
            .and_then(|text| text.strip_prefix("credential:"));
        Some(match scheme {
            Some(scheme) => Value::String(self.credential(scheme).0),
            None => found.clone(),
        })
    }

    /// How many requests are sent a second at most, whether told or not.
    #[must_use]
    pub fn effective_rate(&self) -> Option<f64> {
        match self.rate {
            Some(rate) => (rate > 0.0).then_some(rate),
            None => (!self.is_loopback()).then_some(REMOTE_RATE),
        }
    }

    /// Whether the server is on this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let host = self.base_url.host().unwrap_or_default();
        let host = host.trim_matches(['[', ']']);
        let address = host.parse::<std::net::IpAddr>();
        host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|ip| ip.is_loopback())
    }
}
