//! Answers on their way to a value.

use bytes::Bytes;
use http::StatusCode;

use super::response::RawResponse;
use super::stream::ByteStream;

/// An answer whose body has come, or is on its way.
#[derive(Debug)]
pub struct Received {
    response: RawResponse,
    stream: Option<ByteStream>,
    limit: usize,
    is_success: bool,
}

impl Received {
    pub(super) const fn new(
        response: RawResponse,
        stream: Option<ByteStream>,
        limit: usize,
        is_success: bool,
    ) -> Self {
        Self {
            response,
            stream,
            limit,
            is_success,
        }
    }

    /// The status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The body, which is empty where it is on its way.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        self.response.body()
    }

    /// The body as a stream, and the number of bytes that one value in it may have.
    pub fn take_stream(&mut self) -> (ByteStream, usize) {
        let whole = || ByteStream::from(self.response.body().clone());
        (self.stream.take().unwrap_or_else(whole), self.limit)
    }

    /// Whether the operation has done what it should.
    pub(super) const fn is_success(&self) -> bool {
        self.is_success
    }

    pub(super) fn into_response(self) -> RawResponse {
        self.response
    }
}
