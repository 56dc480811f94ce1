//! Webhooks from the header to the message.

use plaid_link::Webhook;
use plaid_link::webhook_verification::{HEADER, VerifyError, WebhookVerifier};
use serde_json::{Value, json};
use specwright_contract::equal::same;
use specwright_contract::pointer;
use specwright_suite::webhook_keys::{KeyEndpoint, Signer, seconds_later};
use specwright_suite::{document, examples, memory};

fn verifier(signer: &Signer) -> WebhookVerifier {
    WebhookVerifier::builder(memory::client(KeyEndpoint::of(signer)))
        .clock(|| seconds_later(0))
        .build()
}

fn headers(tokens: &[&[u8]]) -> http::HeaderMap {
    let mut headers = http::HeaderMap::new();
    for token in tokens {
        headers.append(HEADER, http::HeaderValue::from_bytes(token).unwrap());
    }
    headers
}

/// The examples of the messages that the document declares.
fn messages() -> Vec<(String, &'static Value)> {
    let mut found = Vec::new();
    for (name, item) in document()["x-webhooks"].as_object().unwrap() {
        let schema = &item["post"]["requestBody"]["content"]["application/json"]["schema"];
        let place = pointer::from_reference(schema["$ref"].as_str().unwrap()).unwrap();
        let beside = format!(
            "{}/post/requestBody/content/application~1json/schema",
            pointer::join("/x-webhooks", name)
        );
        let all = examples::all(document()).into_iter();
        let own = all.filter(|example| example.schema == place || example.schema == beside);
        found.extend(own.map(|example| (name.clone(), example.value)));
    }
    found
}

#[tokio::test]
async fn every_example_is_verified_and_read_as_what_it_is() {
    let signer = Signer::new("key-1");
    let verifier = verifier(&signer);
    let messages = messages();
    assert!(messages.len() > 15, "{}", messages.len());
    for (name, example) in messages {
        // Plaid sends its bodies with two spaces for each level.
        let body = serde_json::to_vec_pretty(example).unwrap();
        let token = signer.token(&body);
        let webhook = verifier.receive(&headers(&[token.as_bytes()]), &body).await;
        let webhook = webhook.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!matches!(webhook, Webhook::Unlisted(_)), "{name}");
        let back = serde_json::to_value(&webhook).unwrap();
        assert_eq!(same(example, &back), Ok(()), "{name}");

        for key in ["webhook_type", "webhook_code"] {
            let mut other = example.clone();
            other[key] = json!("BRAND_NEW");
            let body = other.to_string();
            let token = signer.token(body.as_bytes());
            let webhook = verifier
                .receive(&headers(&[token.as_bytes()]), body.as_bytes())
                .await;
            assert!(matches!(webhook, Ok(Webhook::Unlisted(_))), "{name}");
        }
    }
}

#[tokio::test]
async fn there_has_to_be_one_header_of_text() {
    let signer = Signer::new("key-1");
    let verifier = verifier(&signer);
    let token = signer.token(b"{}");
    let token = token.as_bytes();
    for tokens in [&[][..], &[token, token], &[b"\xff\xfe"]] {
        let outcome = verifier.receive(&headers(tokens), b"{}").await;
        assert!(matches!(outcome, Err(VerifyError::Header)), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_body_is_read_only_after_it_was_verified() {
    let signer = Signer::new("key-1");
    let verifier = verifier(&signer);
    let token = signer.token(b"not json");
    let headers = headers(&[token.as_bytes()]);
    let outcome = verifier.receive(&headers, b"not json").await;
    assert!(matches!(outcome, Err(VerifyError::Body(_))), "{outcome:?}");
    let outcome = verifier.receive(&headers, b"not JSON").await;
    assert!(
        matches!(outcome, Err(VerifyError::BodyChanged)),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn nothing_that_is_printed_shows_token_key_or_body() {
    let signer = Signer::new("canary-key-id");
    let endpoint = KeyEndpoint::of(&signer);
    endpoint.fail(500);
    let verifier = WebhookVerifier::builder(memory::client(endpoint)).clock(|| seconds_later(0));
    let mut text = format!("{verifier:?}");
    let verifier = verifier.build();
    let body = br#"{"webhook_type": "LINK", "webhook_code": "EVENTS", "link_token": ["canary-"]}"#;
    let token = signer.token(body);
    let headers = headers(&[token.as_bytes()]);
    let outcome = verifier.receive(&headers, body).await.unwrap_err();
    text += &format!("{outcome} {outcome:?} {verifier:?}");
    let good = self::verifier(&signer);
    let outcome = good.receive(&headers, body).await.unwrap_err();
    text += &format!("{outcome} {outcome:?} {good:?}");
    assert!(!text.contains("canary-"), "{text}");
    assert!(!text.contains(&token[..20]), "{text}");
    assert!(
        text.contains("/link_token") || text.contains("KeyLookup"),
        "{text}"
    );
}
