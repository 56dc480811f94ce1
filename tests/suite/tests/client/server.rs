//! Servers for the client to talk to: one that answers properly, and one that breaks off.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use plaid_link::runtime::client::RetryPolicy;
use plaid_link::{Client, ClientBuilder, types};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::timeout;

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: serde_json::Value,
}

/// A server that gives every request the same answer.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// Answers with JSON.
    pub(crate) async fn json(status: u16, body: serde_json::Value) -> Self {
        Self::start(status, "application/json", body.to_string(), Duration::ZERO).await
    }

    /// Answers with a page, as a gateway does.
    pub(crate) async fn html(status: u16, body: &str) -> Self {
        Self::start(status, "text/html", body.to_owned(), Duration::ZERO).await
    }

    /// Answers late.
    pub(crate) async fn slow(delay: Duration) -> Self {
        Self::start(200, "application/json", "{}".to_owned(), delay).await
    }

    async fn start(status: u16, content_type: &'static str, body: String, delay: Duration) -> Self {
        let received = Arc::<Mutex<Vec<Received>>>::default();
        let log = Arc::clone(&received);
        let status = StatusCode::from_u16(status).unwrap();
        let router = Router::new().fallback(move |parts: Parts, sent: Bytes| async move {
            log.lock().unwrap().push(Received {
                method: parts.method.to_string(),
                path: parts.uri.to_string(),
                headers: parts.headers,
                body: serde_json::from_slice(&sent).unwrap(),
            });
            tokio::time::sleep(delay).await;
            (status, [(header::CONTENT_TYPE, content_type)], body)
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, received }
    }

    /// The number of requests that arrived.
    pub(crate) fn count(&self) -> usize {
        self.received.lock().unwrap().len()
    }

    /// The only request that arrived.
    pub(crate) fn received(&self) -> Received {
        let received = self.received.lock().unwrap();
        assert_eq!(received.len(), 1);
        received[0].clone()
    }
}

/// A server that writes the beginning of an answer and closes the connection.
pub(crate) async fn breaking_off(text: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 8192];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(text.as_bytes()).await;
        }
    });
    address
}

/// A socket that accepts no connection: nothing takes them off its short queue, which is full.
pub(crate) struct Unresponsive {
    pub(crate) address: SocketAddr,
    _listener: TcpListener,
    _waiting: Vec<TcpStream>,
}

impl Unresponsive {
    pub(crate) async fn new() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let listener = socket.listen(1).unwrap();
        let address = listener.local_addr().unwrap();
        let mut waiting = Vec::new();
        let patience = Duration::from_millis(30);
        while let Ok(stream) = timeout(patience, TcpStream::connect(address)).await {
            waiting.push(stream.unwrap());
        }
        Self {
            address,
            _listener: listener,
            _waiting: waiting,
        }
    }
}

/// A server that gives each request the next of some answers, written as they go over the wire, and
/// the last for ever. It closes the connection after each.
pub(crate) async fn scripted<T: AsRef<[u8]> + Send + 'static>(
    answers: impl IntoIterator<Item = T>,
) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut answers: VecDeque<T> = answers.into_iter().collect();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 8192];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(answers[0].as_ref()).await;
            let _ = stream.shutdown().await;
            if answers.len() > 1 {
                answers.pop_front();
            }
        }
    });
    address
}

/// A client of a server at this address, which sends nothing again.
pub(crate) fn client(address: SocketAddr) -> Client {
    builder(address).retry(RetryPolicy::none()).build().unwrap()
}

/// The settings of a client of a server at this address.
pub(crate) fn builder(address: SocketAddr) -> ClientBuilder {
    Client::builder()
        .base_url(format!("http://{address}"))
        .client_id("canary-client-id")
        .secret("canary-secret")
        .plaid_version("2020-09-14")
        .timeout(Duration::from_millis(300))
        .connect_timeout(Duration::from_millis(100))
}

/// A request that keeps every constraint.
pub(crate) fn token_request() -> types::LinkTokenCreateRequest {
    types::LinkTokenCreateRequest::new("Acme", ["US"], "en")
}
