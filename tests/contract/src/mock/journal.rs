//! The requests that a mock has had.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};
use serde::Serialize;

use super::world::World;
use crate::finding::{Exchange, Received, Sent};
use crate::redact::Origin;

/// So many bytes of bodies are remembered.
const MOST_BYTES: usize = 16 << 20;

/// A request and its answer, without secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its number, from 1.
    pub number: u64,
    /// When it came, in milliseconds since the mock was started.
    pub at: u64,
    /// The operation, as [`Operation::label`](crate::api::Operation::label) names it.
    pub operation: Option<String>,
    /// The method.
    pub method: String,
    /// The path with its query.
    pub target: String,
    /// The headers of the request.
    pub headers: Vec<(String, String)>,
    /// The body of the request.
    pub body: String,
    /// What was wrong with it.
    pub faults: Vec<String>,
    /// The status of the answer.
    pub status: u16,
    /// The headers of the answer.
    pub response_headers: Vec<(String, String)>,
    /// The body of the answer.
    pub response_body: String,
}

/// A request and its answer as they were; secrets are taken out when somebody reads.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) number: u64,
    pub(super) at: Duration,
    pub(super) world: Arc<World>,
    pub(super) request: Request<Bytes>,
    pub(super) operation: Option<usize>,
    pub(super) faults: Vec<String>,
    pub(super) response: Response<Bytes>,
}

/// The latest requests.
#[derive(Debug)]
pub(super) struct Journal {
    most: usize,
    records: Mutex<Records>,
}

#[derive(Debug, Default)]
struct Records {
    all: VecDeque<Record>,
    bytes: usize,
}

impl Journal {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            records: Mutex::default(),
        }
    }

    /// Remembers a request, and forgets the oldest where there are too many.
    pub(super) fn add(&self, record: Record) {
        let mut records = self.lock();
        records.bytes += record.bytes();
        records.all.push_back(record);
        while records.all.len() > self.most || records.bytes > MOST_BYTES {
            match records.all.pop_front() {
                Some(oldest) => records.bytes -= oldest.bytes(),
                None => break,
            }
        }
    }

    pub(super) fn entries(&self) -> Vec<Entry> {
        self.lock().all.iter().map(Record::entry).collect()
    }

    pub(super) fn clear(&self) {
        *self.lock() = Records::default();
    }

    fn lock(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Record {
    fn bytes(&self) -> usize {
        self.request.body().len() + self.response.body().len()
    }

    fn entry(&self) -> Entry {
        let api = &self.world.api;
        let operation = self.operation.and_then(|index| api.operations.get(index));
        let seen = Exchange {
            request: Sent::new(self.request.uri().to_string(), &self.request),
            response: Some(Received::new(&self.response)),
            started: None,
            time: Duration::ZERO,
        };
        let shown = self.world.redactor().exchange(&seen, Origin::Traffic);
        let (request, response) = (shown.request, shown.response.unwrap_or_default());
        Entry {
            number: self.number,
            at: u64::try_from(self.at.as_millis()).unwrap_or(u64::MAX),
            operation: operation.map(crate::api::Operation::label),
            method: request.method,
            target: request.url,
            headers: request.headers,
            body: String::from_utf8_lossy(&request.body).into_owned(),
            faults: self.faults.clone(),
            status: response.status,
            response_headers: response.headers,
            response_body: String::from_utf8_lossy(&response.body).into_owned(),
        }
    }
}

/// A response with JSON.
pub(super) fn json(value: &impl Serialize) -> Response<Bytes> {
    let body = serde_json::to_vec(value).unwrap_or_default();
    let mut response = Response::new(Bytes::from(body));
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

/// A response that says that something was done.
pub(super) fn done() -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}
