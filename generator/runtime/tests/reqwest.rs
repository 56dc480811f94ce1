//! The transport over `reqwest`, against sockets that behave in every bad way.

#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests, too")]

use std::error::Error as _;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use bytes::Bytes;
use specwright_runtime::runtime::client::{
    Binary, BoxFuture, Call, Core, CoreBuilder, Error, EventStream, Events, Json, Limits,
    Operation, OperationInfo, RetryPolicy, Scheme, SchemeKind, StreamError, Transport,
    TransportError, TransportErrorKind, Undeclared,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{sleep, timeout};

const KEY: Scheme = Scheme {
    name: "key",
    kind: SchemeKind::ApiKeyQuery("key"),
};

struct Fetch;

impl Operation for Fetch {
    const INFO: OperationInfo = OperationInfo::new("fetch", "POST", "/fetch");
    const SECURITY: Option<&'static [&'static [Scheme]]> = Some(&[&[KEY]]);
    type Response = Bytes;
    type Body = Binary;
    type Error = Undeclared;
    type ErrorBody = Json;
}

fn builder(address: SocketAddr) -> CoreBuilder {
    CoreBuilder::new()
        .base_url(format!("http://{address}"))
        .credential(&KEY, "canary")
        .timeout(Duration::from_millis(300))
        .max_response_size(100)
        .retry(RetryPolicy::none())
}

fn core(address: SocketAddr) -> Core {
    builder(address).build().unwrap()
}

/// A server that reads each request and writes the given pieces, one every 10 ms, then closes.
async fn server(pieces: &'static [&'static str]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            for piece in pieces {
                let _ = stream.write_all(piece.as_bytes()).await;
                sleep(Duration::from_millis(10)).await;
            }
        }
    });
    address
}

async fn fetch(core: &Core) -> Result<Bytes, Error<Undeclared>> {
    let call: Call<'_, Fetch> = core.call().text("text/plain", "canary".to_owned());
    call.await
}

/// The kind of the transport error, of which no text may show the credential in the URL.
async fn failure(core: &Core) -> TransportErrorKind {
    let error = fetch(core).await.unwrap_err();
    let mut text = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(error) = source {
        text += &format!(" {error} {error:?}");
        source = error.source();
    }
    assert!(!text.contains("canary"), "{text}");
    let Error::Transport(error) = error else {
        unreachable!("{error:?}")
    };
    error.kind()
}

#[tokio::test]
async fn a_body_in_pieces_is_put_together() {
    let address = server(&[
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "3\r\nabc\r\n",
        "2\r\nde\r\n",
        "0\r\n\r\n",
    ])
    .await;
    assert_eq!(fetch(&core(address)).await.unwrap(), "abcde");
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let announced = server(&["HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n"]).await;
    assert_eq!(
        failure(&core(announced)).await,
        TransportErrorKind::BodyTooLarge
    );
    let unannounced = server(&[
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "62\r\n12345678901234567890123456789012345678901234567890\
         123456789012345678901234567890123456789012345678\r\n",
        "0\r\n\r\n",
    ])
    .await;
    assert_eq!(
        failure(&core(unannounced)).await,
        TransportErrorKind::BodyTooLarge
    );
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_interrupted() {
    let in_body = server(&["HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabc"]).await;
    assert_eq!(
        failure(&core(in_body)).await,
        TransportErrorKind::Interrupted
    );
    let in_head = server(&["HTTP/1.1 200 OK\r\nContent-"]).await;
    assert_eq!(
        failure(&core(in_head)).await,
        TransportErrorKind::Interrupted
    );
}

#[tokio::test]
async fn a_slow_answer_times_out() {
    let head = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let start = Instant::now();
    let address = head.local_addr().unwrap();
    assert_eq!(failure(&core(address)).await, TransportErrorKind::Timeout);
    assert!(start.elapsed() < Duration::from_secs(2));

    const PIECE: &str = "x";
    let body = server(&[
        "HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n",
        PIECE,
        PIECE,
        PIECE,
        PIECE,
        PIECE,
        PIECE,
        PIECE,
        PIECE,
        PIECE,
        PIECE,
    ])
    .await;
    let hasty = builder(body)
        .timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    assert_eq!(failure(&hasty).await, TransportErrorKind::Timeout);
}

#[tokio::test]
async fn a_refused_connection_is_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    assert_eq!(failure(&core(address)).await, TransportErrorKind::Connect);
}

#[tokio::test]
async fn a_connection_that_is_not_accepted_times_out() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while let Ok(stream) = timeout(Duration::from_millis(30), TcpStream::connect(address)).await {
        waiting.push(stream);
    }
    let core = builder(address)
        .connect_timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    assert_eq!(failure(&core).await, TransportErrorKind::ConnectTimeout);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let address = server(&[
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 2\r\n\r\n{}",
    ])
    .await;
    let error = fetch(&core(address)).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 307);
}

struct Watch;

impl Operation for Watch {
    const INFO: OperationInfo = OperationInfo::new("watch", "GET", "/watch");
    type Response = EventStream<u32>;
    type Body = Events;
    type Error = Undeclared;
    type ErrorBody = Json;
}

/// A server that writes a piece each time it is told to, and tells whether the client is still
/// there when it has written the last.
async fn stepwise(
    pieces: &'static [&'static str],
) -> (SocketAddr, mpsc::Sender<()>, oneshot::Receiver<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (step, mut steps) = mpsc::channel::<()>(1);
    let (left, is_left) = oneshot::channel();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        let _ = stream.read(&mut request).await;
        for piece in pieces {
            let _ = stream.write_all(piece.as_bytes()).await;
            if steps.recv().await.is_none() {
                break;
            }
        }
        let end = timeout(Duration::from_secs(2), stream.read(&mut request)).await;
        let _ = left.send(matches!(end, Ok(Ok(0) | Err(_))));
    });
    (address, step, is_left)
}

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\
                    Transfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n";

#[tokio::test]
async fn an_event_is_there_before_the_next_is_sent() {
    let (address, step, _) = stepwise(&[HEAD, "9\r\ndata: 2\n\n\r\n", "0\r\n\r\n"]).await;
    let core = core(address);
    let call: Call<'_, Watch> = core.call();
    let mut events = call.await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, 1);
    step.send(()).await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, 2);
    step.send(()).await.unwrap();
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn dropping_a_stream_gives_the_request_up() {
    let (address, step, left) = stepwise(&[HEAD, ""]).await;
    let core = core(address);
    let call: Call<'_, Watch> = core.call();
    let mut events = call.await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, 1);
    drop(events);
    drop(step);
    assert!(left.await.unwrap(), "the connection is still open");
}

#[tokio::test]
async fn the_size_of_a_stream_as_a_whole_has_no_limit() {
    const LINE: &str = "13\r\ndata: 1234567890\n\n\n\r\n";
    let address = server(&[
        HEAD,
        LINE,
        LINE,
        LINE,
        LINE,
        LINE,
        LINE,
        LINE,
        LINE,
        LINE,
        LINE,
        "0\r\n\r\n",
    ])
    .await;
    let core = core(address);
    let call: Call<'_, Watch> = core.call();
    let mut events = call.await.unwrap();
    let mut count = 0;
    while let Some(event) = events.next().await {
        event.unwrap();
        count += 1;
    }
    assert_eq!(count, 11);
}

#[tokio::test]
async fn a_pause_in_a_stream_times_out() {
    let (address, _step, _) = stepwise(&[HEAD, "9\r\ndata: 2\n\n\r\n"]).await;
    let core = builder(address)
        .timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    let call: Call<'_, Watch> = core.call();
    let mut events = call.await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, 1);
    let error = events.next().await.unwrap().unwrap_err();
    let StreamError::Transport(error) = error else {
        unreachable!("{error:?}")
    };
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn a_stream_that_begins_late_or_breaks_off_fails() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = core(silent.local_addr().unwrap());
    let call: Call<'_, Watch> = silent.call();
    let error = call.await.unwrap_err();
    assert!(
        matches!(&error, Error::Transport(error) if error.is_timeout()),
        "{error:?}"
    );

    let broken = core(server(&[HEAD]).await);
    let call: Call<'_, Watch> = broken.call();
    let mut events = call.await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, 1);
    let error = events.next().await.unwrap().unwrap_err();
    assert!(matches!(
        &error,
        StreamError::Transport(error) if error.kind() == TransportErrorKind::Interrupted
    ));
}

#[tokio::test]
async fn a_refusal_of_a_stream_is_read_as_a_whole() {
    let refusing = core(
        server(&[
            "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 8\r\n\r\n{\"a\"",
            ": 7}",
        ])
        .await,
    );
    let call: Call<'_, Watch> = refusing.call();
    let error = call.await.unwrap_err();
    assert_eq!(error.api().unwrap().body()["a"], 7);

    let large = core(server(&["HTTP/1.1 500 No\r\nContent-Length: 101\r\n\r\n"]).await);
    let call: Call<'_, Watch> = large.call();
    assert!(matches!(call.await, Err(Error::Transport(_))));
}

#[tokio::test]
async fn any_answer_can_be_read_as_it_comes() {
    let address = server(&[
        "HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 300\r\n\r\n",
        "0123456789",
        // More than the client accepts of a body that it keeps.
        "01234567890123456789012345678901234567890123456789012345678901234567890123456789\
         012345678901234567890123456789012345678901234567890123456789",
        "01234567890123456789012345678901234567890123456789012345678901234567890123456789\
         0123456789012345678901234567890123456789012345678901234567890123456789",
    ])
    .await;
    let core = core(address);
    let call: Call<'_, Fetch> = core.call();
    let (mut stream, response) = call.stream().await.unwrap().into_parts();
    assert_eq!(response.headers()["x-a"], "b");
    let mut count = 0;
    while let Some(piece) = stream.next().await {
        count += piece.unwrap().len();
    }
    assert_eq!(count, 300);
}

/// Refuses the first connection, and answers in the second.
#[tokio::test]
async fn the_runtime_waits_between_two_attempts() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let delay = Duration::from_millis(400);
    let policy = RetryPolicy::new().delays(delay, delay);
    let core = builder(address).retry(policy).build().unwrap();
    let start = Instant::now();
    let call: Call<'_, Fetch> = core.call();
    let (answer, ()) = tokio::join!(call.send(), async {
        sleep(Duration::from_millis(50)).await;
        let listener = TcpListener::bind(address).await.unwrap();
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 4096]).await;
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        stream.write_all(answer).await.unwrap();
    });
    let answer = answer.unwrap();
    assert_eq!(answer.value(), "ok");
    assert_eq!(answer.response().attempts(), 2);
    assert!(start.elapsed() >= delay / 2);
}

/// A transport that needs no runtime, and never has a connection.
struct Nowhere;

impl Transport for Nowhere {
    fn send<'a>(
        &'a self,
        _: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async { Err(TransportError::new(TransportErrorKind::Connect)) })
    }
}

#[test]
fn without_the_runtime_nothing_is_sent_again() {
    let core = builder(SocketAddr::from(([127, 0, 0, 1], 1)))
        .retry(RetryPolicy::new())
        .transport(Nowhere)
        .build()
        .unwrap();
    let call: Call<'_, Fetch> = core.call();
    let mut call = std::pin::pin!(call.send());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(outcome) = call.as_mut().poll(&mut context) else {
        unreachable!("there is nothing to wait for")
    };
    let error = outcome.unwrap_err();
    assert!(error.is_connect() && error.attempts() == 1);
}
