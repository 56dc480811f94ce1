//! The transport over `reqwest`, against sockets that behave in every bad way.

#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests, too")]

use std::error::Error as _;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use bytes::Bytes;
use specwright_runtime::runtime::client::{
    Binary, Call, Core, CoreBuilder, Error, Operation, Scheme, SchemeKind, TransportErrorKind,
    Undeclared,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::{sleep, timeout};

const KEY: Scheme = Scheme {
    name: "key",
    kind: SchemeKind::ApiKeyQuery("key"),
};

struct Fetch;

impl Operation for Fetch {
    const ID: &'static str = "fetch";
    const METHOD: &'static str = "POST";
    const PATH: &'static str = "/fetch";
    const SECURITY: &'static [&'static [Scheme]] = &[&[KEY]];
    type Response = Bytes;
    type Body = Binary;
    type Error = Undeclared;
}

fn builder(address: SocketAddr) -> CoreBuilder {
    CoreBuilder::new()
        .base_url(format!("http://{address}"))
        .credential(&KEY, "canary".into())
        .timeout(Duration::from_millis(300))
        .max_response_size(100)
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
