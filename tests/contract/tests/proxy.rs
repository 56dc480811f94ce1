//! The proxy between a client and a server, over real sockets.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests, too")]

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode, Uri};
use axum::routing::{any, get};
use specwright_contract::finding::Exchange;
use specwright_contract::proxy;
use specwright_contract::run::sender::{Answer, Sender};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::{LocalSet, spawn_local};

/// What a server at the other end is asked and answers.
fn server() -> Router {
    Router::new()
        .route(
            "/v1/echo",
            any(|headers: HeaderMap, uri: Uri, body: Bytes| async move {
                let host = headers["host"].to_str().unwrap().to_owned();
                let asked = headers.contains_key("accept-encoding");
                let hop = headers.contains_key("x-hop");
                format!("{uri} {} {asked} {hop} {}", !host.is_empty(), body.len())
            }),
        )
        .route(
            "/v1/pieces",
            get(|| async {
                let pieces = futures_util::stream::unfold(0, |n| async move {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                    (n < 3).then(|| (Ok::<_, std::io::Error>(format!("piece {n}\n")), n + 1))
                });
                Body::from_stream(pieces)
            }),
        )
        .route(
            "/v1/broken",
            get(|| async {
                let pieces = futures_util::stream::unfold(0, |n| async move {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                    let piece = (n == 0).then_some("begun");
                    Some((piece.ok_or(std::io::Error::other("broken")), n + 1))
                });
                Body::from_stream(pieces)
            }),
        )
}

struct Proxied {
    sender: Sender,
    seen: Rc<RefCell<Vec<Exchange>>>,
    stop: oneshot::Sender<()>,
    served: tokio::task::JoinHandle<Result<(), String>>,
}

async fn proxied(upstream: &str) -> Proxied {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url: Uri = format!("http://{}", listener.local_addr().unwrap())
        .parse()
        .unwrap();
    let seen = Rc::new(RefCell::new(Vec::new()));
    let (stop, stopped) = oneshot::channel::<()>();
    let upstream: Uri = upstream.parse().unwrap();
    let see = Rc::clone(&seen);
    let served = spawn_local(async move {
        let see = Rc::new(move |exchange| see.borrow_mut().push(exchange));
        let stop = async { drop(stopped.await) };
        proxy::serve(listener, &upstream, see, stop).await
    });
    Proxied {
        sender: Sender::new(&url, None).unwrap(),
        seen,
        stop,
        served,
    }
}

impl Proxied {
    async fn get(&self, path: &str) -> Result<Answer, String> {
        let request = Request::get(path)
            .header("host", "example.invalid")
            .header("accept-encoding", "gzip")
            .header("connection", "x-hop")
            .header("x-hop", "1")
            .body(Bytes::new())
            .unwrap();
        let answer = self.sender.send(request, Duration::from_secs(5)).await;
        answer.map_err(|failure| failure.to_string())
    }

    async fn end(self) -> Vec<Exchange> {
        self.stop.send(()).unwrap();
        self.served.await.unwrap().unwrap();
        self.seen.take()
    }
}

fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    LocalSet::new().block_on(&runtime, test);
}

async fn upstream() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    spawn_local(async move { axum::serve(listener, server()).await });
    format!("http://{address}/v1")
}

#[test]
fn exchanges_pass_and_are_seen() {
    run(async {
        let upstream = upstream().await;
        let proxied = proxied(&upstream).await;
        let answer = proxied.get("/echo?a=b").await.unwrap();
        assert_eq!(answer.response.body(), "/v1/echo?a=b true false false 0");
        let pieces = proxied.get("/pieces").await.unwrap();
        assert_eq!(pieces.response.body(), "piece 0\npiece 1\npiece 2\n");
        let seen = proxied.end().await;
        let urls: Vec<_> = seen
            .iter()
            .map(|exchange| exchange.request.url.as_str())
            .collect();
        assert_eq!(
            urls,
            [format!("{upstream}/echo?a=b"), format!("{upstream}/pieces")]
        );
        let bodies: Vec<_> = seen
            .iter()
            .map(|exchange| &exchange.response.as_ref().unwrap().body)
            .collect();
        assert_eq!(bodies[1], "piece 0\npiece 1\npiece 2\n");
        assert!(seen[0].started.is_some());
    });
}

#[test]
fn an_answer_that_breaks_is_none() {
    run(async {
        let proxied = proxied(&upstream().await).await;
        assert!(proxied.get("/broken").await.is_err());
        // The proxy goes on.
        assert_eq!(
            proxied.get("/echo").await.unwrap().response.status(),
            StatusCode::OK
        );
        let seen = proxied.end().await;
        assert!(seen[0].response.is_none());
        assert!(seen[1].response.is_some());
    });
}

#[test]
fn a_server_that_is_not_there_is_a_bad_gateway() {
    run(async {
        let proxied = proxied("http://127.0.0.1:9").await;
        let answer = proxied.get("/x").await.unwrap();
        assert_eq!(answer.response.status(), StatusCode::BAD_GATEWAY);
        let seen = proxied.end().await;
        assert!(seen[0].response.is_none());
    });
}
