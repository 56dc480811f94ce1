//! What a call of the client costs beside the same call made by hand with `reqwest` and
//! `serde_json`: one connection to a server in another thread, in turns.
//!
//! `cargo bench -p specwright-suite --bench call_overhead`
//!
//! Both use the same `reqwest::Client`. By hand nothing is checked, no credential is looked up, an
//! error is not told from another, and no request id is kept; the answer is read into types with
//! serde's derive. The ratio is the median over all rounds, each with as many calls of either kind,
//! so that a machine whose speed varies does not matter.

#![allow(
    clippy::unwrap_used,
    dead_code,
    reason = "a benchmark fails by panicking, and reads only some members"
)]

#[path = "../../../stranger/benches/link_token_get/by_hand.rs"]
mod by_hand;
#[path = "../../../stranger/benches/link_token_get/document.rs"]
mod document;
#[path = "../../../stranger/benches/link_token_get/lists.rs"]
mod lists;

use std::hint::black_box;
use std::net::SocketAddr;
use std::thread;
use std::time::Instant;

use axum::Router;
use plaid_link::runtime::client::ReqwestTransport;
use plaid_link::{Client, types};
use serde::Serialize;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::runtime::{self, Runtime};

const ROUNDS: usize = 801;
const CALLS: usize = 20;

fn main() {
    // `cargo test --benches` only wants to know that it runs.
    let measures = std::env::args().any(|argument| argument == "--bench");
    let rounds = if measures { ROUNDS } else { 1 };
    println!("a call of the client against one by hand, median of {rounds} rounds");
    let small = json!({
        "link_token": "link-sandbox-1", "created_at": null, "expiration": null,
        "metadata": {
            "initial_products": [], "webhook": null, "country_codes": [], "language": null,
            "redirect_uri": null, "client_name": null, "institution_data": null,
        },
        "request_id": "r1",
    });
    compare("small answer", small.to_string(), rounds);
    let large = document::in_order(document::SIZES[1]).to_string();
    compare("large answer", large, rounds);
}

fn compare(title: &str, answer: String, rounds: usize) {
    let length = answer.len();
    let address = serve(answer);
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder().build().unwrap();
    let client = Client::builder()
        .base_url(format!("http://{address}"))
        .client_id("5f0123456789abcdef012345")
        .secret("abcdef0123456789abcdef01234567")
        .plaid_version("2020-09-14")
        .transport(ReqwestTransport::from(http.clone()))
        .build()
        .unwrap();
    let hand = ByHand {
        http,
        url: format!("http://{address}/link/token/get"),
    };
    let runtime = runtime();
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..rounds {
        let by_client = || time(&runtime, || by_client(&client));
        let by_hand = || time(&runtime, || hand.call());
        // Whoever goes first in one round goes second in the next.
        let (one, other) = if round % 2 == 0 {
            let one = by_client();
            (one, by_hand())
        } else {
            let other = by_hand();
            (by_client(), other)
        };
        ours.push(one);
        theirs.push(other);
        ratios.push(one / other);
    }
    let least = |times: &[f64]| times.iter().copied().fold(f64::INFINITY, f64::min);
    println!(
        "{title} ({length} bytes): {:+.1} % ({:.1} µs against {:.1} µs); of the least {:+.1} %",
        (median(ratios) - 1.0) * 100.0,
        median(ours.clone()) * 1e6,
        median(theirs.clone()) * 1e6,
        (least(&ours) / least(&theirs) - 1.0) * 100.0,
    );
}

async fn by_client(client: &Client) {
    let request = types::LinkTokenGetRequest::new("link-sandbox-af1a0311-da53-4636-b754");
    drop(black_box(client.link_token_get(&request).await.unwrap()));
}

/// The same call, as one would write it.
struct ByHand {
    http: reqwest::Client,
    url: String,
}

#[derive(Serialize)]
struct Request<'a> {
    link_token: &'a str,
}

impl ByHand {
    async fn call(&self) {
        let request = Request {
            link_token: "link-sandbox-af1a0311-da53-4636-b754",
        };
        let answer = self
            .http
            .post(&self.url)
            .header("PLAID-CLIENT-ID", "5f0123456789abcdef012345")
            .header("PLAID-SECRET", "abcdef0123456789abcdef01234567")
            .header("Plaid-Version", "2020-09-14")
            .header("User-Agent", "plaid-link/0.1.0")
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .timeout(std::time::Duration::from_secs(60))
            .body(serde_json::to_vec(&request).unwrap())
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success());
        let body = answer.bytes().await.unwrap();
        let value: by_hand::LinkTokenGetResponse = serde_json::from_slice(&body).unwrap();
        drop(black_box(value));
    }
}

fn serve(answer: String) -> SocketAddr {
    let (started, address) = std::sync::mpsc::channel();
    thread::spawn(move || {
        runtime().block_on(async move {
            let answer = axum::body::Bytes::from(answer);
            let router = Router::new().fallback(move || async move {
                let json = [("content-type", "application/json")];
                (json, answer)
            });
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

/// The time of one call.
fn time<F: Future<Output = ()>>(runtime: &Runtime, call: impl Fn() -> F) -> f64 {
    runtime.block_on(async {
        let start = Instant::now();
        for _ in 0..CALLS {
            call().await;
        }
        start.elapsed().as_secs_f64() / CALLS as f64
    })
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
