//! A transport that answers from memory and remembers what it was asked.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use specwright_runtime::runtime::client::{
    BoxFuture, Core, CoreBuilder, Limits, Transport, TransportError, TransportErrorKind,
};

use crate::operations::{CLIENT_ID, SECRET};

pub(crate) struct Memory {
    answer: Result<http::Response<Bytes>, TransportErrorKind>,
    sent: Mutex<Vec<(http::Request<Bytes>, Limits)>>,
}

#[derive(Clone)]
pub(crate) struct Shared(Arc<Memory>);

impl Shared {
    pub(crate) fn answering(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Self {
        let mut response = http::Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        Self::with(Ok(response.body(body.into()).unwrap()))
    }

    pub(crate) fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::answering(
            status,
            &[("content-type", "application/json")],
            body.to_string(),
        )
    }

    pub(crate) fn failing(kind: TransportErrorKind) -> Self {
        Self::with(Err(kind))
    }

    fn with(answer: Result<http::Response<Bytes>, TransportErrorKind>) -> Self {
        let sent = Mutex::default();
        Self(Arc::new(Memory { answer, sent }))
    }

    /// A builder for a client of this transport.
    pub(crate) fn builder(&self) -> CoreBuilder {
        CoreBuilder::new()
            .base_url("https://api.test/v1/")
            .transport(self.clone())
    }

    /// A client with the credentials that most operations need.
    pub(crate) fn core(&self) -> Core {
        self.builder()
            .credential(&CLIENT_ID, "canary-client-id")
            .credential(&SECRET, "canary-secret")
            .build()
            .unwrap()
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

impl Transport for Shared {
    fn send<'a>(
        &'a self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        self.0.sent.lock().unwrap().push((request, limits));
        let answer = self.0.answer.clone().map_err(TransportError::new);
        Box::pin(async move { answer })
    }
}
