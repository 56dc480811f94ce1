//! `text/event-stream`: server-sent events (WHATWG HTML, "Server-sent events").

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::stream::{Buffer, ByteStream, Decoded, Decoder, StreamError};
use crate::runtime::decode::{self, ReadError};

/// An event that the server sent.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The kind of event; `message` where the server names none.
    pub event: String,
    /// The last identifier that the server gave, to go on from after a break.
    pub id: Option<String>,
    /// The time to wait before connecting again, where the server has just set it.
    pub retry: Option<Duration>,
    /// What the event says.
    pub data: T,
}

/// The events of an answer as they come. Dropping the stream gives the rest up.
///
/// The stream ends where the answer does, and at an event whose data is `[DONE]`, by which some
/// servers say that nothing follows. An event that is not complete at the end of the answer is
/// not given. A stream does not connect again.
pub struct EventStream<T>(Decoded<Events<T>>);

impl<T: DeserializeOwned> EventStream<T> {
    /// Events whose data is JSON, each of them not larger than a number of bytes.
    #[must_use]
    pub fn json(bytes: ByteStream, limit: usize) -> Self {
        let read = |data: &str| decode::from_slice(data.as_bytes());
        Self(Decoded::new(
            bytes,
            limit,
            Events::new(read, Some("[DONE]")),
        ))
    }
}

impl EventStream<String> {
    /// Events whose data is text, each of them not larger than a number of bytes. Here `[DONE]` is
    /// data like any other.
    #[must_use]
    pub fn text(bytes: ByteStream, limit: usize) -> Self {
        let read = |data: &str| Ok(data.to_owned());
        Self(Decoded::new(bytes, limit, Events::new(read, None)))
    }
}

impl<T> EventStream<T> {
    /// The next event; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Event<T>, StreamError>> {
        poll_fn(|context| self.0.poll(context)).await
    }
}

impl<T> Stream for EventStream<T> {
    type Item = Result<Event<T>, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll(context)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").finish_non_exhaustive()
    }
}

/// Takes events out of lines.
struct Events<T> {
    read: fn(&str) -> Result<T, ReadError>,
    /// The data by which a server says that nothing follows.
    done: Option<&'static str>,
    has_begun: bool,
    has_ended: bool,
    /// A line has ended with CR: an LF that follows belongs to that end.
    skip_line_feed: bool,
    event: String,
    data: String,
    has_data: bool,
    id: Option<String>,
    retry: Option<Duration>,
}

impl<T> Events<T> {
    fn new(read: fn(&str) -> Result<T, ReadError>, done: Option<&'static str>) -> Self {
        Self {
            read,
            done,
            has_begun: false,
            has_ended: false,
            skip_line_feed: false,
            event: String::new(),
            data: String::new(),
            has_data: false,
            id: None,
            retry: None,
        }
    }

    /// One line without its end; an empty one completes an event.
    fn line(&mut self, line: &str) -> Option<Result<Event<T>, ReadError>> {
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.data.push('\n');
                }
                self.data.push_str(value);
            }
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                if let Ok(milliseconds) = value.parse() {
                    self.retry = Some(Duration::from_millis(milliseconds));
                }
            }
            // A comment has no name; other fields mean nothing.
            _ => {}
        }
        None
    }

    fn dispatch(&mut self) -> Option<Result<Event<T>, ReadError>> {
        let event = std::mem::take(&mut self.event);
        let data = std::mem::take(&mut self.data);
        if !std::mem::take(&mut self.has_data) {
            return None;
        }
        if self.done == Some(data.trim()) {
            self.has_ended = true;
            return None;
        }
        let retry = self.retry.take();
        Some((self.read)(&data).map(|data| Event {
            event: if event.is_empty() {
                "message".to_owned()
            } else {
                event
            },
            id: self.id.clone(),
            retry,
            data,
        }))
    }
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

impl<T> Decoder for Events<T> {
    type Value = Event<T>;

    fn decode(&mut self, bytes: &mut Buffer) -> Option<Result<Event<T>, ReadError>> {
        if !self.has_begun {
            let may_be_mark = bytes.len() < BYTE_ORDER_MARK.len();
            if may_be_mark && bytes.begins(BYTE_ORDER_MARK) {
                return None;
            }
            if bytes.starts_with(BYTE_ORDER_MARK) {
                bytes.skip(BYTE_ORDER_MARK.len());
            }
            self.has_begun = true;
        }
        while !self.has_ended {
            if self.skip_line_feed
                && let Some(first) = bytes.first()
            {
                if first == b'\n' {
                    bytes.skip(1);
                }
                self.skip_line_feed = false;
            }
            let (line, end) = bytes.take_until(|byte| matches!(byte, b'\n' | b'\r'))?;
            self.skip_line_feed = end == b'\r';
            let event = self.line(&String::from_utf8_lossy(&line));
            if event.is_some() {
                return event;
            }
        }
        None
    }

    fn finish(&mut self, _: &mut Buffer) -> Option<Result<Event<T>, ReadError>> {
        None
    }

    fn has_ended(&self) -> bool {
        self.has_ended
    }

    fn held(&self) -> usize {
        self.data.len()
    }
}
