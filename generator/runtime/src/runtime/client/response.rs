//! Answers as they came, and with their value.

use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};

use super::retry_after::retry_after;

/// The headers that hold the identifier of a request, in the order in which they are looked at.
const REQUEST_ID_HEADERS: [&str; 3] = ["x-request-id", "request-id", "plaid-request-id"];

/// An answer as it came. `Debug` shows neither header values nor the body.
#[derive(Clone)]
pub struct RawResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    attempts: u32,
    request_id: OnceLock<Option<String>>,
}

impl RawResponse {
    /// The status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// The header `Content-Type`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// How long the server asks to wait before the next call, with the header `Retry-After`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers)
    }

    /// The number of times that the call was sent; the answer is that to the last.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(super) const fn set_attempts(&mut self, attempts: u32) {
        self.attempts = attempts;
    }

    /// The identifier that the server gave the request, to be quoted to its support: one of the
    /// headers that are usual for it, else the member `request_id` of a JSON body.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        let header = REQUEST_ID_HEADERS
            .iter()
            .find_map(|name| self.headers.get(*name)?.to_str().ok());
        header.or_else(|| {
            let request_id = self.request_id.get_or_init(|| request_id_of(&self.body));
            request_id.as_deref()
        })
    }
}

impl From<http::Response<Bytes>> for RawResponse {
    fn from(response: http::Response<Bytes>) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            status: parts.status,
            headers: parts.headers,
            body,
            attempts: 1,
            request_id: OnceLock::new(),
        }
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .field("body_len", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// The member `request_id` of a JSON object.
fn request_id_of(body: &[u8]) -> Option<String> {
    struct RequestId;

    impl<'de> Visitor<'de> for RequestId {
        type Value = Option<String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<String>, A::Error> {
            let mut request_id = None;
            while let Some(name) = map.next_key::<String>()? {
                if name == "request_id" {
                    request_id = Some(map.next_value()?);
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            Ok(request_id)
        }
    }

    let mut deserializer = serde_json::Deserializer::from_slice(body);
    deserializer.deserialize_map(RequestId).ok()?
}

/// The value of a successful answer, and the answer that it was read from.
#[derive(Clone)]
pub struct Reply<T> {
    value: T,
    response: RawResponse,
}

impl<T> Reply<T> {
    pub(super) const fn new(value: T, response: RawResponse) -> Self {
        Self { value, response }
    }

    /// The value.
    #[must_use]
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// The value, to be changed, as a stream is by reading it.
    pub const fn value_mut(&mut self) -> &mut T {
        &mut self.value
    }

    /// The value, owned.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }

    /// The answer as it came; without a body where the value is a stream.
    #[must_use]
    pub const fn response(&self) -> &RawResponse {
        &self.response
    }

    /// The value and the answer as it came.
    #[must_use]
    pub fn into_parts(self) -> (T, RawResponse) {
        (self.value, self.response)
    }

    /// The status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The identifier that the server gave the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.response.request_id()
    }
}

impl<T: fmt::Debug> fmt::Debug for Reply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("value", &self.value)
            .field("response", &self.response)
            .finish()
    }
}
