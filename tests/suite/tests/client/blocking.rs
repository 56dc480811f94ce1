//! Calls that wait on the thread that makes them.

use std::net::SocketAddr;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use plaid_link::blocking::Client;
use plaid_link::runtime::client::{BoxFuture, Limits, Transport, TransportError};
use plaid_link::{Error, types};
use serde_json::json;

use crate::server::{Server, builder, token_request};

/// A server on a thread of its own.
struct Elsewhere(Server);

impl Elsewhere {
    fn new(server: impl Future<Output = Server> + Send + 'static) -> Self {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            let runtime = runtime.enable_all().build().unwrap();
            runtime.block_on(async {
                sender.send(server.await).unwrap();
                std::future::pending::<()>().await;
            });
        });
        Self(receiver.recv().unwrap())
    }

    fn client(&self) -> Client {
        client(self.0.address)
    }
}

fn client(address: SocketAddr) -> Client {
    builder(address).build_blocking().unwrap()
}

fn accounts() -> Elsewhere {
    let answer = json!({"user_id": "usr_1", "request_id": "r"});
    Elsewhere::new(async { Server::json(200, answer).await })
}

#[test]
fn a_call_waits_for_its_value() {
    let server = accounts();
    let client = server.client();
    let request = types::UserCreateRequest::new("user-1");
    let call = client
        .user_create(&request)
        .plaid_new_user_api_enabled(true)
        .header("x-more", "1");
    assert_eq!(
        format!("{call:?}"),
        "Call { operation: \"userCreate\", .. }"
    );
    let created = call.wait().unwrap();
    assert_eq!(created.request_id.as_str(), "r");
    let received = server.0.received();
    assert_eq!(received.path, "/user/create");
    assert_eq!(received.headers["Plaid-New-User-API-Enabled"], "true");
    assert_eq!(received.headers["x-more"], "1");
    assert_eq!(received.headers["PLAID-SECRET"], "canary-secret");
}

#[test]
fn a_reply_has_status_and_headers_and_a_stream_its_pieces() {
    let server = accounts();
    let client = server.client();
    let request = types::UserCreateRequest::new("user-1");
    let reply = client.user_create(&request).send().unwrap();
    assert_eq!(
        (reply.status().as_u16(), reply.request_id()),
        (200, Some("r"))
    );

    let reply = client.user_create(&request).stream().unwrap();
    assert_eq!(reply.headers()["content-type"], "application/json");
    let pieces: Result<Vec<_>, _> = reply.into_value().collect();
    let whole: serde_json::Value = serde_json::from_slice(&pieces.unwrap().concat()).unwrap();
    assert_eq!(whole["user_id"], "usr_1");
}

#[test]
fn errors_are_the_same() {
    let request = token_request();
    let wrong = types::LinkTokenCreateRequest::new("", Vec::<String>::new(), "");
    let server = Elsewhere::new(Server::json(400, json!({"error_type": "INVALID_REQUEST"})));
    let error = server
        .client()
        .link_token_create(&wrong)
        .wait()
        .unwrap_err();
    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");

    let server = Elsewhere::new(Server::slow(Duration::from_secs(5)));
    let began = Instant::now();
    let error = server.client().link_token_create(&request).wait();
    assert!(error.unwrap_err().is_timeout());
    assert!(began.elapsed() < Duration::from_secs(3));

    // Nothing listens there.
    let client = client("127.0.0.1:9".parse().unwrap());
    assert!(
        client
            .link_token_create(&request)
            .wait()
            .unwrap_err()
            .is_connect()
    );
}

/// More calls than the budget of an asynchronous task, on a thread that nobody else can use
/// meanwhile.
#[tokio::test(flavor = "current_thread")]
async fn it_works_inside_asynchronous_code() {
    let server = accounts();
    let client = server.client();
    let request = types::UserCreateRequest::new("user-1");
    for _ in 0..300 {
        client.user_create(&request).wait().unwrap();
    }
    drop(client);
}

#[test]
fn clones_serve_many_threads_on_shared_connections() {
    let server = accounts();
    let client = server.client();
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            thread::spawn(move || {
                let request = types::UserCreateRequest::new("user-1");
                (0..20).all(|_| client.user_create(&request).wait().is_ok())
            })
        })
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().unwrap()));
}

/// A transport that leaves a task behind in the runtime that it finds itself in.
struct Leaving(mpsc::Sender<()>);

impl Transport for Leaving {
    fn send<'a>(
        &'a self,
        _: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        let sender = self.0.clone();
        Box::pin(async move {
            tokio::spawn(async move {
                let _held = sender;
                std::future::pending::<()>().await;
            });
            let answer = json!({"user_id": "usr_1", "request_id": "r"}).to_string();
            Ok(http::Response::new(answer.into()))
        })
    }
}

#[test]
fn the_thread_ends_with_the_last_clone() {
    let (sender, receiver) = mpsc::channel();
    let client = builder("127.0.0.1:9".parse().unwrap())
        .transport(Leaving(sender))
        .build_blocking()
        .unwrap();
    let last = client.clone();
    let request = types::UserCreateRequest::new("user-1");
    client.user_create(&request).wait().unwrap();
    drop(client);
    let waits = Duration::from_millis(50);
    assert_eq!(receiver.recv_timeout(waits), Err(RecvTimeoutError::Timeout));
    drop(last);
    let ended = receiver.recv_timeout(Duration::from_secs(10));
    assert_eq!(ended, Err(RecvTimeoutError::Disconnected));
}
