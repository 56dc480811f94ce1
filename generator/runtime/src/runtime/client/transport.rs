//! The seam between the client and whatever carries its requests.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

use super::stream::ByteStream;

/// A future behind a pointer.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries requests to a server.
///
/// One for tests answers from memory; one for production may wrap another to record or to sign.
pub trait Transport: Send + Sync {
    /// Sends one request and reads the whole answer. Dropping the future gives the request up.
    ///
    /// # Errors
    /// Fails where no complete answer came within the limits. An answer of any status is none.
    fn send<'a>(
        &'a self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>>;

    /// Sends one request and hands the body on as it comes. Dropping the future or the stream gives
    /// the request up.
    ///
    /// The time of the limits is that until the answer begins, and then that between two pieces of
    /// it; the size does not count. A transport that does not know how to do this reads the whole
    /// answer.
    ///
    /// # Errors
    /// Fails where no answer began within the limits. An answer of any status is none.
    fn stream<'a>(
        &'a self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'a, Result<http::Response<ByteStream>, TransportError>> {
        let answer = self.send(request, limits);
        Box::pin(async move { Ok(answer.await?.map(ByteStream::from)) })
    }
}

/// The limits within which an answer has to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The time from the start until the last byte of the body; of a stream, until the body begins,
    /// and then between two pieces of it. `None` is no limit.
    pub timeout: Option<Duration>,
    /// The size of the body in bytes.
    pub max_body: usize,
}

/// No complete answer came.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    attempts: u32,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// Why no complete answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection could be made; the request was not sent.
    Connect,
    /// No connection could be made in time; the request was not sent.
    ConnectTimeout,
    /// The answer did not come in time; the server may have acted on the request.
    Timeout,
    /// The body is larger than the client accepts.
    BodyTooLarge,
    /// The connection broke before the answer was complete.
    Interrupted,
    /// Anything else.
    Other,
}

impl TransportError {
    /// An error without a cause.
    #[must_use]
    pub const fn new(kind: TransportErrorKind) -> Self {
        Self {
            kind,
            attempts: 1,
            source: None,
        }
    }

    /// The same error with its cause, whose texts must not show URLs or headers.
    #[must_use]
    pub fn with_source(self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            source: Some(source.into()),
            ..self
        }
    }

    /// Why no complete answer came.
    #[must_use]
    pub const fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The number of times that the call was sent, or that it was tried.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(super) const fn set_attempts(&mut self, attempts: u32) {
        self.attempts = attempts;
    }

    /// Whether time ran out, be it for the connection or for the answer.
    #[must_use]
    pub const fn is_timeout(&self) -> bool {
        matches!(
            self.kind,
            TransportErrorKind::Timeout | TransportErrorKind::ConnectTimeout
        )
    }

    /// Whether there was no connection, so that the request was not sent.
    #[must_use]
    pub const fn is_connect(&self) -> bool {
        matches!(
            self.kind,
            TransportErrorKind::Connect | TransportErrorKind::ConnectTimeout
        )
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection could be made",
            TransportErrorKind::ConnectTimeout => "no connection could be made in time",
            TransportErrorKind::Timeout => "no answer came in time",
            TransportErrorKind::BodyTooLarge => "the answer is larger than the client accepts",
            TransportErrorKind::Interrupted => {
                "the connection broke before the answer was complete"
            }
            TransportErrorKind::Other => "the request could not be carried out",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
