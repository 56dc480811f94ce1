//! Very many calls at once on one client.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use axum::Router;
use axum::http::HeaderMap;
use bytes::Bytes;
use plaid_link::runtime::client::{BoxFuture, Limits, ReqwestTransport, Transport, TransportError};
use plaid_link::{Client, types};
use tokio::net::TcpListener;
use tokio::runtime;
use tokio::sync::Semaphore;

const WARMING_UP: usize = 300;
const CALLS: usize = 10_000;

/// As many as are sent at a time; the others wait. Processes may not open any number of sockets.
const AT_A_TIME: usize = 100;

/// The usual transport, behind a gate.
struct Gated(ReqwestTransport, Semaphore);

impl Transport for Gated {
    fn send<'a>(
        &'a self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let _permit = self.1.acquire().await.unwrap();
            self.0.send(request, limits).await
        })
    }
}

/// A server in a thread of its own, so that what it allocates is not counted. It gives each call
/// its own header back.
fn server(served: Arc<AtomicUsize>) -> SocketAddr {
    let (started, address) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(async move {
            let router = Router::new().fallback(move |headers: HeaderMap| {
                served.fetch_add(1, Ordering::Relaxed);
                let number = headers["x-number"].to_str().unwrap().to_owned();
                async move {
                    format!(
                        "{{\"item_id\":\"{number}\",\"access_token\":\"t\",\"request_id\":\"r\"}}"
                    )
                }
            });
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            started.send(listener.local_addr().unwrap()).unwrap();
            axum::serve(listener, router).await.unwrap();
        });
    });
    address.recv().unwrap()
}

/// Makes all calls at once, and gives the number of those that got their own answer.
async fn all(client: &Client, calls: usize) -> usize {
    let mut tasks = Vec::with_capacity(calls);
    for number in 0..calls {
        let client = client.clone();
        tasks.push(tokio::spawn(async move {
            let request = types::ItemPublicTokenExchangeRequest::new("public-sandbox-1");
            let call = client.item_public_token_exchange(&request);
            let answer = call.header("x-number", number).await.unwrap();
            usize::from(answer.item_id.as_str() == number.to_string())
        }));
    }
    let mut own = 0;
    for task in tasks {
        own += task.await.unwrap();
    }
    own
}

/// Makes calls on a client, and closes it.
fn run(address: SocketAddr, calls: usize) {
    let transport = ReqwestTransport::new(None).unwrap();
    let client = crate::server::builder(address)
        .timeout(None)
        .transport(Gated(transport, Semaphore::new(AT_A_TIME)))
        .build()
        .unwrap();
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    assert_eq!(runtime.unwrap().block_on(all(&client, calls)), calls);
}

#[test]
fn none_of_ten_thousand_calls_is_lost_and_nothing_is_kept_of_them() {
    let served = Arc::new(AtomicUsize::new(0));
    let address = server(Arc::clone(&served));
    // What is made once and for all is made here.
    run(address, WARMING_UP);
    let memory = allocation_counter::measure(|| run(address, CALLS));
    assert_eq!(served.load(Ordering::Relaxed), WARMING_UP + CALLS);
    assert!(memory.bytes_current < 1000, "{memory:?}");
}
