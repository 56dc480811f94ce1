//! The keys of webhooks: looked up as seldom as may be, and never trusted blindly.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use plaid_link::webhook_verification::{VerifyError, WebhookVerifier, WebhookVerifierBuilder};
use serde_json::{Value, json};
use specwright_suite::memory;
use specwright_suite::webhook_keys::{KeyEndpoint, NOW, Signer, claims, seconds_later};

const BODY: &[u8] = b"{}";

/// A verifier whose clock can be moved on.
struct Bench {
    endpoint: KeyEndpoint,
    verifier: WebhookVerifier,
    seconds: Arc<AtomicU64>,
}

impl Bench {
    fn new(endpoint: KeyEndpoint) -> Self {
        Self::with(endpoint, |builder| builder)
    }

    fn with(
        endpoint: KeyEndpoint,
        settings: impl FnOnce(WebhookVerifierBuilder) -> WebhookVerifierBuilder,
    ) -> Self {
        let seconds = Arc::<AtomicU64>::default();
        let clock = Arc::clone(&seconds);
        let builder = WebhookVerifier::builder(memory::client(endpoint.clone()))
            .clock(move || seconds_later(clock.load(Ordering::Relaxed)));
        Self {
            endpoint,
            verifier: settings(builder).build(),
            seconds,
        }
    }

    fn pass(&self, seconds: u64) {
        self.seconds.fetch_add(seconds, Ordering::Relaxed);
    }

    /// Verifies a webhook that is signed at this moment.
    async fn verify(&self, signer: &Signer) -> Result<(), VerifyError> {
        let now = NOW + self.seconds.load(Ordering::Relaxed);
        let token = signer.sign(&signer.header(), &claims(now, BODY));
        self.verifier.verify(&token, BODY).await
    }

    fn lookups(&self) -> usize {
        self.endpoint.asked().len()
    }
}

#[tokio::test]
async fn a_key_is_looked_up_once_and_again_after_an_hour() {
    let signer = Signer::new("key-1");
    let bench = Bench::new(KeyEndpoint::of(&signer));
    for _ in 0..100 {
        bench.verify(&signer).await.unwrap();
    }
    bench.pass(3599);
    bench.verify(&signer).await.unwrap();
    assert_eq!(bench.lookups(), 1);
    bench.pass(1);
    bench.verify(&signer).await.unwrap();
    assert_eq!(bench.endpoint.asked(), ["key-1", "key-1"]);
}

#[tokio::test]
async fn an_expired_key_is_refused_also_where_it_was_good_before() {
    let signer = Signer::new("key-1");
    let bench = Bench::with(KeyEndpoint::of(&signer), |builder| {
        builder.key_lifetime(Duration::from_secs(60))
    });
    bench.verify(&signer).await.unwrap();
    let mut key = signer.jwk();
    key["expired_at"] = (NOW + 1).into();
    bench.endpoint.put("key-1", key);
    bench.verify(&signer).await.unwrap();
    bench.pass(60);
    for _ in 0..3 {
        let outcome = bench.verify(&signer).await;
        assert!(
            matches!(outcome, Err(VerifyError::KeyExpired)),
            "{outcome:?}"
        );
    }
    assert_eq!(bench.lookups(), 2);
}

#[tokio::test]
async fn what_is_no_key_for_this_is_refused() {
    let cases: &[(&str, Value)] = &[
        ("alg", json!("ES384")),
        ("alg", json!("HS256")),
        ("crv", json!("P-384")),
        ("kty", json!("oct")),
        ("use", json!("enc")),
        ("kid", json!("key-2")),
        ("x", json!("")),
        ("x", json!("!")),
        ("y", json!("AAAA")),
    ];
    for (name, wrong) in cases {
        let signer = Signer::new("key-1");
        let mut key = signer.jwk();
        key[*name] = wrong.clone();
        let endpoint = KeyEndpoint::default();
        endpoint.put("key-1", key);
        let outcome = Bench::new(endpoint).verify(&signer).await;
        assert!(
            matches!(outcome, Err(VerifyError::KeyUnusable)),
            "{name}: {outcome:?}"
        );
    }
    // A point that is not on the curve.
    let signer = Signer::new("key-1");
    let mut key = signer.jwk();
    key["y"] = key["x"].clone();
    let endpoint = KeyEndpoint::default();
    endpoint.put("key-1", key);
    let outcome = Bench::new(endpoint).verify(&signer).await;
    assert!(
        matches!(outcome, Err(VerifyError::Signature)),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn an_unknown_key_is_asked_for_once_in_a_while() {
    let signer = Signer::new("key-9");
    let bench = Bench::new(KeyEndpoint::default());
    for _ in 0..1000 {
        let outcome = bench.verify(&signer).await;
        assert!(
            matches!(outcome, Err(VerifyError::UnknownKey)),
            "{outcome:?}"
        );
    }
    assert_eq!(bench.lookups(), 1);
    // Plaid may have made it since.
    bench.endpoint.put("key-9", signer.jwk());
    bench.pass(299);
    assert!(bench.verify(&signer).await.is_err());
    bench.pass(1);
    bench.verify(&signer).await.unwrap();
    assert_eq!(bench.lookups(), 2);
}

#[tokio::test]
async fn ever_new_keys_are_asked_for_within_limits() {
    let signer = Signer::new("key-1");
    let bench = Bench::with(KeyEndpoint::of(&signer), |builder| {
        builder.max_lookups_per_minute(5)
    });
    bench.verify(&signer).await.unwrap();
    for index in 0..1000 {
        let outcome = bench
            .verify(&Signer::new(&format!("stranger-{index}")))
            .await;
        let refused = match index {
            0..4 => matches!(outcome, Err(VerifyError::UnknownKey)),
            _ => matches!(outcome, Err(VerifyError::TooManyLookups)),
        };
        assert!(refused, "{index}: {outcome:?}");
        assert_eq!(outcome.unwrap_err().is_temporary(), index >= 4);
    }
    assert_eq!(bench.lookups(), 5);
    // What is known works all the while, and after a minute what is new does again.
    bench.verify(&signer).await.unwrap();
    let newcomer = Signer::new("key-2");
    bench.endpoint.put("key-2", newcomer.jwk());
    assert!(bench.verify(&newcomer).await.is_err());
    bench.pass(60);
    bench.verify(&newcomer).await.unwrap();
    assert_eq!(bench.lookups(), 6);
}

#[tokio::test]
async fn a_failing_endpoint_is_told_apart_and_left_alone_for_a_moment() {
    for status in [0, 500, 503, 429, 404] {
        let signer = Signer::new("key-1");
        let bench = Bench::new(KeyEndpoint::of(&signer));
        bench.endpoint.fail(status);
        for _ in 0..50 {
            let error = bench.verify(&signer).await.unwrap_err();
            assert!(error.is_temporary());
            let VerifyError::KeyLookup(cause) = error else {
                panic!("{error:?}");
            };
            let found = cause.status().map_or(0, |status| status.as_u16());
            assert_eq!(found, status);
        }
        assert_eq!(bench.lookups(), 1);
        bench.endpoint.recover();
        bench.pass(5);
        bench.verify(&signer).await.unwrap();
        assert_eq!(bench.lookups(), 2);
    }
}

#[tokio::test]
async fn calls_that_wait_for_one_key_share_its_look_up() {
    for (failure, verified) in [(None, true), (Some(500), false)] {
        let signer = Arc::new(Signer::new("key-1"));
        let bench = Arc::new(Bench::new(KeyEndpoint::of(&signer)));
        bench.endpoint.delay(Duration::from_millis(20));
        if let Some(status) = failure {
            bench.endpoint.fail(status);
        }
        let mut calls = tokio::task::JoinSet::new();
        for _ in 0..200 {
            let (bench, signer) = (Arc::clone(&bench), Arc::clone(&signer));
            calls.spawn(async move { bench.verify(&signer).await.is_ok() });
        }
        let outcomes = calls.join_all().await;
        assert_eq!(outcomes.len(), 200);
        assert!(outcomes.iter().all(|outcome| *outcome == verified));
        assert_eq!(bench.lookups(), 1);
    }
}

#[tokio::test]
async fn a_look_up_that_is_given_up_is_made_by_the_next_one() {
    let signer = Arc::new(Signer::new("key-1"));
    let bench = Arc::new(Bench::new(KeyEndpoint::of(&signer)));
    bench.endpoint.delay(Duration::from_millis(50));
    let spawn = || {
        let (bench, signer) = (Arc::clone(&bench), Arc::clone(&signer));
        tokio::spawn(async move { bench.verify(&signer).await })
    };
    let first = spawn();
    tokio::time::sleep(Duration::from_millis(10)).await;
    let second = spawn();
    tokio::time::sleep(Duration::from_millis(10)).await;
    first.abort();
    second.await.unwrap().unwrap();
    assert_eq!(bench.lookups(), 2);
    bench.verify(&signer).await.unwrap();
    assert_eq!(bench.lookups(), 2);
}

#[tokio::test]
async fn keys_of_different_identifiers_do_not_wait_for_each_other() {
    let signers: Vec<_> = (0..5)
        .map(|index| Signer::new(&format!("key-{index}")))
        .collect();
    let endpoint = KeyEndpoint::default();
    for signer in &signers {
        endpoint.put(&signer.key_id, signer.jwk());
    }
    endpoint.delay(Duration::from_millis(200));
    let bench = Bench::new(endpoint);
    let start = std::time::Instant::now();
    let [a, b, c, d, e] = &signers[..] else {
        panic!("there are five");
    };
    let outcomes = tokio::join!(
        bench.verify(a),
        bench.verify(b),
        bench.verify(c),
        bench.verify(d),
        bench.verify(e),
    );
    assert!(
        start.elapsed() < Duration::from_millis(900),
        "one after the other"
    );
    assert!(
        matches!(outcomes, (Ok(()), Ok(()), Ok(()), Ok(()), Ok(()))),
        "{outcomes:?}"
    );
    assert_eq!(bench.lookups(), 5);
}
