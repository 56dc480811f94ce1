//! Typed streams, whichever pieces their bytes come in.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use serde_json::{Value, json};
use specwright_runtime::runtime::client::{
    ByteStream, Call, Event, EventStream, Events, Json, JsonLines, Operation, OperationInfo,
    StreamError, TransportError, TransportErrorKind, Undeclared,
};

use crate::transport::Shared;

/// Pieces that are there at once.
struct Pieces(std::vec::IntoIter<Result<Bytes, TransportErrorKind>>);

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(
            self.0
                .next()
                .map(|piece| piece.map_err(TransportError::new)),
        )
    }
}

fn stream(pieces: Vec<Result<Bytes, TransportErrorKind>>) -> ByteStream {
    ByteStream::new(Pieces(pieces.into_iter()))
}

/// A text in two pieces for each place where it can be cut, in single bytes, and in one piece.
fn splits(text: &[u8]) -> Vec<ByteStream> {
    let piece = |bytes: &[u8]| Ok(Bytes::copy_from_slice(bytes));
    let mut splits: Vec<ByteStream> = (0..=text.len())
        .map(|at| stream(vec![piece(&text[..at]), piece(&text[at..])]))
        .collect();
    splits.push(stream(text.chunks(1).map(piece).collect()));
    splits.push(ByteStream::from(Bytes::copy_from_slice(text)));
    splits
}

async fn all<T>(mut events: EventStream<T>) -> Vec<Result<Event<T>, StreamError>> {
    let mut found = Vec::new();
    while let Some(event) = events.next().await {
        found.push(event);
    }
    found
}

/// Event, id, retry and data of each event in a text, however it is cut.
async fn texts(text: &[u8]) -> Vec<(String, Option<String>, Option<u64>, String)> {
    let mut before: Option<Vec<_>> = None;
    for bytes in splits(text) {
        let found = all(EventStream::text(bytes, 1 << 10)).await.into_iter();
        let found: Vec<_> = found
            .map(|event| {
                let event = event.unwrap();
                let retry = event.retry.map(|time| time.as_millis().try_into().unwrap());
                (event.event, event.id, retry, event.data)
            })
            .collect();
        if let Some(before) = &before {
            assert_eq!(before, &found);
        }
        before = Some(found);
    }
    before.unwrap()
}

async fn data(text: &[u8]) -> Vec<String> {
    let found = texts(text).await.into_iter();
    found.map(|(_, _, _, data)| data).collect()
}

#[tokio::test]
async fn events_are_the_same_in_whatever_pieces_they_come() {
    let text = "\u{feff}: a comment\r\ndata: one\r\ndata:two\r\ndata\r\n\r\n\
                event: add\nid: 7\nretry: 1500\ndata:  grüß\n\n\
                id\rdata: x: y\rother: z\r\r\
                data: never complete\n";
    let expected = [
        ("message", None, None, "one\ntwo\n"),
        ("add", Some("7"), Some(1500), " grüß"),
        ("message", Some(""), None, "x: y"),
    ];
    let expected = expected.map(|(event, id, retry, data)| {
        (
            event.to_owned(),
            id.map(str::to_owned),
            retry,
            data.to_owned(),
        )
    });
    assert_eq!(texts(text.as_bytes()).await, expected);
}

#[tokio::test]
async fn fields_that_mean_nothing_change_nothing() {
    assert_eq!(data(b"\n\n\n").await, Vec::<String>::new());
    assert_eq!(data(b"event: a\n\ndata: 1\n\n").await, ["1"]);
    assert_eq!(data(b"data\n\n").await, [""]);
    assert_eq!(data(b" data: 1\ndata : 2\ndata: 3\n\n").await, ["3"]);
    assert_eq!(data(b"data: [DONE]\n\ndata: 1\n\n").await, ["[DONE]", "1"]);
    assert_eq!(data(b"data: a\xff\n\n").await, ["a\u{fffd}"]);
    let odd = texts(b"id: 1\nid: a\0b\nretry: 1s\ndata: 2\n\ndata: 3\n\n").await;
    assert_eq!(odd[0].1.as_deref(), Some("1"));
    assert_eq!((odd[0].2, odd[1].1.as_deref()), (None, Some("1")));
}

#[tokio::test]
async fn what_cannot_be_read_is_an_error_and_the_next_event_comes() {
    let text = b"data: {\"n\": 1}\n\ndata: {\"n\": \"canary\"}\n\ndata: canary\n\n\
                 data: {\"n\": 2}\n\n data: x\n\ndata: [DONE]\n\ndata: {\"n\": 3}\n\n";
    for bytes in splits(text) {
        let found = all(EventStream::<Numbers>::json(bytes, 1 << 10)).await;
        let shown = format!("{found:?}");
        assert!(!shown.contains("canary"), "{shown}");
        let found: Vec<_> = found
            .into_iter()
            .map(|event| {
                event
                    .map(|event| event.data.n)
                    .map_err(|error| error.to_string())
            })
            .collect();
        let [Ok(1), Err(mismatch), Err(not_json), Ok(2)] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert!(
            mismatch.contains("/n: expected u32, found string"),
            "{mismatch}"
        );
        assert!(not_json.contains("not JSON"), "{not_json}");
    }
}

#[derive(Debug, serde::Deserialize)]
struct Numbers {
    n: u32,
}

#[tokio::test]
async fn one_event_may_not_be_larger_than_the_limit() {
    let fits = b"data: 12345\n\ndata: 67890\n\n";
    for bytes in splits(fits) {
        assert_eq!(all(EventStream::text(bytes, 28)).await.len(), 2);
    }
    let one_line = "data: 1234567890123456789012345678901234567890\n\n".as_bytes();
    let many_lines = "data: 1\n".repeat(30);
    for text in [one_line, many_lines.as_bytes()] {
        let pieces = text
            .chunks(5)
            .map(|piece| Ok(Bytes::copy_from_slice(piece)));
        let found = all(EventStream::text(stream(pieces.collect()), 20)).await;
        let [Err(StreamError::Transport(error))] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!(error.kind(), TransportErrorKind::BodyTooLarge);
    }
}

#[tokio::test]
async fn a_stream_ends_where_the_connection_breaks() {
    let pieces = vec![
        Ok(Bytes::from("data: 1\n\nda")),
        Err(TransportErrorKind::Interrupted),
        Ok(Bytes::from("ta: 2\n\n")),
    ];
    let found = all(EventStream::<u32>::json(stream(pieces), 100)).await;
    let [Ok(first), Err(StreamError::Transport(error))] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(
        (first.data, error.kind()),
        (1, TransportErrorKind::Interrupted)
    );
}

async fn values(mut lines: JsonLines<Value>) -> Vec<Result<Value, String>> {
    let mut found = Vec::new();
    while let Some(value) = lines.next().await {
        found.push(value.map_err(|error| error.to_string()));
    }
    found
}

#[tokio::test]
async fn lines_are_the_same_in_whatever_pieces_they_come() {
    let text = "{\"a\": \"grüß\"}\r\n\n 7 \nnot json\n[1]";
    for bytes in splits(text.as_bytes()) {
        let found = values(JsonLines::lines(bytes, 100)).await;
        assert_eq!(found[0], Ok(json!({"a": "grüß"})));
        assert_eq!(found[1], Ok(json!(7)));
        assert!(found[2].is_err());
        assert_eq!(found[3..], [Ok(json!([1]))]);
    }
    let long = Bytes::from("\"12345678901234567890\"");
    let found = values(JsonLines::lines(stream(vec![Ok(long)]), 10)).await;
    assert!(
        found[0]
            .as_ref()
            .is_err_and(|error| error.contains("larger")),
        "{found:?}"
    );
}

#[tokio::test]
async fn a_sequence_has_texts_of_several_lines() {
    let text = b"\x1e{\n\"a\": 1\n}\n\x1e\x1e2\n\x1e[1,\n\x1e\"last\"";
    for bytes in splits(text) {
        let found = values(JsonLines::sequence(bytes, 100)).await;
        assert_eq!(found[..2], [Ok(json!({"a": 1})), Ok(json!(2))]);
        assert!(found[2].is_err());
        assert_eq!(found[3..], [Ok(json!("last"))]);
    }
    // A text that is complete does not wait for the next one.
    let pieces = vec![
        Ok(Bytes::from("\x1e{\"a\": 1}\n")),
        Err(TransportErrorKind::Interrupted),
    ];
    let found = values(JsonLines::sequence(stream(pieces), 100)).await;
    assert_eq!(found[0], Ok(json!({"a": 1})));
}

struct Watch;

impl Operation for Watch {
    const INFO: OperationInfo = OperationInfo::new("watch", "GET", "/watch");
    type Response = EventStream<u32>;
    type Body = Events;
    type Error = Undeclared;
    type ErrorBody = Json;
}

#[cfg(feature = "blocking")]
#[test]
fn a_stream_can_be_waited_for_item_by_item() {
    use specwright_runtime::runtime::client::blocking::Runtime;

    let transport = Shared::answering(200, &[], "data: 1\n\ndata: x\n\ndata: 3\n\n");
    let core = transport.core();
    let runtime = Runtime::new().unwrap();
    let mut items = runtime.call::<Watch>(core.call()).items().unwrap();
    // What has been begun goes on without those who began it.
    drop(runtime);
    assert_eq!(items.next().unwrap().unwrap().data, 1);
    assert!(matches!(items.next(), Some(Err(StreamError::Read(_)))));
    assert_eq!(items.next().map(|item| item.unwrap().data), Some(3));
    assert!(items.next().is_none());
}

#[tokio::test]
async fn a_transport_that_knows_no_streams_gives_them_all_the_same() {
    let transport = Shared::answering(200, &[("x-request-id", "r1")], "retry: 5\ndata: 1\n\n");
    let core = transport.core();
    let call: Call<'_, Watch> = core.call();
    let mut reply = call.send().await.unwrap();
    assert_eq!(reply.request_id(), Some("r1"));
    let event = reply.value_mut().next().await.unwrap().unwrap();
    assert_eq!(
        (event.data, event.retry),
        (1, Some(Duration::from_millis(5)))
    );
    assert_eq!(transport.last_header("accept"), "text/event-stream");

    let refusing = Shared::json(400, &json!({"why": 1}));
    let core = refusing.core();
    let call: Call<'_, Watch> = core.call();
    let error = call.await.unwrap_err();
    assert_eq!(error.api().unwrap().body()["why"], 1);

    let core = transport.core();
    let call: Call<'_, Watch> = core.call();
    let (mut bytes, response) = call.stream().await.unwrap().into_parts();
    assert_eq!(
        bytes.next().await.unwrap().unwrap(),
        "retry: 5\ndata: 1\n\n"
    );
    assert!(bytes.next().await.is_none());
    assert!(response.body().is_empty());
}
