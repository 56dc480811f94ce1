//! What a run found: one fault, the smallest exchange that shows it, and how often it was met.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use serde::{Deserialize, Serialize};

use crate::check::Check;
use crate::document::Place;

/// One distinct fault of a server, a mock or recorded traffic.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Finding {
    /// What tells it from all others, and is the same in each run.
    pub key: Key,
    /// What was found and what was expected, in a sentence.
    pub message: String,
    /// The place in the document that says otherwise.
    pub place: Option<Place>,
    /// The phase that found it.
    pub phase: Phase,
    /// The exchanges that show it, in order; the last is the one at fault.
    pub exchanges: Vec<Exchange>,
    /// The seed with which the request is drawn again.
    pub seed: Option<u64>,
    /// How often it was met.
    pub count: u64,
}

/// What tells findings apart: findings with one key are one finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The operation, as [`Operation::label`](crate::api::Operation::label) names it; the name of
    /// a webhook or a chain where it is about these.
    pub operation: String,
    /// What was checked.
    pub check: Check,
    /// The place in the document, as a JSON Pointer.
    pub pointer: String,
    /// What else tells causes apart: the broken keyword, the kind of mutation, the status.
    pub cause: String,
}

/// The part of a run that something was done in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The examples of the document.
    Examples,
    /// Boundary cases that are the same in each run.
    Coverage,
    /// Drawn requests.
    Fuzzing,
    /// Values that flow from answers to requests.
    Chains,
    /// Messages that the server sends.
    Webhooks,
    /// Recorded or passing traffic.
    Traffic,
}

/// A request and its answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Exchange {
    /// The request.
    pub request: Sent,
    /// The answer; none where none came.
    pub response: Option<Received>,
    /// When it began, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<SystemTime>,
    /// The time from the first byte sent to the last one received.
    pub time: Duration,
}

/// A request as it was sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sent {
    /// The method.
    pub method: String,
    /// The URL.
    pub url: String,
    /// The headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    #[serde(with = "body")]
    pub body: Bytes,
}

/// An answer as it came.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Received {
    /// The status.
    pub status: u16,
    /// The headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    #[serde(with = "body")]
    pub body: Bytes,
}

/// A body in a file: its text, or an object with the member `base64` where it is none.
mod body {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use bytes::Bytes;
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Binary { base64: String },
    }

    pub(super) fn serialize<S: Serializer>(body: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
        let written = match std::str::from_utf8(body) {
            Ok(text) => Written::Text(text.to_owned()),
            Err(_) => Written::Binary {
                base64: STANDARD.encode(body),
            },
        };
        written.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Bytes, D::Error> {
        match Written::deserialize(deserializer)? {
            Written::Text(text) => Ok(Bytes::from(text)),
            Written::Binary { base64 } => {
                let bytes = STANDARD.decode(base64).map_err(D::Error::custom)?;
                Ok(Bytes::from(bytes))
            }
        }
    }
}

impl Sent {
    /// A request that goes to `url`.
    #[must_use]
    pub fn new(url: String, request: &Request<Bytes>) -> Self {
        Self {
            method: request.method().to_string(),
            url,
            headers: pairs(request.headers()),
            body: request.body().clone(),
        }
    }
}

impl Received {
    /// An answer.
    #[must_use]
    pub fn new(response: &Response<Bytes>) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: pairs(response.headers()),
            body: response.body().clone(),
        }
    }
}

/// The `Content-Type` among header fields; empty where there is none.
pub(crate) fn content_type(headers: &[(String, String)]) -> &str {
    let mut headers = headers.iter();
    let found = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    found.map_or("", |(_, value)| value)
}

/// Header fields as texts.
pub(crate) fn pairs(headers: &HeaderMap) -> Vec<(String, String)> {
    let pairs = headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.to_string(), value)
    });
    pairs.collect()
}

impl Phase {
    /// Every phase, in the order in which they run.
    pub const ALL: &'static [Self] = &[
        Self::Examples,
        Self::Coverage,
        Self::Fuzzing,
        Self::Chains,
        Self::Webhooks,
        Self::Traffic,
    ];

    /// The name that reports and settings use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Examples => "examples",
            Self::Coverage => "coverage",
            Self::Fuzzing => "fuzzing",
            Self::Chains => "chains",
            Self::Webhooks => "webhooks",
            Self::Traffic => "traffic",
        }
    }
}

/// All findings so far, each distinct one once.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    found: BTreeMap<Key, Finding>,
}

impl Findings {
    /// Adds a finding. Of two with one key the one with the smaller request is kept.
    pub fn add(&mut self, finding: Finding) {
        match self.found.get_mut(&finding.key) {
            None => {
                self.found.insert(finding.key.clone(), finding);
            }
            Some(known) => {
                let count = known.count + finding.count;
                if size(&finding) < size(known) {
                    *known = finding;
                }
                known.count = count;
            }
        }
    }

    /// Whether there is one with this key.
    #[must_use]
    pub fn contains(&self, key: &Key) -> bool {
        self.found.contains_key(key)
    }

    /// The first key that is as wanted.
    #[must_use]
    pub fn find(&self, wanted: impl Fn(&Key) -> bool) -> Option<&Key> {
        self.found.keys().find(|key| wanted(key))
    }

    /// Counts one that is known once more.
    pub fn count(&mut self, key: &Key) {
        if let Some(known) = self.found.get_mut(key) {
            known.count += 1;
        }
    }

    /// All of them, in the order of their keys.
    #[must_use]
    pub fn into_vec(self) -> Vec<Finding> {
        self.found.into_values().collect()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

/// How much a reader has to look at.
fn size(finding: &Finding) -> (usize, usize) {
    let bytes = |exchange: &Exchange| exchange.request.body.len() + exchange.request.url.len();
    let exchanges = &finding.exchanges;
    (exchanges.len(), exchanges.iter().map(bytes).sum())
}
