//! Answers that come compressed.

use plaid_link::runtime::client::{RawResponse, TransportErrorKind};
use plaid_link::{Client, Error, types};

use crate::server::{Server, builder, client, scripted};

/// `{"request_id":"compressed"}`
const GZIP: &str = "1f8b0800000000000003ab562a4a2d2c4d2d2e89cf4c51b2524acecf2d284a2d2e4e4d51aa05\
                    000dd567f11b000000";
const BROTLI: &str = "0b0d807b22726571756573745f6964223a22636f6d70726573736564227d03";

/// The same with a text of 100,000 letters: 100,017 bytes.
const GZIP_LARGE: (&str, usize, &str) = (
    "1f8b0800000000000203edc1b10d40111400c05dde1896110985f27f5462776b28ee6ec7dfbed5c6ccbd468a02",
    96,
    "3c2bce05ed70699fb1860100",
);
const BROTLI_LARGE: &str = "5bb08681df48b9da873bb5c817d9ded6094beb939254725b214043f7597e01351003";
const LARGE: usize = 100_017;

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2);
    let digits = digits.map(|pair| std::str::from_utf8(pair).unwrap());
    digits
        .map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect()
}

fn gzip_large() -> Vec<u8> {
    let (start, zeros, end) = GZIP_LARGE;
    [bytes(start), vec![0; zeros], bytes(end)].concat()
}

fn encoded(encoding: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

async fn raw(client: &Client) -> Result<RawResponse, Error> {
    let request = types::WebhookVerificationKeyGetRequest::new("key-1");
    client
        .webhook_verification_key_get(&request)
        .send_raw()
        .await
}

#[tokio::test]
async fn the_client_says_what_it_can_read() {
    let server = Server::json(200, serde_json::json!({})).await;
    raw(&client(server.address)).await.unwrap();
    let accepted = &server.received().headers["accept-encoding"];
    assert_eq!(accepted, "gzip,br");
}

#[tokio::test]
async fn bodies_come_decompressed() {
    for (encoding, body) in [("gzip", GZIP), ("br", BROTLI)] {
        let address = scripted([encoded(encoding, &bytes(body))]).await;
        let answer = raw(&client(address)).await.unwrap();
        assert_eq!(answer.body(), "{\"request_id\":\"compressed\"}");
        assert_eq!(answer.request_id(), Some("compressed"));
        assert!(answer.headers().get("content-encoding").is_none());
    }
}

#[tokio::test]
async fn the_limit_is_that_of_what_a_body_holds() {
    for (encoding, body) in [("gzip", gzip_large()), ("br", bytes(BROTLI_LARGE))] {
        assert!(body.len() < 200);
        let address = scripted([encoded(encoding, &body)]).await;
        let exact = builder(address).max_response_size(LARGE).build().unwrap();
        assert_eq!(raw(&exact).await.unwrap().body().len(), LARGE);
        let short = builder(address).max_response_size(LARGE - 1).build();
        let Err(Error::Transport(error)) = raw(&short.unwrap()).await else {
            panic!("{encoding} is over the limit")
        };
        assert_eq!(error.kind(), TransportErrorKind::BodyTooLarge);
    }
}

#[tokio::test]
async fn a_compressed_body_that_is_damaged_is_an_interruption() {
    for (encoding, body) in [("gzip", GZIP), ("br", BROTLI)] {
        let mut body = bytes(body);
        body.truncate(body.len() - 9);
        let address = scripted([
            encoded(encoding, &body),
            encoded(encoding, b"no such thing"),
        ])
        .await;
        let client = client(address);
        for _ in 0..2 {
            let Err(Error::Transport(error)) = raw(&client).await else {
                panic!("{encoding} is damaged")
            };
            assert_eq!(error.kind(), TransportErrorKind::Interrupted);
        }
    }
}
