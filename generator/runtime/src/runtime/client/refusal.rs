//! The errors that come with an answer.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};

use super::response::RawResponse;
use crate::runtime::decode::Mismatch;

/// An error of the API's own, as the document describes it.
pub struct ApiError<E>(Box<Answer<E>>);

/// An answer that is JSON, and not what the document says.
pub struct DecodeError(Box<Answer<Mismatch>>);

/// An answer that is not JSON where JSON was due.
pub struct NotJsonError(Box<Answer<Position>>);

/// An answer with a status 3xx where another is due.
pub struct RedirectError(Box<Answer<()>>);

struct Answer<T> {
    response: RawResponse,
    what: T,
}

/// Where a text ceases to be JSON.
struct Position {
    line: usize,
    column: usize,
}

macro_rules! answer_access {
    ($([$($generics:tt)*] $name:ty;)+) => {
        $(impl $($generics)* $name {
            /// The answer as it came.
            #[must_use]
            pub fn response(&self) -> &RawResponse {
                &self.0.response
            }

            /// The status.
            #[must_use]
            pub fn status(&self) -> StatusCode {
                self.0.response.status()
            }

            /// The headers.
            #[must_use]
            pub fn headers(&self) -> &HeaderMap {
                self.0.response.headers()
            }

            /// The identifier that the server gave the request.
            #[must_use]
            pub fn request_id(&self) -> Option<&str> {
                self.0.response.request_id()
            }

            /// The body as it came. It may hold secrets.
            #[must_use]
            pub fn raw_body(&self) -> &Bytes {
                self.0.response.body()
            }
        })+
    };
}
answer_access! {
    [<E>] ApiError<E>;
    [] DecodeError;
    [] NotJsonError;
    [] RedirectError;
}

impl<E> ApiError<E> {
    pub(super) fn new(response: RawResponse, what: E) -> Self {
        Self(Box::new(Answer { response, what }))
    }

    /// What the API says.
    #[must_use]
    pub fn body(&self) -> &E {
        &self.0.what
    }

    /// What the API says, owned.
    #[must_use]
    pub fn into_body(self) -> E {
        self.0.what
    }
}

impl DecodeError {
    pub(super) fn new(response: RawResponse, what: Mismatch) -> Self {
        Self(Box::new(Answer { response, what }))
    }

    /// The place of the value that does not fit, as a JSON Pointer.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.what.path
    }

    /// What the document says is there.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.0.what.expected
    }

    /// The kind of JSON value that was found, or `nothing`.
    #[must_use]
    pub fn found(&self) -> &'static str {
        self.0.what.found
    }
}

impl NotJsonError {
    pub(super) fn new(response: RawResponse, line: usize, column: usize) -> Self {
        let what = Position { line, column };
        Self(Box::new(Answer { response, what }))
    }

    /// The header `Content-Type`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.0.response.content_type()
    }

    /// The line where the body ceases to be JSON, counted from one.
    #[must_use]
    pub fn line(&self) -> usize {
        self.0.what.line
    }

    /// The column in that line, in bytes.
    #[must_use]
    pub fn column(&self) -> usize {
        self.0.what.column
    }
}

impl RedirectError {
    pub(super) fn new(response: RawResponse) -> Self {
        Self(Box::new(Answer { response, what: () }))
    }

    pub(super) fn into_response(self) -> RawResponse {
        self.0.response
    }

    /// The header `Location`: where the answer leads to. It may hold secrets.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.headers().get(LOCATION)?.to_str().ok()
    }
}

/// What is known of an answer: its status, and its request id if it has one.
fn write_answer(f: &mut fmt::Formatter<'_>, response: &RawResponse) -> fmt::Result {
    write!(f, "status {}", response.status())?;
    match response.request_id() {
        Some(request_id) => write!(f, ", request id {request_id:?}"),
        None => Ok(()),
    }
}

impl<E> fmt::Display for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the API refused: ")?;
        write_answer(f, &self.0.response)
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer is not what the document says (")?;
        write_answer(f, &self.0.response)?;
        write!(f, "): {}", self.0.what)
    }
}

impl fmt::Display for NotJsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer is not JSON (")?;
        write_answer(f, &self.0.response)?;
        match self.raw_body().len() {
            0 => f.write_str("): its body is empty"),
            len => write!(
                f,
                "): the fault is at line {}, column {} of {len} bytes",
                self.line(),
                self.column()
            ),
        }
    }
}

impl fmt::Display for RedirectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer leads elsewhere, and is not followed: ")?;
        write_answer(f, &self.0.response)
    }
}

impl<E: fmt::Debug> fmt::Debug for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("body", &self.0.what)
            .field("response", &self.0.response)
            .finish()
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("mismatch", &self.0.what)
            .field("response", &self.0.response)
            .finish()
    }
}

impl fmt::Debug for NotJsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NotJsonError")
            .field("line", &self.line())
            .field("column", &self.column())
            .field("response", &self.0.response)
            .finish()
    }
}

impl fmt::Debug for RedirectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedirectError")
            .field("response", &self.0.response)
            .finish()
    }
}

impl<E: fmt::Debug> StdError for ApiError<E> {}
impl StdError for DecodeError {}
impl StdError for NotJsonError {}
impl StdError for RedirectError {}
