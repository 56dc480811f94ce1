//! The forms that the body of an answer takes.

use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::events::EventStream;
use super::lines::JsonLines;
use super::received::Received;
use crate::runtime::decode::{self, Mismatch, ReadError};

/// A form of body, and how a value of type `T` is read from it.
pub trait ReadBody<T> {
    /// The media type to ask for where the document names none.
    const ACCEPT: &'static str = "*/*";

    /// Whether the value is read while the body comes.
    const STREAMED: bool = false;

    /// Reads a value.
    ///
    /// # Errors
    /// Fails where the body is not what the document says.
    fn read(received: &mut Received) -> Result<T, ReadError>;
}

/// JSON, read into any type that can be deserialized.
#[derive(Clone, Copy, Debug)]
pub enum Json {}

impl<T: DeserializeOwned> ReadBody<T> for Json {
    const ACCEPT: &'static str = "application/json";

    fn read(received: &mut Received) -> Result<T, ReadError> {
        decode::from_slice(received.body())
    }
}

/// No content; a body that comes nevertheless is ignored.
#[derive(Clone, Copy, Debug)]
pub enum Empty {}

impl ReadBody<()> for Empty {
    fn read(_: &mut Received) -> Result<(), ReadError> {
        Ok(())
    }
}

/// A body in another form, or none.
#[derive(Clone, Copy, Debug)]
pub struct Maybe<B>(PhantomData<B>);

impl<T, B: ReadBody<T>> ReadBody<Option<T>> for Maybe<B> {
    const ACCEPT: &'static str = B::ACCEPT;

    fn read(received: &mut Received) -> Result<Option<T>, ReadError> {
        if received.body().is_empty() {
            return Ok(None);
        }
        B::read(received).map(Some)
    }
}

/// Bytes as they are.
#[derive(Clone, Copy, Debug)]
pub enum Binary {}

impl ReadBody<Bytes> for Binary {
    fn read(received: &mut Received) -> Result<Bytes, ReadError> {
        Ok(received.body().clone())
    }
}

/// Text in UTF-8.
#[derive(Clone, Copy, Debug)]
pub enum Text {}

impl ReadBody<String> for Text {
    const ACCEPT: &'static str = "text/*, */*;q=0.5";

    fn read(received: &mut Received) -> Result<String, ReadError> {
        match std::str::from_utf8(received.body()) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(ReadError::Mismatch(Mismatch {
                path: String::new(),
                expected: "text in UTF-8".to_owned(),
                found: "other bytes",
            })),
        }
    }
}

/// Server-sent events with JSON as their data.
#[derive(Clone, Copy, Debug)]
pub enum Events {}

impl<T: DeserializeOwned> ReadBody<EventStream<T>> for Events {
    const ACCEPT: &'static str = "text/event-stream";
    const STREAMED: bool = true;

    fn read(received: &mut Received) -> Result<EventStream<T>, ReadError> {
        let (bytes, limit) = received.take_stream();
        Ok(EventStream::json(bytes, limit))
    }
}

/// Server-sent events with text as their data.
#[derive(Clone, Copy, Debug)]
pub enum TextEvents {}

impl ReadBody<EventStream<String>> for TextEvents {
    const ACCEPT: &'static str = "text/event-stream";
    const STREAMED: bool = true;

    fn read(received: &mut Received) -> Result<EventStream<String>, ReadError> {
        let (bytes, limit) = received.take_stream();
        Ok(EventStream::text(bytes, limit))
    }
}

/// JSON, one text to a line.
#[derive(Clone, Copy, Debug)]
pub enum Lines {}

impl<T: DeserializeOwned> ReadBody<JsonLines<T>> for Lines {
    const ACCEPT: &'static str = "application/x-ndjson";
    const STREAMED: bool = true;

    fn read(received: &mut Received) -> Result<JsonLines<T>, ReadError> {
        let (bytes, limit) = received.take_stream();
        Ok(JsonLines::lines(bytes, limit))
    }
}

/// JSON texts, each after a record separator.
#[derive(Clone, Copy, Debug)]
pub enum Sequence {}

impl<T: DeserializeOwned> ReadBody<JsonLines<T>> for Sequence {
    const ACCEPT: &'static str = "application/json-seq";
    const STREAMED: bool = true;

    fn read(received: &mut Received) -> Result<JsonLines<T>, ReadError> {
        let (bytes, limit) = received.take_stream();
        Ok(JsonLines::sequence(bytes, limit))
    }
}
