//! How each failure is told.

use std::error::Error as _;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use plaid_link::runtime::client::{RetryPolicy, TransportErrorKind};
use plaid_link::{Error, types};
use serde_json::json;

use crate::server::{Server, Unresponsive, breaking_off, builder, client, token_request};

/// Calls an operation and checks that no text of its error shows a credential or a value that the
/// tests plant in bodies.
macro_rules! failure {
    ($call:expr) => {{
        let error = $call.await.unwrap_err();
        let mut text = format!("{error} {error:?}");
        let mut source = error.source();
        while let Some(error) = source {
            text += &format!(" {error} {error:?}");
            source = error.source();
        }
        assert!(!text.contains("canary"), "{text}");
        error
    }};
}

fn api_error(error_type: &str) -> serde_json::Value {
    json!({
        "error_type": error_type,
        "error_code": "INVALID_FIELD",
        "error_message": "client_id must be a properly formatted, non-empty string",
        "display_message": null,
        "documentation_url": "https://plaid.com/docs/errors/",
        "request_id": "HNTDNrA8F1shFEW",
        "suggested_action": null,
        "brand_new_member": [1],
    })
}

#[tokio::test]
async fn the_api_error_is_typed_with_status_request_id_and_raw_body() {
    let body = api_error("INVALID_REQUEST");
    let server = Server::json(400, body.clone()).await;
    let client = client(server.address);
    let error = failure!(client.link_token_create(&token_request()));
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.request_id(), Some("HNTDNrA8F1shFEW"));
    assert_eq!(&error.raw_body().unwrap()[..], body.to_string().as_bytes());
    let Error::Api(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.headers()["content-type"], "application/json");
    assert_eq!(
        error.body().error_type,
        types::PlaidErrorType::InvalidRequest
    );
    assert_eq!(error.body().error_code.as_str(), "INVALID_FIELD");
    assert_eq!(
        serde_json::to_value(error.body()).unwrap()["brand_new_member"],
        json!([1])
    );
}

#[tokio::test]
async fn an_unknown_value_of_an_enum_does_not_spoil_the_error() {
    let server = Server::json(418, api_error("BRAND_NEW")).await;
    let client = client(server.address);
    let error = failure!(client.link_token_create(&token_request()));
    let Error::Api(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.status(), 418);
    assert_eq!(error.body().error_type.as_str(), "BRAND_NEW");
    assert!(!types::PlaidErrorType::LISTED.contains(&error.body().error_type));
}

#[tokio::test]
async fn a_page_of_a_gateway_is_not_json() {
    let page = "<html><h1>502 Bad Gateway</h1>canary</html>";
    let server = Server::html(502, page).await;
    let client = client(server.address);
    let error = failure!(client.link_token_create(&token_request()));
    let Error::NotJson(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.status(), 502);
    assert_eq!(error.content_type(), Some("text/html"));
    assert_eq!(error.raw_body(), page);
    assert_eq!(error.request_id(), None);
}

#[tokio::test]
async fn a_value_of_the_wrong_type_has_its_exact_place() {
    let server = Server::json(200, json!({"access_token": "canary", "item_id": 424_242})).await;
    let client = client(server.address);
    let request = types::ItemPublicTokenExchangeRequest::new("public-sandbox-canary");
    let error = failure!(client.item_public_token_exchange(&request));
    assert_eq!(error.status().unwrap(), 200);
    assert!(!error.to_string().contains("424242"));
    let Error::Decode(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.path(), "/item_id");
    assert_eq!(error.found(), "number");
    assert!(error.expected().contains("string"), "{}", error.expected());
}

#[tokio::test]
async fn a_wrong_type_in_depth_and_a_missing_member() {
    let request = types::LinkTokenGetRequest::new("link-sandbox-canary");
    let products = json!({"metadata": {"initial_products": ["auth", "assets", {"canary": 1}]}});
    for (body, path, found) in [
        (products, "/metadata/initial_products/2", "object"),
        (json!({"link_token": "canary"}), "/created_at", "nothing"),
        (json!(["canary"]), "", "array"),
    ] {
        let server = Server::json(200, body).await;
        let client = client(server.address);
        let error = failure!(client.link_token_get(&request));
        let Error::Decode(error) = error else {
            panic!("{error:?}")
        };
        assert_eq!((error.path(), error.found()), (path, found));
    }
}

async fn transport_failure(address: SocketAddr) -> TransportErrorKind {
    let client = client(address);
    let error = failure!(client.link_token_create(&token_request()));
    assert_eq!(error.status(), None);
    let Error::Transport(error) = error else {
        panic!("{error:?}")
    };
    error.kind()
}

#[tokio::test]
async fn a_truncated_body_is_an_interruption() {
    let address = breaking_off(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n\
         {\"link_token\": \"canary",
    )
    .await;
    assert_eq!(
        transport_failure(address).await,
        TransportErrorKind::Interrupted
    );
}

#[tokio::test]
async fn a_body_that_ends_early_by_its_own_account_is_not_json() {
    let address = breaking_off(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 22\r\n\r\n\
         {\"link_token\": \"canary",
    )
    .await;
    let client = client(address);
    let error = failure!(client.link_token_create(&token_request()));
    assert!(matches!(error, Error::NotJson(_)));
}

#[tokio::test]
async fn a_slow_answer_times_out() {
    let server = Server::slow(Duration::from_secs(5)).await;
    let start = Instant::now();
    assert_eq!(
        transport_failure(server.address).await,
        TransportErrorKind::Timeout
    );
    assert!(start.elapsed() < Duration::from_secs(2));

    let client = client(server.address);
    let request = token_request();
    let call = client
        .link_token_create(&request)
        .timeout(Duration::from_millis(20));
    let start = Instant::now();
    assert!(failure!(call).is_timeout());
    assert!(start.elapsed() < Duration::from_millis(250));
}

#[tokio::test]
async fn a_connection_that_is_not_accepted_times_out() {
    let unresponsive = Unresponsive::new().await;
    let client = builder(unresponsive.address)
        .timeout(Duration::from_secs(20))
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let start = Instant::now();
    let error = failure!(client.link_token_create(&token_request()));
    assert!(error.is_connect() && error.is_timeout());
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "before the whole call would"
    );
}

#[tokio::test]
async fn a_refused_connection_is_told_apart() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    assert_eq!(
        transport_failure(address).await,
        TransportErrorKind::Connect
    );
}
