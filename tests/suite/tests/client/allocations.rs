//! What a call allocates, beside the same call made by hand.

use std::net::SocketAddr;
use std::thread;

use allocation_counter::AllocationInfo;
use axum::Router;
use plaid_link::runtime::client::ReqwestTransport;
use plaid_link::{Client, types};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime::{self, Runtime};

/// A server in a thread of its own, so that what it allocates is not counted.
fn server(answer: String) -> SocketAddr {
    let (started, address) = std::sync::mpsc::channel();
    thread::spawn(move || {
        runtime().block_on(async move {
            let router = Router::new().fallback(move || async move { answer });
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            started.send(listener.local_addr().unwrap()).unwrap();
            axum::serve(listener, router).await.unwrap();
        });
    });
    address.recv().unwrap()
}

fn runtime() -> Runtime {
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    runtime.unwrap()
}

/// What one run allocates when everything has been set up; the least of several, since a connection
/// may grow its buffers now and then.
fn measure(mut run: impl FnMut()) -> AllocationInfo {
    run();
    let runs = (0..20).map(|_| allocation_counter::measure(&mut run));
    runs.min_by_key(|info| info.bytes_total).unwrap()
}

fn by_client(runtime: &Runtime, client: &Client) -> AllocationInfo {
    let request = types::LinkTokenGetRequest::new("link-sandbox-1");
    measure(|| {
        let call = client.link_token_get(&request).send_raw();
        drop(runtime.block_on(call).unwrap());
    })
}

fn by_hand(runtime: &Runtime, client: &reqwest::Client, address: SocketAddr) -> AllocationInfo {
    let url = format!("http://{address}/link/token/get");
    measure(|| {
        let body = serde_json::to_vec(&json!({"link_token": "link-sandbox-1"})).unwrap();
        let call = client
            .post(&url)
            .header("PLAID-CLIENT-ID", "canary-client-id")
            .header("PLAID-SECRET", "canary-secret")
            .header("Plaid-Version", "2020-09-14")
            .header("User-Agent", "plaid-link/0.1.0")
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .body(body)
            .send();
        drop(runtime.block_on(async { call.await.unwrap().bytes().await.unwrap() }));
    })
}

#[test]
fn a_body_is_allocated_as_often_as_by_hand() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder().build().unwrap();
    let letters = |count| Value::String("a".repeat(count)).to_string();
    for (count, what) in [(10, "small"), (100_000, "large")] {
        let address = server(letters(count));
        let builder = crate::server::builder(address).timeout(None);
        let transport = ReqwestTransport::from(http.clone());
        let client = builder.transport(transport).build().unwrap();
        let runtime = runtime();
        let ours = by_client(&runtime, &client);
        let theirs = by_hand(&runtime, &http, address);
        let more = ours.bytes_total.saturating_sub(theirs.bytes_total);
        assert!(more < 4096, "{what}: {ours:?} beside {theirs:?}");
    }
}
