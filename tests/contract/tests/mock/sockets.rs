//! The mock behind real sockets.

use std::fs;
use std::io::ErrorKind;
use std::time::{Duration, Instant};

use specwright_contract::document::Document;
use specwright_contract::mock::{Mock, Options};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::ask;

fn text(answer: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: ''\n          content: {{text/plain: {{schema: {{type: string}}, example: {answer}}}}}\n"
    )
}

async fn get(mock: &Mock, headers: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(mock.address()).await?;
    let request = format!("GET /a HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

#[tokio::test]
async fn several_mocks_answer_side_by_side() {
    let start = |answer: &str| {
        let document = Document::parse("t.yaml", &text(answer)).unwrap();
        Mock::start(document)
    };
    let (one, two) = (start("one").await.unwrap(), start("two").await.unwrap());
    assert_ne!(one.url(), two.url());
    assert!(get(&one, "").await.unwrap().ends_with("\r\n\r\none"));
    assert!(get(&two, "").await.unwrap().ends_with("\r\n\r\ntwo"));
    assert_eq!(one.journal().len(), 1);
    let address = one.address();
    one.stop().await;
    assert!(TcpStream::connect(address).await.is_err());
    assert!(get(&two, "").await.is_ok());
}

#[tokio::test]
async fn answers_are_delayed_and_connections_reset() {
    let mock = Mock::start(Document::parse("t.yaml", &text("a")).unwrap());
    let mock = mock.await.unwrap();
    let began = Instant::now();
    get(&mock, "prefer: delay=150\r\n").await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(150));
    let reset = get(&mock, "prefer: fault=reset\r\n").await.unwrap_err();
    assert_eq!(reset.kind(), ErrorKind::ConnectionReset);
    assert!(get(&mock, "").await.unwrap().starts_with("HTTP/1.1 200"));
}

/// What is under way is answered before the mock ends.
#[tokio::test]
async fn the_mock_stops_gracefully() {
    let mock = Mock::start(Document::parse("t.yaml", &text("a")).unwrap());
    let mock = mock.await.unwrap();
    let mut stream = TcpStream::connect(mock.address()).await.unwrap();
    let request = "GET /a HTTP/1.1\r\nhost: x\r\nprefer: delay=300\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let (_, answer) = tokio::join!(mock.stop(), async {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    });
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn changes_of_the_document_are_followed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("api.yaml");
    fs::write(&path, text("before")).unwrap();
    let options = Options {
        watch: Some((path.clone(), Vec::new())),
        ..Options::default()
    };
    let document = Document::read(&path, &[]).unwrap();
    let mock = Mock::start_with(document, options).await.unwrap();
    assert!(get(&mock, "").await.unwrap().ends_with("before"));
    fs::write(&path, "openapi: [broken").unwrap();
    tokio::time::sleep(Duration::from_millis(900)).await;
    assert!(get(&mock, "").await.unwrap().ends_with("before"));
    fs::write(&path, text("afterwards")).unwrap();
    let began = Instant::now();
    while !get(&mock, "").await.unwrap().ends_with("afterwards") {
        assert!(
            began.elapsed() < Duration::from_secs(20),
            "nothing has changed"
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// A document of this repository over a socket, with its own port for each test.
#[tokio::test]
async fn plaid_link_is_served() {
    let mock = Mock::start(ask::plaid_link()).await.unwrap();
    let mut stream = TcpStream::connect(mock.address()).await.unwrap();
    let body = r#"{"access_token":"access-sandbox-1"}"#;
    let request = format!(
        "POST /item/get HTTP/1.1\r\nhost: x\r\nconnection: close\r\nplaid-client-id: a\r\nplaid-secret: b\r\nplaid-version: c\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
