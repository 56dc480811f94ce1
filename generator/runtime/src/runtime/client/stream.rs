//! Bodies that are read as they come.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::transport::{TransportError, TransportErrorKind};
use crate::runtime::decode::ReadError;

/// The bytes of an answer as they come. Dropping the stream gives the rest up.
pub struct ByteStream(Option<Pin<Box<Pieces>>>);

type Pieces = dyn Stream<Item = Result<Bytes, TransportError>> + Send;

impl ByteStream {
    /// A stream of pieces; it is not asked again after it has ended or failed.
    pub fn new(pieces: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self(Some(Box::pin(pieces)))
    }

    /// The next piece; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// All that is left, up to a number of bytes.
    pub(super) async fn collect(mut self, limit: usize) -> Result<Bytes, TransportError> {
        let mut body = Whole::new(limit);
        while let Some(piece) = self.next().await {
            body.push(piece?)?;
        }
        Ok(body.finish())
    }
}

/// A body that is put together from its pieces. A single piece stays where it is.
#[derive(Debug)]
pub(super) struct Whole {
    limit: usize,
    first: Bytes,
    rest: BytesMut,
}

impl Whole {
    /// A body of at most so many bytes.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            first: Bytes::new(),
            rest: BytesMut::new(),
        }
    }

    pub(super) fn push(&mut self, piece: Bytes) -> Result<(), TransportError> {
        let Self { limit, first, rest } = self;
        if first.len() + rest.len() + piece.len() > *limit {
            return Err(TransportError::new(TransportErrorKind::BodyTooLarge));
        }
        if first.is_empty() && rest.is_empty() {
            *first = piece;
        } else {
            rest.extend_from_slice(&std::mem::take(first));
            rest.extend_from_slice(&piece);
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Bytes {
        if self.rest.is_empty() {
            self.first
        } else {
            self.rest.freeze()
        }
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(pieces) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let next = pieces.as_mut().poll_next(context);
        if matches!(next, Poll::Ready(None | Some(Err(_)))) {
            self.0 = None;
        }
        next
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").finish_non_exhaustive()
    }
}

/// A body that is there already.
impl From<Bytes> for ByteStream {
    fn from(body: Bytes) -> Self {
        struct Whole(Option<Bytes>);

        impl Stream for Whole {
            type Item = Result<Bytes, TransportError>;

            fn poll_next(
                mut self: Pin<&mut Self>,
                _: &mut Context<'_>,
            ) -> Poll<Option<Self::Item>> {
                Poll::Ready(self.0.take().map(Ok))
            }
        }

        Self::new(Whole(Some(body).filter(|body| !body.is_empty())))
    }
}

/// Why a stream gave no value where one was due.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The connection broke, time ran out, or one value is larger than the client accepts. The
    /// stream ends here.
    Transport(TransportError),
    /// One value is not what the document says. The next may be.
    Read(ReadError),
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => fmt::Display::fmt(error, f),
            Self::Read(error) => write!(f, "a value of the stream cannot be read: {error}"),
        }
    }
}

impl std::error::Error for StreamError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Read(_) => None,
        }
    }
}

/// Takes values out of bytes that come in pieces.
pub(super) trait Decoder {
    /// What it takes out.
    type Value;

    /// Takes a value out of the bytes that have come; `None` where more are needed.
    fn decode(&mut self, bytes: &mut Buffer) -> Option<Result<Self::Value, ReadError>>;

    /// Takes what is left out of the last bytes.
    fn finish(&mut self, bytes: &mut Buffer) -> Option<Result<Self::Value, ReadError>>;

    /// Whether no value comes any more, whatever bytes do.
    fn has_ended(&self) -> bool {
        false
    }

    /// The number of bytes that are kept apart from the buffer.
    fn held(&self) -> usize {
        0
    }
}

/// Bytes that have come and are not read yet.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    bytes: BytesMut,
    /// How many of them have been searched for an end.
    searched: usize,
}

impl Buffer {
    pub(super) fn push(&mut self, piece: &[u8]) {
        self.bytes.extend_from_slice(piece);
    }

    pub(super) fn first(&self) -> Option<u8> {
        self.bytes.first().copied()
    }

    pub(super) fn starts_with(&self, prefix: &[u8]) -> bool {
        self.bytes.starts_with(prefix)
    }

    /// Whether all bytes are the beginning of a text.
    pub(super) fn begins(&self, text: &[u8]) -> bool {
        text.starts_with(&self.bytes)
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn skip(&mut self, count: usize) {
        drop(self.bytes.split_to(count));
        self.searched = 0;
    }

    /// The bytes before the first that is an end, and that end; both are taken.
    pub(super) fn take_until(&mut self, is_end: impl Fn(u8) -> bool) -> Option<(BytesMut, u8)> {
        let found = self.bytes[self.searched..]
            .iter()
            .position(|byte| is_end(*byte));
        let Some(at) = found else {
            self.searched = self.bytes.len();
            return None;
        };
        let mut line = self.bytes.split_to(self.searched + at + 1);
        self.searched = 0;
        let end = line.split_off(line.len() - 1);
        Some((line, end[0]))
    }

    pub(super) fn take_all(&mut self) -> BytesMut {
        self.searched = 0;
        self.bytes.split()
    }
}

/// Values out of a stream of bytes: the part that all typed streams have in common.
pub(super) struct Decoded<D> {
    source: Option<ByteStream>,
    buffer: Buffer,
    limit: usize,
    decoder: D,
}

impl<D: Decoder> Decoded<D> {
    pub(super) fn new(source: ByteStream, limit: usize, decoder: D) -> Self {
        Self {
            source: Some(source),
            buffer: Buffer::default(),
            limit,
            decoder,
        }
    }

    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<D::Value, StreamError>>> {
        loop {
            let Some(source) = &mut self.source else {
                return Poll::Ready(None);
            };
            if let Some(value) = self.decoder.decode(&mut self.buffer) {
                return Poll::Ready(Some(value.map_err(StreamError::Read)));
            }
            if self.decoder.has_ended() {
                self.source = None;
                return Poll::Ready(None);
            }
            if self.buffer.len() + self.decoder.held() > self.limit {
                self.source = None;
                let error = TransportError::new(TransportErrorKind::BodyTooLarge);
                return Poll::Ready(Some(Err(StreamError::Transport(error))));
            }
            match Pin::new(source).poll_next(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(piece))) => self.buffer.push(&piece),
                Poll::Ready(Some(Err(error))) => {
                    self.source = None;
                    return Poll::Ready(Some(Err(StreamError::Transport(error))));
                }
                Poll::Ready(None) => {
                    self.source = None;
                    let last = self.decoder.finish(&mut self.buffer);
                    return Poll::Ready(last.map(|value| value.map_err(StreamError::Read)));
                }
            }
        }
    }
}
