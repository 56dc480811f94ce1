//! Answers that are wrong, odd or dangerous, over real sockets.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use plaid_link::runtime::client::{RawResponse, TransportErrorKind};
use plaid_link::{Client, Error, types};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::server::{Server, builder, client, scripted};

type Outcome = Result<types::WebhookVerificationKeyGetResponse, Error>;

/// Any operation will do.
async fn call(client: &Client) -> Outcome {
    let request = types::WebhookVerificationKeyGetRequest::new("key-1");
    client.webhook_verification_key_get(&request).await
}

async fn raw(client: &Client) -> Result<RawResponse, Error> {
    let request = types::WebhookVerificationKeyGetRequest::new("key-1");
    client
        .webhook_verification_key_get(&request)
        .send_raw()
        .await
}

fn kind<T: std::fmt::Debug>(outcome: Result<T, Error>) -> TransportErrorKind {
    let Err(Error::Transport(error)) = outcome else {
        panic!("{outcome:?}")
    };
    error.kind()
}

/// A body of the operation.
fn key() -> String {
    json!({
        "key": {
            "alg": "ES256", "crv": "P-256", "kid": "key-1", "kty": "EC", "use": "sig",
            "x": "eA", "y": "eQ", "created_at": 1_560_466_950, "expired_at": null,
        },
        "request_id": "r1",
    })
    .to_string()
}

fn ok(headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\n{headers}Content-Length: {length}\r\n\r\n{body}")
}

#[tokio::test]
async fn a_reset_within_the_body_is_an_interruption() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 8192];
            let _ = stream.read(&mut request).await;
            let head = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"key";
            stream.write_all(head.as_bytes()).await.unwrap();
            tokio::time::sleep(Duration::from_millis(20)).await;
            stream.set_zero_linger().unwrap();
        }
    });
    let outcome = call(&client(address)).await;
    assert_eq!(kind(outcome), TransportErrorKind::Interrupted);
}

#[tokio::test]
async fn a_body_that_comes_too_slowly_times_out() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 8192]).await;
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        while stream.write_all(b" ").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    let start = Instant::now();
    let outcome = call(&client(address)).await;
    assert_eq!(kind(outcome), TransportErrorKind::Timeout);
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn the_content_type_does_not_matter_where_the_body_does() {
    for headers in [
        "",
        "Content-Type: text/plain\r\n",
        "Content-Type: text/html\r\n",
    ] {
        let address = scripted([ok(headers, &key())]).await;
        let key = call(&client(address)).await.unwrap().key;
        assert_eq!(key.kid, "key-1");
    }
    let xml = ok("Content-Type: application/xml\r\n", "<key/>");
    let error = call(&client(scripted([xml]).await)).await.unwrap_err();
    let Error::NotJson(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.content_type(), Some("application/xml"));
    assert_eq!(error.raw_body(), "<key/>");
}

#[tokio::test]
async fn a_body_in_chunks_is_put_together() {
    let body = key();
    let mut text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned();
    for chunk in body.as_bytes().chunks(7) {
        let chunk = std::str::from_utf8(chunk).unwrap();
        text += &format!("{:x};extension=1\r\n{chunk}\r\n", chunk.len());
    }
    let whole = format!("{text}0\r\nX-Trailer: ignored\r\n\r\n");
    let raw = raw(&client(scripted([whole]).await)).await.unwrap();
    assert_eq!(raw.body(), body.as_bytes());

    let outcome = call(&client(scripted([text]).await)).await;
    assert_eq!(kind(outcome), TransportErrorKind::Interrupted);
}

#[tokio::test]
async fn credentials_follow_no_redirect() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = Server::json(200, json!({})).await;
        let target = elsewhere.address;
        let head = format!(
            "HTTP/1.1 {status} Moved\r\nLocation: http://{target}/stolen\r\n\
             Content-Length: 0\r\n\r\n"
        );
        let error = call(&client(scripted([head]).await)).await.unwrap_err();
        let Error::Redirect(error) = error else {
            panic!("{error:?}")
        };
        assert_eq!(error.location(), Some(&*format!("http://{target}/stolen")));
        assert_eq!(elsewhere.count(), 0, "{status}");
    }
}

#[tokio::test]
async fn no_content_is_not_json_whether_it_has_a_body_or_not() {
    for text in [
        "HTTP/1.1 204 No Content\r\n\r\n".to_owned(),
        "HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n{\"key\":1}".to_owned(),
    ] {
        let client = client(scripted([text, ok("", &key())]).await);
        let error = call(&client).await.unwrap_err();
        let Error::NotJson(error) = error else {
            panic!("{error:?}")
        };
        assert_eq!(error.status(), 204);
        assert_eq!(error.raw_body(), "");
        // What came where no body may be is not taken for the next answer.
        call(&client).await.unwrap();
    }
}

#[tokio::test]
async fn one_byte_over_the_limit_is_one_too_many() {
    async fn limited(address: SocketAddr, limit: usize) -> Outcome {
        let builder = builder(address).max_response_size(limit);
        call(&builder.build().unwrap()).await
    }
    let body = key();
    let length = body.len();
    let (one, other) = body.split_at(100);
    let chunked = format!(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\
         64\r\n{one}\r\n{:x}\r\n{other}\r\n0\r\n\r\n",
        other.len()
    );
    let open_ended = format!("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{body}");
    for text in [ok("", &body), chunked, open_ended] {
        let address = scripted([text]).await;
        limited(address, length).await.unwrap();
        let outcome = limited(address, length - 1).await;
        assert_eq!(kind(outcome), TransportErrorKind::BodyTooLarge);
    }
}

#[tokio::test]
async fn invalid_utf_8_is_not_json() {
    let valid = key().into_bytes();
    let at = valid.windows(5).position(|text| text == b"key-1").unwrap();
    for bytes in [
        &[0xff_u8][..],
        &[0xc3, 0x28],
        &[0xed, 0xa0, 0x80],
        b"\\ud800",
    ] {
        let mut body = valid.clone();
        body.splice(at..at + 1, bytes.iter().copied());
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
        let text = [head.as_bytes(), &body].concat();
        let error = call(&client(scripted([text]).await)).await.unwrap_err();
        assert!(matches!(error, Error::NotJson(_)), "{bytes:?}: {error:?}");
        assert_eq!(&error.raw_body().unwrap()[..], body);
    }
}

#[tokio::test]
async fn what_is_no_http_is_an_interruption() {
    for text in ["SSH-2.0-OpenSSH_9.6\r\n", "HTTP/1.1 banana\r\n\r\n", ""] {
        let outcome = call(&client(scripted([text]).await)).await;
        assert_eq!(kind(outcome), TransportErrorKind::Interrupted, "{text:?}");
    }
}
