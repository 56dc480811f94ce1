//! What takes webhooks: a server on loopback that says yes to everything.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A running listener; it stops when this is dropped.
#[derive(Debug)]
pub(super) struct Listener {
    pub(super) url: String,
    arrived: Arc<Mutex<Vec<Request<Bytes>>>>,
    running: JoinHandle<()>,
}

impl Listener {
    pub(super) async fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let arrived = Arc::<Mutex<Vec<_>>>::default();
        let log = Arc::clone(&arrived);
        let running = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let log = Arc::clone(&log);
                let service = service_fn(move |request| take(Arc::clone(&log), request));
                tokio::spawn(async move {
                    let connection =
                        http1::Builder::new().serve_connection(TokioIo::new(stream), service);
                    // A message that was not sent whole has not arrived.
                    drop(connection.await);
                });
            }
        });
        Ok(Self {
            url,
            arrived,
            running,
        })
    }

    /// What has arrived below a path so far.
    pub(super) fn below(&self, path: &str) -> Vec<Request<Bytes>> {
        let arrived = self.arrived.lock().unwrap_or_else(PoisonError::into_inner);
        let below = arrived.iter().filter(|request| {
            let rest = request.uri().path().strip_prefix(path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        below.cloned().collect()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.running.abort();
    }
}

async fn take(
    log: Arc<Mutex<Vec<Request<Bytes>>>>,
    request: Request<Incoming>,
) -> Result<Response<Empty<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    if let Ok(body) = body.collect().await {
        let request = Request::from_parts(parts, body.to_bytes());
        let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
        log.push(request);
    }
    Ok(Response::new(Empty::new()))
}
