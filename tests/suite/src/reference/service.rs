//! From a request to its answer.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use bytes::Bytes;
use http::{HeaderMap, Request, Response, header};
use serde_json::Value;
use specwright_contract::api::{Api, Operation, Route};
use specwright_contract::conform::{self, Part};

use super::answer::Answer;
use super::faults::{Fault, Incoming, Occasion, Switched};
use super::operations;
use super::outbox::Message;
use super::refusal::Refusal;
use super::state::State;
use super::{CLIENT_ID, SECRET};

const MAX_BODY: usize = 16 << 20;

/// The server without its socket.
#[derive(Debug)]
pub(super) struct Service {
    api: Arc<Api>,
    faults: Switched,
    state: Mutex<State>,
    /// How many successes each operation has had.
    successes: Mutex<BTreeMap<usize, u64>>,
    broken_promises: Mutex<Vec<String>>,
}

/// The router that answers every request by the service.
pub(super) fn router(service: Arc<Service>) -> Router {
    let answer = move |request: Request<Body>| {
        let service = Arc::clone(&service);
        async move {
            let (parts, body) = request.into_parts();
            let body = axum::body::to_bytes(body, MAX_BODY).await;
            let request = Request::from_parts(parts, body.unwrap_or_default());
            let (answer, messages) = service.answer(request);
            tokio::spawn(async move {
                for message in messages {
                    message.deliver().await;
                }
            });
            if !answer.delay.is_zero() {
                tokio::time::sleep(answer.delay).await;
            }
            answer.response().map(Body::from)
        }
    };
    Router::new()
        .fallback(answer)
        .layer(DefaultBodyLimit::disable())
}

impl Service {
    pub(super) fn new(api: Arc<Api>, faults: Vec<&'static Fault>) -> Self {
        let faults = Switched(faults);
        let mut state = State::default();
        state.faults = faults.clone();
        Self {
            api,
            faults,
            state: Mutex::new(state),
            successes: Mutex::default(),
            broken_promises: Mutex::default(),
        }
    }

    pub(super) fn broken_promises(&self) -> Vec<String> {
        lock(&self.broken_promises).clone()
    }

    fn answer(&self, request: Request<Bytes>) -> (Answer, Vec<Message>) {
        let mut state = lock(&self.state);
        let index = match self.api.router.find(request.method(), request.uri().path()) {
            Route::Operation(index, _) => index,
            Route::OtherMethod(_) => {
                let target = format!("{} {}", request.method(), request.uri().path());
                let request_id = String::from(state.request_id());
                let answer = if self.faults.allows_method(&target) {
                    Answer::success(serde_json::json!({ "request_id": request_id }))
                } else {
                    let message = "this path has no such method";
                    let mut refusal = Refusal::request("METHOD_NOT_ALLOWED", message);
                    refusal.status = 405;
                    Answer::refusal(&refusal, request_id)
                };
                return (answer, Vec::new());
            }
            Route::Unknown => {
                let mut refusal = Refusal::request("NOT_FOUND", "there is no such path");
                refusal.status = 404;
                let request_id = String::from(state.request_id());
                return (Answer::refusal(&refusal, request_id), Vec::new());
            }
        };
        let Some(operation) = self.api.operations.get(index) else {
            return (Answer::success(Value::Null), Vec::new());
        };
        let (body, outcome) = self.carry_out(&mut state, operation, request);
        let mut answer = match outcome {
            Ok(value) => Answer::success(value),
            Err(refusal) => {
                let request_id = String::from(state.request_id());
                Answer::refusal(&refusal, request_id)
            }
        };
        self.hold_to_the_document(operation, &answer);
        let mut successes = lock(&self.successes);
        let count = successes.entry(index).or_default();
        *count += u64::from(answer.is_success());
        let occasion = Occasion {
            body: &body,
            count: *count,
        };
        self.faults.distort(operation, &occasion, &mut answer);
        (answer, std::mem::take(&mut state.outbox))
    }

    /// Judges a request and carries it out; gives its body, too.
    fn carry_out(
        &self,
        state: &mut State,
        operation: &Operation,
        request: Request<Bytes>,
    ) -> (Value, Result<Value, Refusal>) {
        let (mut parts, body) = request.into_parts();
        let content_type = parts.headers.get(header::CONTENT_TYPE).cloned();
        let mut incoming = Incoming {
            is_json: content_type
                .as_ref()
                .and_then(|value| value.to_str().ok())
                .is_some_and(|value| value.starts_with("application/json")),
            body,
        };
        self.faults.repair(operation, &mut incoming);
        if incoming.is_json
            && content_type.is_none_or(|value| !value.as_bytes().starts_with(b"app"))
        {
            let value = http::HeaderValue::from_static("application/json");
            parts.headers.insert(header::CONTENT_TYPE, value);
        }
        let request = Request::from_parts(parts, incoming.body);
        let (verdict, inputs) = conform::request(&self.api, operation, &[], &request);
        let body = inputs.body.unwrap_or_default();
        let faults: Vec<_> = verdict
            .faults
            .into_iter()
            .filter(|fault| fault.part != Part::Credentials)
            .collect();
        if let Some(refusal) = Refusal::of(&faults) {
            return (body, Err(refusal));
        }
        if let Err(refusal) = self.credentials(operation, request.headers(), &body) {
            return (body, Err(refusal));
        }
        let outcome = operations::carry_out(state, &operation.id, body.clone());
        let outcome = outcome.unwrap_or_else(|| {
            let message = format!("nothing answers {}", operation.id);
            Err(Refusal::new(
                501,
                "API_ERROR".into(),
                "NOT_IMPLEMENTED",
                message,
            ))
        });
        (body, outcome)
    }

    /// Key and secret stand in headers or in the body; the headers count where both are there.
    fn credentials(
        &self,
        operation: &Operation,
        headers: &HeaderMap,
        body: &Value,
    ) -> Result<(), Refusal> {
        let mut missing = Vec::new();
        for (header, member, right) in [
            ("PLAID-CLIENT-ID", "client_id", CLIENT_ID),
            ("PLAID-SECRET", "secret", SECRET),
        ] {
            let in_header = headers.get(header).and_then(|value| value.to_str().ok());
            let given = in_header.or_else(|| body[member].as_str());
            let is_overlooked = |wrong| self.faults.overlooks(operation, member, wrong);
            match given {
                None if !is_overlooked(false) => missing.push(member),
                Some(given) if given != right && !is_overlooked(true) => {
                    let message = "key or secret is wrong";
                    return Err(Refusal::input("INVALID_API_KEYS", message));
                }
                _ => {}
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        let message = format!("these are missing: {}", missing.join(", "));
        Err(Refusal::request("MISSING_FIELDS", message))
    }

    fn hold_to_the_document(&self, operation: &Operation, answer: &Answer) {
        let response: Response<Bytes> = answer.response();
        let verdict = conform::response(&self.api, operation, &response);
        let mut broken = lock(&self.broken_promises);
        for fault in verdict.faults {
            broken.push(format!("{}: {fault}", operation.label()));
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
