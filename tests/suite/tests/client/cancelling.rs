//! Calls that are given up.

use std::time::Duration;

use plaid_link::types;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::server::{builder, client};

const PATIENCE: Duration = Duration::from_secs(5);

/// Begins a call to a server that answers with the beginning of an answer, drops the call when that
/// has been sent, and tells whether the server sees the connection close.
async fn is_closed_after(beginning: &'static str) -> bool {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (arrived, has_arrived) = oneshot::channel();
    let (closed, is_closed) = oneshot::channel();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 8192];
        assert!(stream.read(&mut request).await.unwrap() > 0);
        stream.write_all(beginning.as_bytes()).await.unwrap();
        arrived.send(()).unwrap();
        let end = timeout(PATIENCE, stream.read(&mut request)).await;
        let _ = closed.send(matches!(end, Ok(Ok(0) | Err(_))));
    });
    let client = builder(address).timeout(PATIENCE * 2).build().unwrap();
    let request = types::ItemGetRequest::new("access-sandbox-1");
    let call = client.item_get(&request).into_future();
    tokio::select! {
        _ = call => unreachable!("there is no answer"),
        _ = has_arrived => {}
    }
    is_closed.await.unwrap()
}

#[tokio::test]
async fn dropping_a_call_closes_its_connection() {
    assert!(is_closed_after("").await, "before the answer");
    let beginning = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"item";
    assert!(is_closed_after(beginning).await, "within the body");
}

#[tokio::test]
async fn dropping_a_call_that_waits_sends_it_no_more() {
    let busy = "HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n";
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let client = builder(address).build().unwrap();
    let request = types::ItemGetRequest::new("access-sandbox-1");
    let call = timeout(
        Duration::from_millis(200),
        client.item_get(&request).into_future(),
    );
    let serve = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 8192]).await;
        stream.write_all(busy.as_bytes()).await.unwrap();
        stream
    };
    let (end, stream) = tokio::join!(call, serve);
    assert!(end.is_err(), "it waits for a second");
    drop(stream);
    let again = timeout(Duration::from_millis(1200), listener.accept()).await;
    assert!(again.is_err(), "nobody waits for it");
}

#[tokio::test]
async fn a_client_goes_on_after_a_call_was_dropped() {
    let server = crate::server::Server::slow(Duration::from_millis(100)).await;
    let client = client(server.address);
    let request = types::ItemGetRequest::new("access-sandbox-1");
    for _ in 0..3 {
        let call = client.item_get(&request).into_future();
        assert!(timeout(Duration::from_millis(20), call).await.is_err());
    }
    let answer = client.item_get(&request).send_raw().await.unwrap();
    assert_eq!(answer.body(), "{}");
}
