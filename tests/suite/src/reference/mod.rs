//! A server that keeps the contract of `plaid-link`, and can be told to break it.
//!
//! Requests are held to the document before anything else is done with them, handlers take and
//! give the generated types, and every answer is held to the document again before it leaves. What
//! is known is in memory, and gone with the server. [`catalogue`] lists the faults that can be
//! switched on, one by one or together.

mod answer;
mod faults;
mod institutions;
mod items;
mod links;
mod messages;
mod operations;
mod outbox;
mod refusal;
mod sandbox;
mod service;
mod state;
mod users;

use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

use specwright_contract::api::Api;
use specwright_contract::document::Document;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use faults::{Fault, catalogue, fault};

/// The key of the team that the server serves.
pub const CLIENT_ID: &str = "5f2d1c3b9a8e4f0011aa22bb";
/// The secret of that team.
pub const SECRET: &str = "3d9c1e7f5b2a4c6e8d0f1a2b3c4d5e";
/// The version of the API.
pub const VERSION: &str = "2020-09-14";
/// The key with which webhooks are signed.
pub const KEY_ID: &str = "6c5516e1-92dc-479e-a8ff-5a51992e0001";
/// The state of an OAuth flow that waits for accounts.
pub const OAUTH_STATE_ID: &str = "0b0c7ae2-0d36-4e4c-9ad1-2a3c0a7d41b6";
/// The correlation of an OAuth flow with its link token.
pub const LINK_CORRELATION_ID: &str = "5a9f0d52-6c1b-4f57-9b53-0d4b7a1c3e88";

static API: LazyLock<Arc<Api>> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../specs/");
    let path = |name: &str| format!("{folder}{name}").into();
    let path_of_document: std::path::PathBuf = path("plaid-link.yml");
    match Document::read(&path_of_document, &[path("plaid-link.overlay.yml")]) {
        Ok(document) => Arc::new(Api::new(document)),
        Err(why) => panic!("the document cannot be read: {why}"),
    }
});

/// The document, as HTTP sees it.
#[must_use]
pub fn api() -> Arc<Api> {
    Arc::clone(&API)
}

/// A running server; it stops when this is dropped.
#[derive(Debug)]
pub struct Reference {
    /// Where it listens.
    pub address: SocketAddr,
    service: Arc<service::Service>,
    running: JoinHandle<()>,
}

impl Reference {
    /// Starts a server on a port of the system's choice, with faults.
    ///
    /// # Errors
    /// The port cannot be opened.
    pub async fn start(faults: &[&'static Fault]) -> std::io::Result<Self> {
        Self::start_at(([127, 0, 0, 1], 0).into(), faults).await
    }

    /// The same at an address.
    ///
    /// # Errors
    /// The address cannot be opened.
    pub async fn start_at(address: SocketAddr, faults: &[&'static Fault]) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let service = Arc::new(service::Service::new(api(), faults.to_vec()));
        let router = service::router(Arc::clone(&service));
        let running = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self {
            address,
            service,
            running,
        })
    }

    /// Its base URL.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers that would have broken the document without any fault being on.
    #[must_use]
    pub fn broken_promises(&self) -> Vec<String> {
        self.service.broken_promises()
    }

    /// Waits for the server to stop.
    pub async fn wait(mut self) {
        let _ = (&mut self.running).await;
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        self.running.abort();
    }
}
