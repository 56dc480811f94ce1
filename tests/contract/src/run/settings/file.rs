//! The settings file: `contract.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::Value;

use super::chains::{Chains, Webhooks};
use super::manners::MannersFile;
use super::profile::profile;
use super::{OperationSettings, Settings};
use crate::api::Credential;
use crate::check::Check;
use crate::file::read_text;
use crate::finding::Phase;

/// The content of a settings file; whatever it does not say stays as it is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct File {
    profile: Option<String>,
    seed: Option<u64>,
    phases: Option<BTreeSet<Phase>>,
    checks: Option<BTreeSet<Check>>,
    include: Option<Vec<String>>,
    exclude: Option<Vec<String>>,
    workers: Option<usize>,
    rate: Option<f64>,
    max_time: Option<f64>,
    timeout: Option<f64>,
    response_time: Option<f64>,
    cases: Option<u32>,
    #[serde(default)]
    credentials: BTreeMap<String, String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    fixed: BTreeMap<String, Value>,
    #[serde(default)]
    operations: BTreeMap<String, OperationFile>,
    #[serde(default)]
    manners: MannersFile,
    #[serde(default)]
    chains: Chains,
    #[serde(default)]
    webhooks: Webhooks,
}

/// What a settings file says of one operation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OperationFile {
    #[serde(default)]
    skip: bool,
    timeout: Option<f64>,
    cases: Option<u32>,
    #[serde(default)]
    expected: BTreeSet<u16>,
    #[serde(default)]
    fixed: BTreeMap<String, Value>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

/// A settings file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// What is wrong, with file, line and column.
    pub text: String,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Invalid {}

impl File {
    /// Reads a settings file.
    ///
    /// # Errors
    /// It cannot be read, is no TOML, or has a key that is not known.
    pub fn read(path: &Path) -> Result<Self, Invalid> {
        let text = read_text(path).map_err(|text| Invalid { text })?;
        Self::parse(&path.display().to_string(), &text)
    }

    /// Reads the text of a settings file, which messages call `name`.
    ///
    /// # Errors
    /// It is no TOML, or has a key that is not known.
    pub fn parse(name: &str, text: &str) -> Result<Self, Invalid> {
        toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let before = text.get(..start).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
            Invalid {
                text: format!("{name}:{line}:{column}: {}", error.message()),
            }
        })
    }

    /// Takes over what the file says; its profile first.
    ///
    /// # Errors
    /// A profile that does not exist, a variable of the environment that is not set, a header that
    /// HTTP cannot carry, a span of time that is none. Nothing secret is shown.
    pub fn apply(&self, settings: &mut Settings) -> Result<(), Invalid> {
        let invalid = |text: String| Invalid { text };
        if let Some(name) = &self.profile {
            profile(name).map_err(invalid)?.apply(settings)?;
        }
        settings.seed = self.seed.unwrap_or(settings.seed);
        settings.workers = self.workers.unwrap_or(settings.workers).max(1);
        settings.rate = self.rate.or(settings.rate);
        settings.cases = self.cases.unwrap_or(settings.cases);
        if let Some(phases) = &self.phases {
            settings.phases.clone_from(phases);
        }
        if let Some(checks) = &self.checks {
            settings.checks.clone_from(checks);
        }
        if let Some(include) = &self.include {
            settings.filter.include.clone_from(include);
        }
        if let Some(exclude) = &self.exclude {
            settings.filter.exclude.clone_from(exclude);
        }
        settings.max_time = seconds(self.max_time)?.or(settings.max_time);
        settings.timeout = seconds(self.timeout)?.unwrap_or(settings.timeout);
        settings.response_time = seconds(self.response_time)?.or(settings.response_time);
        for (scheme, told) in &self.credentials {
            let credential = Credential(secret(told)?);
            settings.credentials.insert(scheme.clone(), credential);
        }
        settings.headers.extend(headers(&self.headers)?);
        let fixed = self.fixed.iter();
        settings
            .fixed
            .extend(fixed.map(|(name, value)| (name.clone(), value.clone())));
        for (name, own) in &self.operations {
            let operation = OperationSettings {
                skip: own.skip,
                timeout: seconds(own.timeout)?,
                cases: own.cases,
                expected: own.expected.clone(),
                fixed: own.fixed.clone(),
                headers: headers(&own.headers)?,
            };
            settings.operations.insert(name.clone(), operation);
        }
        settings.manners.overlay(&self.manners);
        settings.chains.overlay(&self.chains);
        settings.webhooks.overlay(&self.webhooks);
        Ok(())
    }
}

/// A secret as it is told: itself, or the variable of the environment that has it.
fn secret(told: &str) -> Result<String, Invalid> {
    match told.strip_prefix("env:") {
        None => Ok(told.to_owned()),
        Some(name) => std::env::var(name).map_err(|_| Invalid {
            text: format!("the variable `{name}` of the environment is not set"),
        }),
    }
}

fn seconds(told: Option<f64>) -> Result<Option<Duration>, Invalid> {
    let span = told.map(Duration::try_from_secs_f64).transpose();
    span.map_err(|error| Invalid {
        text: format!("{} is no span of time: {error}", told.unwrap_or_default()),
    })
}

fn headers(told: &BTreeMap<String, String>) -> Result<Vec<(HeaderName, HeaderValue)>, Invalid> {
    let pairs = told.iter().map(|(name, value)| {
        let value = secret(value)?;
        let pair = (name.parse::<HeaderName>(), value.parse::<HeaderValue>());
        match pair {
            (Ok(name), Ok(value)) => Ok((name, value)),
            _ => Err(Invalid {
                text: format!("HTTP cannot carry the header `{name}` with its value"),
            }),
        }
    });
    pairs.collect()
}
