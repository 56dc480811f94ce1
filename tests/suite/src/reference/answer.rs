//! Answers, before they are bytes.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::Value;

use super::refusal::Refusal;

/// An answer that faults may still change.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: Option<&'static str>,
    pub(super) body: Value,
    /// What is sent in place of the body.
    pub(super) raw: Option<String>,
    pub(super) delay: Duration,
}

impl Answer {
    pub(super) fn success(body: Value) -> Self {
        Self {
            status: 200,
            content_type: Some("application/json"),
            body,
            raw: None,
            delay: Duration::ZERO,
        }
    }

    pub(super) fn refusal(refusal: &Refusal, request_id: String) -> Self {
        let body = serde_json::to_value(refusal.body(request_id)).unwrap_or_default();
        Self {
            status: refusal.status,
            ..Self::success(body)
        }
    }

    pub(super) fn is_success(&self) -> bool {
        self.status < 300
    }

    /// The message that leaves.
    pub(super) fn response(&self) -> Response<Bytes> {
        let text = self.raw.clone().unwrap_or_else(|| self.body.to_string());
        let mut response = Response::new(Bytes::from(text));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or_default();
        if let Some(content_type) = self.content_type {
            let value = HeaderValue::from_static(content_type);
            response.headers_mut().insert(header::CONTENT_TYPE, value);
        }
        response
    }
}
