//! What a client tells of its attempts, and lets change in them.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};

use super::response::RawResponse;
use super::transport::TransportError;

/// Looks at every attempt of every call of a client: to count and log, or to add headers such as
/// those that carry a trace on.
///
/// What it is shown has the path template in place of the URL, and header values that hold
/// credentials are marked sensitive, so that no `Debug` shows a secret.
pub trait Hook: Send + Sync {
    /// Called before an attempt is sent, with credentials in place.
    fn before(&self, attempt: &mut Outgoing<'_>) {
        let _ = attempt;
    }

    /// Called when an attempt has ended. A call that is dropped ends without.
    fn after(&self, attempt: &Attempt<'_>) {
        let _ = attempt;
    }
}

/// What is known of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct OperationInfo {
    /// Its `operationId`.
    pub id: &'static str,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path template, beginning with a slash.
    pub path: &'static str,
}

impl OperationInfo {
    /// An operation with this `operationId`, method and path template.
    #[must_use]
    pub const fn new(id: &'static str, method: &'static str, path: &'static str) -> Self {
        Self { id, method, path }
    }
}

/// An attempt that is about to be sent.
pub struct Outgoing<'a> {
    operation: OperationInfo,
    resend_count: u32,
    request: &'a mut Request<Bytes>,
}

impl<'a> Outgoing<'a> {
    pub(super) const fn new(
        operation: OperationInfo,
        resend_count: u32,
        request: &'a mut Request<Bytes>,
    ) -> Self {
        Self {
            operation,
            resend_count,
            request,
        }
    }

    /// The host that it goes to.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        self.request.uri().host()
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// The headers, to be changed.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        self.request.headers_mut()
    }

    /// The body. It may hold secrets.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        self.request.body()
    }
}

impl fmt::Debug for Outgoing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("operation", &self.operation)
            .field("resend_count", &self.resend_count)
            .field("body_len", &self.body().len())
            .finish_non_exhaustive()
    }
}

/// An attempt that has ended.
#[derive(Debug)]
pub struct Attempt<'a> {
    pub(super) operation: OperationInfo,
    pub(super) resend_count: u32,
    pub(super) duration: Duration,
    pub(super) outcome: Result<&'a RawResponse, &'a TransportError>,
    pub(super) repeated_after: Option<Duration>,
}

impl Attempt<'_> {
    /// The time from sending until the last byte of the answer, or the first of a stream.
    #[must_use]
    pub const fn duration(&self) -> Duration {
        self.duration
    }

    /// The answer, without a body where that is a stream, or why none came.
    ///
    /// # Errors
    /// Gives the error that the call ends with, unless it is repeated.
    pub const fn outcome(&self) -> Result<&RawResponse, &TransportError> {
        self.outcome
    }

    /// The status of the answer, where one came.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.outcome.ok().map(RawResponse::status)
    }

    /// The time after which the call is sent again, where it is.
    #[must_use]
    pub const fn repeated_after(&self) -> Option<Duration> {
        self.repeated_after
    }
}

/// What is known of an attempt before and after it.
macro_rules! attempt {
    ($($type:ident)+) => {
        $(
            impl $type<'_> {
                /// The operation.
                #[must_use]
                pub const fn operation(&self) -> OperationInfo {
                    self.operation
                }

                /// The number of attempts of this call before this one.
                #[must_use]
                pub const fn resend_count(&self) -> u32 {
                    self.resend_count
                }
            }
        )+
    };
}

attempt!(Outgoing Attempt);
