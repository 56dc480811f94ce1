//! Webhooks on their way.

use std::net::IpAddr;
use std::time::Duration;

use http::Uri;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::KEY_ID;
use super::faults::Effect;
use super::state::{Item, State};

const PATIENCE: Duration = Duration::from_secs(2);

/// A webhook, and where it goes.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) url: String,
    pub(super) content_type: &'static str,
    pub(super) body: Value,
}

impl State {
    /// Sends a message to the URL of an Item, if it has one.
    pub(super) fn send(&mut self, item: &Item, body: Value) {
        let Some(url) = item.webhook.clone() else {
            return;
        };
        let mut message = Message {
            url,
            content_type: "application/json",
            body,
        };
        for effect in self.faults.effects() {
            if let Effect::Message(code, change) = effect
                && message.body["webhook_code"] == *code
            {
                change(&mut message);
            }
        }
        self.outbox.push(message);
    }
}

impl Message {
    /// Delivers it, if its URL is one of this machine. What becomes of it does not matter.
    pub(super) async fn deliver(self) {
        let _ = tokio::time::timeout(PATIENCE, self.post()).await;
    }

    async fn post(self) -> Option<()> {
        let uri: Uri = self.url.parse().ok()?;
        let host = uri.host()?;
        let is_loopback =
            host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        if !is_loopback || uri.scheme_str() != Some("http") {
            return None;
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let body = self.body.to_string();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {}\r\nContent-Length: {}\r\n\
             Plaid-Verification: {}\r\nConnection: close\r\n\r\n",
            self.content_type,
            body.len(),
            signature(),
        );
        let mut stream = TcpStream::connect((host, uri.port_u16().unwrap_or(80)))
            .await
            .ok()?;
        stream.write_all(head.as_bytes()).await.ok()?;
        stream.write_all(body.as_bytes()).await.ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.ok()?;
        Some(())
    }
}

/// A token that names the key. What is signed is not looked at by anybody here.
fn signature() -> String {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let head = format!(r#"{{"alg":"ES256","kid":"{KEY_ID}","typ":"JWT"}}"#);
    format!("{}.{}.{}", engine.encode(head), engine.encode("{}"), "c2ln")
}
