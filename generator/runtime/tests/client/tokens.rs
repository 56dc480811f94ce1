//! Tokens that are asked for.

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use specwright_runtime::runtime::Sensitive;
use specwright_runtime::runtime::client::{BoxFuture, Call, Error, TokenFailure, TokenProvider};

use crate::operations::{BEARER, OptionalKey, QUERY_KEY};
use crate::transport::Shared;

#[tokio::test]
async fn a_provider_is_asked_before_each_request() {
    let transport = Shared::answering(204, &[], "");
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    let core = transport
        .builder()
        .token_provider(&BEARER, move || {
            let number = counter.fetch_add(1, Ordering::Relaxed);
            async move { Ok::<_, std::io::Error>(format!("token-{number}")) }
        })
        .build()
        .unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    let call: Call<'_, OptionalKey> = core.call();
    call.await.unwrap();
    let request = transport.request();
    assert_eq!(request.headers()["authorization"], "Bearer token-0");
    assert!(request.headers()["authorization"].is_sensitive());
    assert_eq!(asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn an_operation_that_needs_no_token_does_not_ask() {
    let transport = Shared::answering(204, &[], "");
    let core = transport
        .builder()
        .token_provider(&QUERY_KEY, || async {
            Err::<String, _>(std::io::Error::other("asked"))
        })
        .build()
        .unwrap();
    let call: Call<'_, OptionalKey> = core.call();
    call.await.unwrap();
}

struct Broken(Result<&'static str, &'static str>);

impl TokenProvider for Broken {
    fn token(&self) -> BoxFuture<'_, Result<Sensitive<String>, TokenFailure>> {
        Box::pin(async { self.0.map(Into::into).map_err(Into::into) })
    }
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let cases = [
        (Err("canary"), "no token was given for the security scheme"),
        (
            Ok("canary\n"),
            "HTTP cannot carry the token for the security scheme",
        ),
    ];
    for (answer, expected) in cases {
        let transport = Shared::answering(204, &[], "");
        let core = transport
            .builder()
            .token_provider(&BEARER, Broken(answer))
            .build()
            .unwrap();
        let call: Call<'_, OptionalKey> = core.call();
        let error = call.await.unwrap_err();
        assert_eq!(error.to_string(), format!("{expected} \"bearer\""));
        assert!(!format!("{error:?}").contains("canary"));
        assert_eq!(error.source().is_some(), answer.is_err());
        let Error::Token(error) = error else {
            panic!("another error")
        };
        assert_eq!(error.scheme(), "bearer");
        assert_eq!(transport.requests(), 0);
    }
}
