//! What arrives at the server.

use plaid_link::runtime::client::BuildError;
use plaid_link::{Client, Environment, Error, types};
use serde_json::json;

use crate::server::{Server, client, token_request};

fn token_answer() -> serde_json::Value {
    json!({
        "link_token": "link-sandbox-af1a0311-da53-4636-b754-dd15cc058176",
        "expiration": "2020-03-27T12:56:34Z",
        "request_id": "XQVgFigpGHXkb0b",
    })
}

#[tokio::test]
async fn a_call_has_method_path_three_headers_and_body() {
    let server = Server::json(200, token_answer()).await;
    let client = client(server.address);
    let request = token_request().with_webhook("https://example.com/hook");
    let response = client.link_token_create(&request).await.unwrap();
    assert_eq!(
        response.link_token.expose(),
        "link-sandbox-af1a0311-da53-4636-b754-dd15cc058176"
    );
    assert_eq!(
        response.expiration.to_rfc3339(),
        "2020-03-27T12:56:34+00:00"
    );

    let received = server.received();
    assert_eq!(received.method, "POST");
    assert_eq!(received.path, "/link/token/create");
    assert_eq!(received.headers["PLAID-CLIENT-ID"], "canary-client-id");
    assert_eq!(received.headers["PLAID-SECRET"], "canary-secret");
    assert_eq!(received.headers["Plaid-Version"], "2020-09-14");
    assert_eq!(received.headers["Content-Type"], "application/json");
    assert_eq!(received.headers["Accept"], "application/json");
    let user_agent = received.headers["User-Agent"].to_str().unwrap();
    assert!(user_agent.starts_with("plaid-link/"), "{user_agent}");
    assert_eq!(
        received.body,
        json!({
            "client_name": "Acme",
            "country_codes": ["US"],
            "language": "en",
            "webhook": "https://example.com/hook",
        })
    );
}

#[tokio::test]
async fn a_reply_has_status_and_request_id_beside_the_value() {
    let server = Server::json(200, token_answer()).await;
    let client = client(server.address);
    let reply = client
        .link_token_create(&token_request())
        .send()
        .await
        .unwrap();
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.request_id(), Some("XQVgFigpGHXkb0b"));
    assert_eq!(reply.headers()["content-type"], "application/json");
    assert_eq!(reply.value().request_id.as_str(), "XQVgFigpGHXkb0b");
}

#[tokio::test]
async fn an_optional_header_parameter_is_a_method_of_the_call() {
    let server = Server::json(200, json!({"user_id": "usr_1", "request_id": "r"})).await;
    let client = client(server.address);
    let request = types::UserCreateRequest::new("user-1");
    let call = client
        .user_create(&request)
        .plaid_new_user_api_enabled(true);
    call.await.unwrap();
    assert_eq!(
        server.received().headers["Plaid-New-User-API-Enabled"],
        "true"
    );
}

#[tokio::test]
async fn a_request_that_breaks_constraints_is_not_sent() {
    let server = Server::json(200, token_answer()).await;
    let client = client(server.address);
    let request = types::LinkTokenCreateRequest::new("", Vec::<String>::new(), "");
    let error = client.link_token_create(&request).await.unwrap_err();
    let Error::InvalidRequest(violations) = error else {
        panic!("{error:?}")
    };
    let mut places: Vec<_> = violations
        .iter()
        .map(|violation| violation.pointer.as_str())
        .collect();
    places.sort_unstable();
    assert_eq!(places, ["/client_name", "/country_codes", "/language"]);

    let lenient = Client::builder()
        .base_url(format!("http://{}", server.address))
        .anonymous()
        .validate_requests(false)
        .build()
        .unwrap();
    lenient.link_token_create(&request).await.unwrap();
    assert_eq!(server.received().body["client_name"], "");
}

#[tokio::test]
async fn a_missing_credential_is_named_before_anything_is_sent() {
    let builder = Client::builder()
        .environment(Environment::Sandbox)
        .client_id("canary-client-id")
        .plaid_version("2020-09-14");
    assert!(!format!("{builder:?}").contains("canary"));
    let client = builder.build().unwrap();
    assert!(!format!("{client:?}").contains("canary"));
    let error = client
        .link_token_create(&token_request())
        .await
        .unwrap_err();
    assert!(matches!(
        error,
        Error::MissingCredential {
            scheme: "secret",
            ..
        }
    ));
}

#[test]
fn a_client_needs_to_know_where_the_server_is() {
    assert!(matches!(
        Client::builder().build(),
        Err(BuildError::NoBaseUrl)
    ));
    for environment in [Environment::Production, Environment::Sandbox] {
        Client::builder().environment(environment).build().unwrap();
    }
}
