//! Webhooks that must be refused, each for its own reason.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use plaid_link::webhook_verification::{VerifyError, WebhookVerifier};
use ring::hmac;
use serde_json::{Value, json};
use specwright_suite::memory;
use specwright_suite::webhook_keys::{KeyEndpoint, NOW, Signer, claims, message, seconds_later};

const BODY: &[u8] = br#"{"webhook_type": "ITEM", "webhook_code": "BRAND_NEW"}"#;

/// A verifier that knows the key of a signer, at the time at which that one signs.
fn verifier(signer: &Signer) -> WebhookVerifier {
    verifier_at(signer, 0)
}

fn verifier_at(signer: &Signer, seconds: u64) -> WebhookVerifier {
    WebhookVerifier::builder(memory::client(KeyEndpoint::of(signer)))
        .clock(move || seconds_later(seconds))
        .build()
}

macro_rules! refused {
    ($outcome:expr, $reason:pat) => {{
        let outcome = $outcome;
        assert!(matches!(outcome, Err($reason)), "{outcome:?}");
    }};
}

#[tokio::test]
async fn what_is_signed_is_accepted() {
    let signer = Signer::new("key-1");
    let verifier = verifier(&signer);
    verifier.verify(&signer.token(BODY), BODY).await.unwrap();
    let empty = signer.token(b"");
    verifier.verify(&empty, b"").await.unwrap();
}

#[tokio::test]
async fn another_algorithm_is_refused() {
    let signer = Signer::new("key-1");
    let verifier = verifier(&signer);
    for algorithm in ["none", "None", "NONE", "es256", "ES256K", ""] {
        let mut header = signer.header();
        header["alg"] = algorithm.into();
        let unsigned = format!("{}.", message(&header, &claims(NOW, BODY)));
        refused!(
            verifier.verify(&unsigned, BODY).await,
            VerifyError::Algorithm
        );
    }
    // Signed as it should be, and named otherwise.
    for algorithm in ["HS256", "ES384", "RS256", "PS256", "EdDSA"] {
        let mut header = signer.header();
        header["alg"] = algorithm.into();
        let token = signer.sign(&header, &claims(NOW, BODY));
        refused!(verifier.verify(&token, BODY).await, VerifyError::Algorithm);
    }
}

/// The public key is known to everyone; it must not do as the secret of a symmetric algorithm.
#[tokio::test]
async fn the_public_key_is_no_secret() {
    let signer = Signer::new("key-1");
    let verifier = verifier(&signer);
    for algorithm in ["HS256", "ES256"] {
        let mut header = signer.header();
        header["alg"] = algorithm.into();
        let message = message(&header, &claims(NOW, BODY));
        for secret in [
            signer.public().to_vec(),
            signer.jwk().to_string().into_bytes(),
        ] {
            let key = hmac::Key::new(hmac::HMAC_SHA256, &secret);
            let tag = URL_SAFE_NO_PAD.encode(hmac::sign(&key, message.as_bytes()));
            let token = format!("{message}.{tag}");
            let outcome = verifier.verify(&token, BODY).await;
            if algorithm == "ES256" {
                refused!(outcome, VerifyError::Signature);
            } else {
                refused!(outcome, VerifyError::Algorithm);
            }
        }
    }
}

#[tokio::test]
async fn the_signature_of_another_key_is_refused() {
    let signer = Signer::new("key-1");
    let stranger = Signer::new("key-1");
    let verifier = verifier(&signer);
    let forged = stranger.token(BODY);
    refused!(verifier.verify(&forged, BODY).await, VerifyError::Signature);
    // A key that comes with the token counts for nothing.
    let mut header = stranger.header();
    header["jwk"] = stranger.jwk();
    let forged = stranger.sign(&header, &claims(NOW, BODY));
    let outcome = verifier.verify(&forged, BODY).await;
    assert!(outcome.is_err(), "{outcome:?}");
}

#[tokio::test]
async fn a_changed_token_is_refused() {
    let signer = Signer::new("key-1");
    let verifier = verifier(&signer);
    let token = signer.token(BODY);
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let later = message(&signer.header(), &claims(NOW + 1, BODY));
    let changed = format!("{later}.{signature}");
    refused!(
        verifier.verify(&changed, BODY).await,
        VerifyError::Signature
    );
    for zeros in [0, 63, 64, 65] {
        let signature = URL_SAFE_NO_PAD.encode(vec![0; zeros]);
        let changed = format!("{signed}.{signature}");
        refused!(
            verifier.verify(&changed, BODY).await,
            VerifyError::Signature
        );
    }
    let padded = format!("{token}==");
    refused!(verifier.verify(&padded, BODY).await, VerifyError::Signature);
}

#[tokio::test]
async fn a_truncated_token_is_refused_wherever_it_ends() {
    let signer = Signer::new("key-1");
    let verifier = verifier(&signer);
    let token = signer.token(BODY);
    for end in 0..token.len() {
        let outcome = verifier.verify(&token[..end], BODY).await;
        let dots = token[..end].matches('.').count();
        if dots < 2 {
            refused!(outcome, VerifyError::Token);
        } else {
            refused!(outcome, VerifyError::Signature);
        }
    }
    for start in 1..token.len() {
        assert!(verifier.verify(&token[start..], BODY).await.is_err());
    }
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    let signer = Signer::new("key-1");
    let verifier = verifier(&signer);
    let long = signer.sign(
        &json!({"alg": "ES256", "kid": "k".repeat(9000)}),
        &json!({}),
    );
    let mut critical = signer.header();
    critical["crit"] = json!(["exp"]);
    let critical = signer.sign(&critical, &claims(NOW, BODY));
    let header_only = URL_SAFE_NO_PAD.encode(r#"["ES256"]"#);
    let other = format!("{header_only}.e30.e30");
    let four = format!("{}.e30", signer.token(BODY));
    for text in [
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        "\u{e9}.\u{e9}.\u{e9}",
        &long,
        &critical,
        &other,
        &four,
    ] {
        refused!(verifier.verify(text, BODY).await, VerifyError::Token);
    }
}

#[tokio::test]
async fn a_token_has_to_name_its_key() {
    let signer = Signer::new("key-1");
    let verifier = verifier(&signer);
    let token = signer.sign(&json!({"alg": "ES256"}), &claims(NOW, BODY));
    refused!(
        verifier.verify(&token, BODY).await,
        VerifyError::KeyIdMissing
    );
    for key_id in ["", "two words", "k\n", &"k".repeat(65)] {
        let header = json!({"alg": "ES256", "kid": key_id});
        let token = signer.sign(&header, &claims(NOW, BODY));
        refused!(verifier.verify(&token, BODY).await, VerifyError::UnknownKey);
    }
}

#[tokio::test]
async fn a_token_is_good_for_five_minutes() {
    let signer = Signer::new("key-1");
    let token = signer.token(BODY);
    verifier_at(&signer, 300)
        .verify(&token, BODY)
        .await
        .unwrap();
    let outcome = verifier_at(&signer, 301).verify(&token, BODY).await;
    let age = Duration::from_secs(301);
    assert!(matches!(outcome, Err(VerifyError::Stale { age: found }) if found == age));

    let early = |seconds| signer.sign(&signer.header(), &claims(NOW + seconds, BODY));
    let verifier = verifier(&signer);
    verifier.verify(&early(30), BODY).await.unwrap();
    let outcome = verifier.verify(&early(31), BODY).await;
    let ahead = Duration::from_secs(31);
    assert!(matches!(outcome, Err(VerifyError::Future { ahead: found }) if found == ahead));
    refused!(
        verifier.verify(&early(u64::MAX - NOW), BODY).await,
        VerifyError::Claims | VerifyError::Future { .. }
    );
}

#[tokio::test]
async fn five_minutes_can_be_shortened_and_not_stretched() {
    let signer = Signer::new("key-1");
    let token = signer.token(BODY);
    for (wanted, seconds, accepted) in [(60, 60, true), (60, 61, false), (3600, 301, false)] {
        let verifier = WebhookVerifier::builder(memory::client(KeyEndpoint::of(&signer)))
            .clock(move || seconds_later(seconds))
            .max_age(Duration::from_secs(wanted))
            .build();
        assert_eq!(
            verifier.verify(&token, BODY).await.is_ok(),
            accepted,
            "{wanted} {seconds}"
        );
    }
}

#[tokio::test]
async fn an_altered_body_is_refused() {
    let signer = Signer::new("key-1");
    let verifier = verifier(&signer);
    let token = signer.token(BODY);
    let spaced = [BODY, b" "].concat();
    let compact = serde_json::from_slice::<Value>(BODY).unwrap().to_string();
    for body in [b"".as_slice(), &spaced, compact.as_bytes(), &BODY[1..]] {
        refused!(
            verifier.verify(&token, body).await,
            VerifyError::BodyChanged
        );
    }
    let mut shouted = claims(NOW, BODY);
    let hash = shouted["request_body_sha256"]
        .as_str()
        .unwrap()
        .to_uppercase();
    for hash in [hash.as_str(), &hash[..63], ""] {
        shouted["request_body_sha256"] = hash.into();
        let token = signer.sign(&signer.header(), &shouted);
        refused!(
            verifier.verify(&token, BODY).await,
            VerifyError::BodyChanged
        );
    }
}

#[tokio::test]
async fn claims_have_to_be_there_and_of_their_kinds() {
    let signer = Signer::new("key-1");
    let verifier = verifier(&signer);
    let good = claims(NOW, BODY);
    let mut cases = vec![json!({}), json!([]), json!("x"), json!(null)];
    for (name, wrong) in [
        ("iat", json!(null)),
        ("iat", json!(NOW.to_string())),
        ("iat", json!(-1)),
        ("request_body_sha256", json!(null)),
        ("request_body_sha256", json!([good["request_body_sha256"]])),
    ] {
        let mut claims = good.clone();
        claims[name] = wrong;
        cases.push(claims);
    }
    for claims in cases {
        let token = signer.sign(&signer.header(), &claims);
        refused!(verifier.verify(&token, BODY).await, VerifyError::Claims);
    }
}
