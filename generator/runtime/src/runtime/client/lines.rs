//! JSON texts one after the other: a line each, or each after a record separator (RFC 7464).

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::stream::{Buffer, ByteStream, Decoded, Decoder, StreamError};
use crate::runtime::decode::{self, ReadError};

/// What a text in a sequence begins with.
const RECORD_SEPARATOR: u8 = 0x1e;

/// The JSON texts of an answer as they come. Dropping the stream gives the rest up.
pub struct JsonLines<T>(Decoded<Texts<T>>);

impl<T: DeserializeOwned> JsonLines<T> {
    /// A text on each line, none of them larger than a number of bytes. Empty lines are skipped.
    #[must_use]
    pub fn lines(bytes: ByteStream, limit: usize) -> Self {
        Self(Decoded::new(bytes, limit, Texts::new(false)))
    }

    /// A text after each record separator, none of them larger than a number of bytes.
    #[must_use]
    pub fn sequence(bytes: ByteStream, limit: usize) -> Self {
        Self(Decoded::new(bytes, limit, Texts::new(true)))
    }
}

impl<T> JsonLines<T> {
    /// The next value; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {
        poll_fn(|context| self.0.poll(context)).await
    }
}

impl<T> Stream for JsonLines<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll(context)
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines").finish_non_exhaustive()
    }
}

/// Takes JSON texts out of bytes.
struct Texts<T> {
    read: fn(&[u8]) -> Result<T, ReadError>,
    is_sequence: bool,
    /// The lines of a text in a sequence that is not complete yet.
    text: Vec<u8>,
}

impl<T: DeserializeOwned> Texts<T> {
    fn new(is_sequence: bool) -> Self {
        Self {
            read: decode::from_slice,
            is_sequence,
            text: Vec::new(),
        }
    }
}

impl<T> Texts<T> {
    /// The value of a text; none where there is only white space.
    fn value(&self, text: &[u8]) -> Option<Result<T, ReadError>> {
        let text = text.trim_ascii();
        (!text.is_empty()).then(|| (self.read)(text))
    }

    /// A line of a sequence: a text may have several, and is complete when it is JSON.
    fn more(&mut self, line: &[u8], end: u8) -> Option<Result<T, ReadError>> {
        self.text.extend_from_slice(line);
        self.text.push(b'\n');
        let is_complete = || serde_json::from_slice::<IgnoredAny>(&self.text).is_ok();
        if end == RECORD_SEPARATOR || is_complete() {
            let text = std::mem::take(&mut self.text);
            return self.value(&text);
        }
        None
    }
}

impl<T> Decoder for Texts<T> {
    type Value = T;

    fn decode(&mut self, bytes: &mut Buffer) -> Option<Result<T, ReadError>> {
        loop {
            let is_end = |byte| byte == b'\n' || (self.is_sequence && byte == RECORD_SEPARATOR);
            let (line, end) = bytes.take_until(is_end)?;
            let value = if self.is_sequence {
                self.more(&line, end)
            } else {
                self.value(&line)
            };
            if value.is_some() {
                return value;
            }
        }
    }

    fn finish(&mut self, bytes: &mut Buffer) -> Option<Result<T, ReadError>> {
        let mut text = std::mem::take(&mut self.text);
        text.extend_from_slice(&bytes.take_all());
        self.value(&text)
    }

    fn held(&self) -> usize {
        self.text.len()
    }
}
