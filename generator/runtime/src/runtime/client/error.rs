//! Why a call gave no value.

use std::convert::Infallible;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::provider::CredentialError;
use super::refusal::{ApiError, DecodeError, NotJsonError, RedirectError};
use super::response::RawResponse;
use super::security::{self, Scheme};
use super::transport::{TransportError, TransportErrorKind};
use crate::runtime::Violations;
use crate::runtime::decode::ReadError;

/// Why a call gave no value; `E` is the type of the API's own errors.
///
/// Neither `Debug` nor `Display` shows credentials, header values, or what a body holds, except
/// what the `Debug` of `E` shows itself.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The API refused, with an error of the form that the document gives.
    Api(ApiError<E>),
    /// The answer is JSON, and not what the document says.
    Decode(DecodeError),
    /// The answer is not JSON where JSON was due: a page of a gateway, a truncated body, nothing.
    NotJson(NotJsonError),
    /// The answer has a status 3xx where another is due: a redirect, which is not followed, or
    /// `304 Not Modified`.
    Redirect(RedirectError),
    /// No complete answer came.
    Transport(TransportError),
    /// The request breaks constraints of the document; it was not sent.
    InvalidRequest(Violations),
    /// A credential that the operation needs is not set; the request was not sent.
    MissingCredential {
        /// The first security scheme that is missing, by its name in the document.
        scheme: &'static str,
        /// What the operation accepts: one of these lists, complete.
        alternatives: &'static [&'static [Scheme]],
    },
    /// A provider gave no credential, or one that HTTP cannot carry; the request was not sent.
    Credential(CredentialError),
    /// The request cannot be written down; it was not sent.
    Serialize(SerializeError),
}

/// The part of a request that cannot be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SerializeError {
    /// The body refused to be serialized.
    Body,
    /// The body is no JSON object, or has a member already that is to be added to it.
    BodyMember {
        /// The name of the member.
        name: String,
    },
    /// A header or cookie has a name or a value that HTTP cannot carry.
    Header {
        /// The name.
        name: String,
    },
    /// A path parameter has no value, or one that leads to another path: nothing, `.` or `..`.
    PathParameter {
        /// The name.
        name: &'static str,
    },
    /// A parameter or a member of a form refused to be serialized.
    Parameter {
        /// The name.
        name: &'static str,
    },
    /// Method and URL make no request.
    Url,
}

impl fmt::Display for SerializeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request cannot be written: ")?;
        match self {
            Self::Body => f.write_str("its body cannot be serialized"),
            Self::BodyMember { name } => {
                write!(f, "the member {name:?} cannot be added to its body")
            }
            Self::Header { name } => write!(f, "HTTP cannot carry the header {name:?}"),
            Self::PathParameter { name } => {
                write!(f, "path parameter {name:?} has no usable value")
            }
            Self::Parameter { name } => write!(f, "parameter {name:?} cannot be serialized"),
            Self::Url => f.write_str("its URL is not valid"),
        }
    }
}

impl StdError for SerializeError {}

impl<E> Error<E> {
    /// Whether time ran out, be it for the connection or for the answer.
    #[must_use]
    pub const fn is_timeout(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_timeout())
    }

    /// Whether there was no connection, so that the request was not sent.
    #[must_use]
    pub const fn is_connect(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_connect())
    }

    /// Whether the same call may do better later: the connection failed or broke, time ran out, or
    /// the status is one that speaks of the moment (408, 425, 429, 500, 502, 503 or 504).
    ///
    /// It says nothing of whether the server has acted on the call that failed.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport(error) => match error.kind() {
                TransportErrorKind::Connect
                | TransportErrorKind::ConnectTimeout
                | TransportErrorKind::Timeout
                | TransportErrorKind::Interrupted => true,
                TransportErrorKind::BodyTooLarge | TransportErrorKind::Other => false,
            },
            _ => self.status().is_some_and(|status| {
                matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502 | 503 | 504)
            }),
        }
    }

    /// Whether the API says that there were too many calls (status 429).
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// How long the server asks to wait, with the header `Retry-After`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.response()?.retry_after()
    }

    /// The number of times that the call was sent; none where it never was.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        match self {
            Self::Transport(error) => error.attempts(),
            _ => self.response().map_or(0, RawResponse::attempts),
        }
    }

    /// Whether it is the API's own error and of a certain kind:
    /// `error.is_api(|body| body.code == Code::NotFound)`.
    pub fn is_api(&self, is_meant: impl FnOnce(&E) -> bool) -> bool {
        self.api().is_some_and(|error| is_meant(error.body()))
    }

    /// The API's own error, where it is one.
    #[must_use]
    pub const fn api(&self) -> Option<&ApiError<E>> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }

    /// The answer, where one came.
    #[must_use]
    pub fn response(&self) -> Option<&RawResponse> {
        match self {
            Self::Api(error) => Some(error.response()),
            Self::Decode(error) => Some(error.response()),
            Self::NotJson(error) => Some(error.response()),
            Self::Redirect(error) => Some(error.response()),
            _ => None,
        }
    }

    /// The status of the answer, where one came.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(RawResponse::status)
    }

    /// The identifier that the server gave the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.response()?.request_id()
    }

    /// The headers of the answer, where one came.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(RawResponse::headers)
    }

    /// The body of the answer, where one came. It may hold secrets.
    #[must_use]
    pub fn raw_body(&self) -> Option<&Bytes> {
        self.response().map(RawResponse::body)
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => fmt::Display::fmt(error, f),
            Self::Decode(error) => fmt::Display::fmt(error, f),
            Self::NotJson(error) => fmt::Display::fmt(error, f),
            Self::Redirect(error) => fmt::Display::fmt(error, f),
            Self::Transport(error) => fmt::Display::fmt(error, f),
            Self::InvalidRequest(violations) => {
                write!(
                    f,
                    "the request breaks the document's constraints: {violations}"
                )
            }
            Self::MissingCredential {
                scheme,
                alternatives,
            } => {
                write!(f, "no credential is set for the security scheme {scheme:?}")?;
                security::write_alternatives(f, alternatives)
            }
            Self::Credential(error) => fmt::Display::fmt(error, f),
            Self::Serialize(error) => fmt::Display::fmt(error, f),
        }
    }
}

/// `Display` tells of the error held within; the source is what caused that one.
impl<E: fmt::Debug> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Credential(error) => error.source(),
            _ => None,
        }
    }
}

/// An error of the client itself, whatever the API's own errors are.
pub(super) type Failure = Error<Infallible>;

impl Failure {
    /// The error for an answer that could not be read.
    pub(super) fn unreadable(response: RawResponse, error: ReadError) -> Self {
        match error {
            ReadError::Mismatch(mismatch) => Self::Decode(DecodeError::new(response, mismatch)),
            ReadError::NotJson { line, column } => {
                Self::NotJson(NotJsonError::new(response, line, column))
            }
        }
    }

    /// The same error among those of an API.
    pub(super) fn widen<E>(self) -> Error<E> {
        match self {
            Self::Api(error) => match *error.body() {},
            Self::Decode(error) => Error::Decode(error),
            Self::NotJson(error) => Error::NotJson(error),
            Self::Redirect(error) => Error::Redirect(error),
            Self::Transport(error) => Error::Transport(error),
            Self::InvalidRequest(violations) => Error::InvalidRequest(violations),
            Self::MissingCredential {
                scheme,
                alternatives,
            } => Error::MissingCredential {
                scheme,
                alternatives,
            },
            Self::Credential(error) => Error::Credential(error),
            Self::Serialize(error) => Error::Serialize(error),
        }
    }
}
