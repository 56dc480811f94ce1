//! The client against the mock of its own document.

use std::path::Path;
use std::time::Duration;

use plaid_link::types::{
    ItemGetRequest, ItemPublicTokenExchangeRequest, ItemRemoveRequest, ItemWebhookUpdateRequest,
    LinkTokenGetRequest, PlaidErrorType, SandboxPublicTokenCreateRequest, UserCreateRequest,
};
use plaid_link::{Client, Error};
use specwright_contract::document::Document;
use specwright_contract::mock::Mock;

use crate::server::token_request;

async fn mock() -> (Mock, Client) {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    let overlay = specs.join("plaid-link.overlay.yml");
    let document = Document::read(&specs.join("plaid-link.yml"), &[overlay]).unwrap();
    let mock = Mock::start(document).await.unwrap();
    let client = client(&mock, "canary-secret");
    (mock, client)
}

fn client(mock: &Mock, secret: &str) -> Client {
    Client::builder()
        .base_url(mock.url())
        .client_id("canary-client-id")
        .secret(secret)
        .plaid_version("2020-09-14")
        .timeout(Duration::from_secs(30))
        .validate_requests(false)
        .build()
        .unwrap()
}

/// From a token to an item and its end, every step typed.
#[tokio::test]
async fn a_chain_of_calls_is_answered() {
    let (mock, client) = mock().await;
    let wanted = SandboxPublicTokenCreateRequest::new(["auth"], "ins_9");
    let public = client.sandbox_public_token_create(&wanted).await.unwrap();
    let exchange = ItemPublicTokenExchangeRequest::new(public.public_token);
    let made = client.item_public_token_exchange(&exchange).await.unwrap();

    let hook = "https://hooks.example/plaid";
    let update = ItemWebhookUpdateRequest::new(made.access_token.clone()).with_webhook(hook);
    client.item_webhook_update(&update).await.unwrap();
    let get = ItemGetRequest::new(made.access_token.clone());
    let got = client.item_get(&get).await.unwrap();
    assert_eq!(got.item.item_id, made.item_id);
    assert_eq!(got.item.institution_id.as_deref(), Some("ins_9"));
    assert_eq!(got.item.webhook.as_deref(), Some(hook));

    let remove = ItemRemoveRequest::new(made.access_token);
    client.item_remove(&remove).await.unwrap();
    let gone = client.item_get(&get).await.unwrap_err();
    assert_eq!(gone.status().unwrap(), 404);

    let calls: Vec<_> = mock
        .journal()
        .iter()
        .map(|entry| format!("{} {}", entry.target, entry.status))
        .collect();
    assert_eq!(
        calls,
        [
            "/sandbox/public_token/create 200",
            "/item/public_token/exchange 200",
            "/item/webhook/update 200",
            "/item/get 200",
            "/item/remove 200",
            "/item/get 404",
        ]
    );
    let text = format!("{:?}", mock.journal());
    assert!(!text.contains("canary"), "{text}");
    mock.stop().await;
}

#[tokio::test]
async fn two_creations_differ() {
    let (_mock, client) = mock().await;
    let one = client.link_token_create(&token_request()).await.unwrap();
    let other = client.link_token_create(&token_request()).await.unwrap();
    assert_ne!(one.link_token, other.link_token);
    for made in [one, other] {
        let get = LinkTokenGetRequest::new(made.link_token.clone());
        let got = client.link_token_get(&get).await.unwrap();
        assert_eq!(got.link_token, made.link_token);
        assert_eq!(got.expiration, Some(made.expiration));
    }
    let user = UserCreateRequest::new("u-1");
    let one = client.user_create(&user).await.unwrap();
    let other = client.user_create(&user).await.unwrap();
    assert_ne!(one.user_id, other.user_id);
}

/// What the client does not keep from being sent is refused with the API's own error.
#[tokio::test]
async fn a_refusal_is_typed_and_names_the_field() {
    let (_mock, client) = mock().await;
    let update = SandboxPublicTokenCreateRequest::new(["no such product"], "ins_9");
    let error = client
        .sandbox_public_token_create(&update)
        .await
        .unwrap_err();
    let Error::Api(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.status(), 400);
    let body = error.body();
    assert_eq!(body.error_type, PlaidErrorType::InvalidRequest);
    assert!(
        body.error_message.contains("/initial_products/0"),
        "{}",
        body.error_message
    );
    assert_eq!(body.status.as_ref(), Some(&400));
}
