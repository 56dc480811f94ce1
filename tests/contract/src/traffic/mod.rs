//! Traffic that others make: recorded, or passing through.
//!
//! Each exchange is held against the operation that it is for, both ways. What in the document was
//! never seen is part of the outcome.

pub(crate) mod properties;
mod target;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri};

use crate::api::{Api, Form, Media, Operation, Route};
use crate::check::Check;
use crate::conform::{self, Fault, Part, Unjudged, Verdict};
use crate::finding::{Exchange, Finding, Findings, Key, Phase};
use crate::outcome::{Covered, Outcome, Skipped};
use crate::redact::{Origin, Redactor};

use properties::Properties;
pub use target::Scope;

/// Judges exchanges, one after the other.
#[derive(Debug)]
pub struct Traffic<'a> {
    api: &'a Api,
    scope: Scope,
    redactor: Redactor,
    properties: Properties,
    findings: Findings,
    operations: BTreeMap<String, Covered>,
    unjudged: BTreeSet<Unjudged>,
    seen: u64,
    foreign: BTreeMap<String, u64>,
    unanswered: u64,
}

/// What one exchange came to.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// The operation that it was for.
    pub operation: Option<String>,
    /// Faults that no exchange before had, secrets taken out.
    pub new: Vec<Finding>,
    /// How many faults it has in all.
    pub faults: usize,
}

impl<'a> Traffic<'a> {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(api: &'a Api, scope: Scope) -> Self {
        let properties = Properties::default();
        let mut operations = BTreeMap::new();
        for operation in &api.operations {
            operations.insert(operation.label(), properties.expected(api, operation));
        }
        Self {
            api,
            scope,
            redactor: Redactor::new(api),
            properties,
            findings: Findings::default(),
            operations,
            unjudged: BTreeSet::new(),
            seen: 0,
            foreign: BTreeMap::new(),
            unanswered: 0,
        }
    }

    /// How many exchanges were for this API.
    #[must_use]
    pub const fn seen(&self) -> u64 {
        self.seen
    }

    /// How many distinct findings there are.
    #[must_use]
    pub fn findings(&self) -> usize {
        self.findings.len()
    }

    /// Takes secrets out of exchanges.
    #[must_use]
    pub const fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// Judges an exchange.
    pub fn add(&mut self, exchange: &Exchange) -> Judged {
        let path = match self.scope.path(&exchange.request.url) {
            Ok(path) => path,
            Err(host) => {
                *self.foreign.entry(host).or_default() += 1;
                return Judged::default();
            }
        };
        self.seen += 1;
        let request = match request(exchange, &path) {
            Ok(request) => request,
            Err(message) => return self.outside(exchange, &message),
        };
        let path = request.uri().path().to_owned();
        match self.api.router.find(request.method(), &path) {
            Route::Operation(index, texts) => self.of_operation(index, &texts, &request, exchange),
            // A browser asks by itself whether it may send what comes next.
            Route::OtherMethod(_) if request.method() == Method::OPTIONS => Judged::default(),
            Route::OtherMethod(others) => {
                let others: Vec<_> = others.iter().map(|method| method.as_str()).collect();
                let message = format!(
                    "found {} {path}, the document has {} there",
                    request.method(),
                    others.join(", ")
                );
                self.outside(exchange, &message)
            }
            Route::Unknown => {
                let message = format!(
                    "found {} {path}, which the document does not have",
                    request.method()
                );
                self.outside(exchange, &message)
            }
        }
    }

    fn of_operation(
        &mut self,
        index: usize,
        path: &[(String, String)],
        request: &Request<Bytes>,
        exchange: &Exchange,
    ) -> Judged {
        let api = self.api;
        let operation = &api.operations[index];
        let label = operation.label();
        let (of_request, inputs) = conform::request(api, operation, path, request);
        let covered = self.operations.entry(label.clone()).or_default();
        let is_valid = of_request.faults.is_empty();
        let properties = &mut self.properties;
        properties.see_inputs(api, operation, request, &inputs, is_valid, covered);
        let mut faults = Vec::new();
        match &exchange.response {
            None => self.unanswered += 1,
            Some(received) => {
                *covered.statuses.entry(received.status).or_default() += 1;
                // What the server refuses is the client's business; that it is wrong is no fault of
                // the contract then.
                let is_refused = (400..500).contains(&received.status);
                if !is_refused {
                    faults.extend(of_request.faults);
                }
                match response(exchange) {
                    Ok(response) => {
                        covered.is_reached |= is_valid && received.status < 400;
                        properties.see_outputs(api, operation, &response, covered);
                        let Verdict {
                            faults: of_response,
                            unjudged,
                        } = conform::response(api, operation, &response);
                        faults.extend(of_response);
                        self.unjudged.extend(unjudged);
                        if received.status >= 500 {
                            faults.push(failure(operation, received.status));
                        }
                    }
                    Err(message) => faults.push(Fault {
                        check: Check::StatusCodeConformance,
                        part: Part::Status,
                        instance: String::new(),
                        pointer: format!("{}/responses", operation.pointer),
                        keyword: "responses".to_owned(),
                        message,
                    }),
                }
            }
        }
        self.unjudged.extend(of_request.unjudged);
        let mut judged = Judged {
            operation: Some(label.clone()),
            new: Vec::new(),
            faults: faults.len(),
        };
        for fault in faults {
            let cause = format!(
                "{} {} {}",
                fault.part,
                pattern(&fault.instance),
                fault.keyword
            );
            let key = Key {
                operation: label.clone(),
                check: fault.check,
                pointer: fault.pointer.clone(),
                cause,
            };
            self.report(key, fault.to_string(), exchange, &mut judged);
        }
        judged
    }

    /// Reports an exchange that is for no operation.
    fn outside(&mut self, exchange: &Exchange, message: &str) -> Judged {
        let mut judged = Judged {
            faults: 1,
            ..Judged::default()
        };
        let path = exchange.request.url.split('?').next().unwrap_or_default();
        let key = Key {
            operation: format!("{} {path}", exchange.request.method),
            check: Check::UndocumentedOperation,
            pointer: "/paths".to_owned(),
            cause: String::new(),
        };
        self.report(key, message.to_owned(), exchange, &mut judged);
        judged
    }

    fn report(&mut self, key: Key, message: String, exchange: &Exchange, judged: &mut Judged) {
        if self.findings.contains(&key) {
            self.findings.count(&key);
            return;
        }
        let mut redactor = self.redactor.clone();
        redactor.learn_from(&exchange.request.body);
        if let Some(response) = &exchange.response {
            redactor.learn_from(&response.body);
        }
        let finding = Finding {
            place: self.api.document.place(&key.pointer),
            message: redactor.text(&message),
            phase: Phase::Traffic,
            exchanges: vec![redactor.exchange(exchange, Origin::Traffic)],
            seed: None,
            count: 1,
            key,
        };
        judged.new.push(finding.clone());
        self.findings.add(finding);
    }

    /// What all of it came to; `subject` says where it comes from.
    #[must_use]
    pub fn outcome(self, subject: &str, time: Duration) -> Outcome {
        let (title, version) = self.api.document.title();
        let mut skipped = BTreeSet::new();
        let mut skip = |subject: String, reason: String, is_gap| {
            skipped.insert(Skipped {
                subject,
                reason,
                is_gap,
            });
        };
        for uncompiled in self.api.oracle.uncompiled() {
            let reason = format!("the schema cannot be compiled: {}", uncompiled.reason);
            skip(uncompiled.pointer.clone(), reason, true);
        }
        for unjudged in self.unjudged {
            skip(unjudged.pointer, unjudged.reason, true);
        }
        for (host, count) in self.foreign {
            skip(
                host,
                format!("{count} exchanges with another server"),
                false,
            );
        }
        if self.unanswered > 0 {
            let reason = format!("{} requests had no answer", self.unanswered);
            skip(subject.to_owned(), reason, true);
        }
        for (label, covered) in &self.operations {
            if covered.statuses.is_empty() {
                skip(label.clone(), "it was never seen".to_owned(), true);
            }
        }
        Outcome {
            title: title.to_owned(),
            version: version.to_owned(),
            subject: subject.to_owned(),
            seed: 0,
            findings: self.findings.into_vec(),
            accepted: Vec::new(),
            operations: self.operations,
            skipped,
            requests: BTreeMap::from([(Phase::Traffic, self.seen)]),
            time,
        }
    }
}

/// A place with the numbers of items left out, so that each item is no cause of its own.
fn pattern(instance: &str) -> String {
    let segments = crate::pointer::raw_segments(instance).map(|segment| {
        if segment.bytes().all(|byte| byte.is_ascii_digit()) {
            "*"
        } else {
            segment
        }
    });
    segments.map(|segment| format!("/{segment}")).collect()
}

fn failure(operation: &Operation, status: u16) -> Fault {
    Fault {
        check: Check::NotAServerError,
        part: Part::Status,
        instance: String::new(),
        pointer: operation.pointer.clone(),
        keyword: status.to_string(),
        message: format!("the server failed with {status}"),
    }
}

/// The request of an exchange, with a path relative to the API.
fn request(exchange: &Exchange, path: &str) -> Result<Request<Bytes>, String> {
    let sent = &exchange.request;
    let unusable = |what: &str| format!("the {what} is none of HTTP");
    let method = Method::from_bytes(sent.method.as_bytes()).map_err(|_| unusable("method"))?;
    let uri: Uri = path.parse().map_err(|_| unusable("URL"))?;
    let mut request = Request::new(sent.body.clone());
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    *request.headers_mut() = headers(&sent.headers);
    Ok(request)
}

fn response(exchange: &Exchange) -> Result<Response<Bytes>, String> {
    let received = exchange.response.as_ref().ok_or("there is no answer")?;
    let status = StatusCode::from_u16(received.status)
        .map_err(|_| format!("{} is no status of HTTP", received.status))?;
    let mut response = Response::new(received.body.clone());
    *response.status_mut() = status;
    *response.headers_mut() = headers(&received.headers);
    Ok(response)
}

fn headers(pairs: &[(String, String)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(value.as_bytes())) {
            headers.append(name, value);
        }
    }
    headers
}

/// The value of a body and the media type that it is of, where it can be read.
fn value_of<'m>(
    media: &'m [Media],
    headers: &HeaderMap,
    body: &[u8],
) -> Option<(&'m Media, serde_json::Value)> {
    let content_type = conform::content_type(headers)?;
    let media = media.iter().find(|media| media.covers(content_type))?;
    let is_read = matches!(Form::of(content_type), Form::Json | Form::UrlEncoded);
    let value = is_read.then(|| media.decode(content_type, body).ok().flatten());
    Some((media, value.flatten()?))
}

#[cfg(test)]
mod tests;
