//! A server without a socket: it remembers the request and gives a fixed answer.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use plaid_link::runtime::client::{BoxFuture, Limits, RetryPolicy, Transport, TransportError};
use plaid_link::{Client, ClientBuilder};
use serde_json::Value;

/// The credentials of [`client`], which nothing may show.
pub const CREDENTIALS: [&str; 3] = ["canary-client-id", "canary-secret", "canary-version"];

/// A transport that gives every request the same answer.
#[derive(Clone)]
pub struct Memory {
    answer: http::Response<Bytes>,
    received: Arc<Mutex<Vec<http::Request<Bytes>>>>,
}

impl Memory {
    /// Answers with JSON.
    #[must_use]
    pub fn json(status: u16, body: &Value) -> Self {
        Self::text(status, "application/json", body.to_string())
    }

    /// Answers with a text.
    ///
    /// # Panics
    /// Where HTTP has no such answer.
    #[must_use]
    pub fn text(status: u16, content_type: &str, body: String) -> Self {
        let answer = http::Response::builder()
            .status(status)
            .header("content-type", content_type);
        Self {
            answer: answer.body(body.into()).unwrap(),
            received: Arc::default(),
        }
    }

    /// What has been sent.
    ///
    /// # Panics
    /// Where a test has panicked meanwhile.
    #[must_use]
    pub fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.received.lock().unwrap().clone()
    }

    /// What has been sent, as method, path and body.
    ///
    /// # Panics
    /// Where a body was not JSON.
    #[must_use]
    pub fn received(&self) -> Vec<(String, String, Value)> {
        let described = self.requests().into_iter().map(|request| {
            let body = serde_json::from_slice(request.body()).unwrap();
            let path = request.uri().path().to_owned();
            (request.method().to_string(), path, body)
        });
        described.collect()
    }
}

impl Transport for Memory {
    fn send<'a>(
        &'a self,
        request: http::Request<Bytes>,
        _limits: Limits,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        self.received.lock().unwrap().push(request);
        let answer = self.answer.clone();
        Box::pin(async move { Ok(answer) })
    }
}

/// The settings of a client with [`CREDENTIALS`].
pub fn builder(transport: impl Transport + 'static) -> ClientBuilder {
    let [client_id, secret, version] = CREDENTIALS;
    Client::builder()
        .base_url("http://memory.invalid")
        .client_id(client_id)
        .secret(secret)
        .plaid_version(version)
        .transport(transport)
}

/// A client with [`CREDENTIALS`] that talks to a transport.
///
/// # Panics
/// Where the client refuses its settings.
pub fn client(transport: impl Transport + 'static) -> Client {
    builder(transport)
        .retry(RetryPolicy::none())
        .build()
        .unwrap()
}
