//! Webhooks as Plaid signs them: a key, tokens made with it, and the endpoint that gives it away.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use plaid_link::runtime::client::{
    BoxFuture, Limits, Transport, TransportError, TransportErrorKind,
};
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

/// The time at which [`Signer::token`] signs, in seconds since the Unix epoch.
pub const NOW: u64 = 1_800_000_000;

/// The time so many seconds after [`NOW`].
#[must_use]
pub fn seconds_later(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(NOW + seconds)
}

/// A private key with its identifier.
pub struct Signer {
    pair: EcdsaKeyPair,
    random: SystemRandom,
    /// The identifier.
    pub key_id: String,
}

impl Signer {
    /// A new key.
    ///
    /// # Panics
    /// Where the system has no random numbers.
    #[must_use]
    pub fn new(key_id: &str) -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap();
        Self {
            pair,
            random,
            key_id: key_id.to_owned(),
        }
    }

    /// The public point, not compressed.
    #[must_use]
    pub fn public(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    /// The public key as a JSON Web Key.
    #[must_use]
    pub fn jwk(&self) -> Value {
        json!({
            "alg": "ES256",
            "created_at": NOW - 100_000,
            "crv": "P-256",
            "expired_at": null,
            "kid": self.key_id,
            "kty": "EC",
            "use": "sig",
            "x": URL_SAFE_NO_PAD.encode(&self.public()[1..33]),
            "y": URL_SAFE_NO_PAD.encode(&self.public()[33..]),
        })
    }

    /// The header of a token.
    #[must_use]
    pub fn header(&self) -> Value {
        json!({"alg": "ES256", "kid": self.key_id, "typ": "JWT"})
    }

    /// The token of a webhook with this body, signed at [`NOW`].
    #[must_use]
    pub fn token(&self, body: &[u8]) -> String {
        self.sign(&self.header(), &claims(NOW, body))
    }

    /// A token with this header and these claims.
    ///
    /// # Panics
    /// Where the key cannot sign.
    #[must_use]
    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        let message = message(header, claims);
        let signature = self.pair.sign(&self.random, message.as_bytes()).unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// The claims of a webhook with this body.
#[must_use]
pub fn claims(issued_at: u64, body: &[u8]) -> Value {
    let hash = digest(&SHA256, body);
    let digits = hash.as_ref().iter().map(|byte| format!("{byte:02x}"));
    json!({"iat": issued_at, "request_body_sha256": digits.collect::<String>()})
}

/// The part of a token that is signed.
#[must_use]
pub fn message(header: &Value, claims: &Value) -> String {
    let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    format!("{}.{}", encode(header), encode(claims))
}

/// The endpoint that gives keys away, in memory; clones are the same one.
#[derive(Clone, Default)]
pub struct KeyEndpoint(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    keys: HashMap<String, Value>,
    asked: Vec<String>,
    delay: Duration,
    failure: Option<u16>,
}

impl KeyEndpoint {
    /// An endpoint that knows one key.
    #[must_use]
    pub fn of(signer: &Signer) -> Self {
        let endpoint = Self::default();
        endpoint.put(&signer.key_id, signer.jwk());
        endpoint
    }

    /// Gives this away when asked for a key.
    pub fn put(&self, key_id: &str, key: Value) {
        self.state(|state| state.keys.insert(key_id.to_owned(), key));
    }

    /// Answers with this status; with 0, no connection can be made.
    pub fn fail(&self, status: u16) {
        self.state(|state| state.failure = Some(status));
    }

    /// Answers again.
    pub fn recover(&self) {
        self.state(|state| state.failure = None);
    }

    /// Answers late.
    pub fn delay(&self, delay: Duration) {
        self.state(|state| state.delay = delay);
    }

    /// The identifiers that were asked for.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        self.state(|state| state.asked.clone())
    }

    fn state<T>(&self, what: impl FnOnce(&mut State) -> T) -> T {
        what(&mut self.0.lock().unwrap())
    }

    fn answer(&self, key_id: &str) -> Result<(u16, Value), TransportError> {
        self.state(|state| match (state.failure, state.keys.get(key_id)) {
            (Some(0), _) => Err(TransportError::new(TransportErrorKind::Connect)),
            (Some(status), _) => Ok((status, refusal("INTERNAL_SERVER_ERROR"))),
            (None, Some(key)) => Ok((200, json!({"key": key, "request_id": "r"}))),
            (None, None) => Ok((400, refusal("INVALID_WEBHOOK_VERIFICATION_KEY_ID"))),
        })
    }
}

fn refusal(code: &str) -> Value {
    json!({
        "error_type": "INVALID_INPUT",
        "error_code": code,
        "error_message": "no",
        "display_message": null,
    })
}

impl Transport for KeyEndpoint {
    fn send<'a>(
        &'a self,
        request: http::Request<Bytes>,
        _limits: Limits,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            assert_eq!(request.uri().path(), "/webhook_verification_key/get");
            let body: Value = serde_json::from_slice(request.body()).unwrap();
            let key_id = body["key_id"].as_str().unwrap().to_owned();
            let delay = self.state(|state| {
                state.asked.push(key_id.clone());
                state.delay
            });
            if !delay.is_zero() {
                tokio::time::sleep(delay).await;
            }
            let (status, answer) = self.answer(&key_id)?;
            let response = http::Response::builder()
                .status(status)
                .header("content-type", "application/json");
            Ok(response.body(answer.to_string().into()).unwrap())
        })
    }
}
