//! A transport that answers from memory and remembers what it was asked.

use std::collections::VecDeque;
use std::future::ready;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use specwright_runtime::runtime::client::{
    BoxFuture, Core, CoreBuilder, Limits, Transport, TransportError, TransportErrorKind,
};

use crate::operations::{CLIENT_ID, SECRET};

pub(crate) type Answer = Result<http::Response<Bytes>, TransportErrorKind>;

pub(crate) struct Memory {
    /// The last is given again and again.
    answers: Mutex<VecDeque<Answer>>,
    waits: Mutex<Vec<Duration>>,
    sent: Mutex<Vec<(http::Request<Bytes>, Limits)>>,
}

#[derive(Clone)]
pub(crate) struct Shared(Arc<Memory>);

impl Shared {
    pub(crate) fn answering(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Self {
        Self::with([answer(status, headers, body)])
    }

    pub(crate) fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::answering(
            status,
            &[("content-type", "application/json")],
            body.to_string(),
        )
    }

    pub(crate) fn failing(kind: TransportErrorKind) -> Self {
        Self::with([Err(kind)])
    }

    /// Gives one answer after another, and the last for ever.
    pub(crate) fn with(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self(Arc::new(Memory {
            answers: Mutex::new(answers.into_iter().collect()),
            waits: Mutex::default(),
            sent: Mutex::default(),
        }))
    }

    /// A builder for a client of this transport, which does not wait but remembers how long it
    /// should have.
    pub(crate) fn builder(&self) -> CoreBuilder {
        let shared = self.clone();
        CoreBuilder::new()
            .base_url("https://api.test/v1/")
            .transport(self.clone())
            .sleep(move |time| {
                shared.0.waits.lock().unwrap().push(time);
                ready(())
            })
    }

    /// A client with the credentials that most operations need.
    pub(crate) fn core(&self) -> Core {
        self.builder()
            .credential(&CLIENT_ID, "canary-client-id")
            .credential(&SECRET, "canary-secret")
            .build()
            .unwrap()
    }

    /// How long the client has waited between attempts.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.0.waits.lock().unwrap().clone()
    }

    /// A header of each request.
    pub(crate) fn headers(&self, name: &str) -> Vec<String> {
        let sent = self.0.sent.lock().unwrap();
        let values = sent.iter().map(|(request, _)| &request.headers()[name]);
        values
            .map(|value| value.to_str().unwrap().to_owned())
            .collect()
    }

    /// All requests.
    pub(crate) fn all(&self) -> Vec<http::Request<Bytes>> {
        let sent = self.0.sent.lock().unwrap();
        sent.iter().map(|(request, _)| request.clone()).collect()
    }

    pub(crate) fn requests(&self) -> usize {
        self.0.sent.lock().unwrap().len()
    }

    /// The only request that was sent.
    pub(crate) fn request(&self) -> http::Request<Bytes> {
        self.only().0
    }

    /// A header of the request that was sent last.
    pub(crate) fn last_header(&self, name: &str) -> String {
        let sent = self.0.sent.lock().unwrap();
        let (request, _) = sent.last().unwrap();
        request.headers()[name].to_str().unwrap().to_owned()
    }

    pub(crate) fn limits(&self) -> Limits {
        self.only().1
    }

    fn only(&self) -> (http::Request<Bytes>, Limits) {
        let sent = self.0.sent.lock().unwrap();
        assert_eq!(sent.len(), 1);
        sent[0].clone()
    }
}

/// One answer.
pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Answer {
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Ok(response.body(body.into()).unwrap())
}

impl Transport for Shared {
    fn send<'a>(
        &'a self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        self.0.sent.lock().unwrap().push((request, limits));
        let mut answers = self.0.answers.lock().unwrap();
        let answer = if answers.len() > 1 {
            answers.pop_front().unwrap()
        } else {
            answers[0].clone()
        };
        let answer = answer.map_err(TransportError::new);
        Box::pin(async move { answer })
    }
}
