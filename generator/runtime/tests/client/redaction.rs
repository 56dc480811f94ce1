//! No text that an error gives holds a secret, a header value or a value of a body.

use std::error::Error as _;
use std::fmt::Write as _;

use specwright_runtime::runtime::client::{Call, Error, TransportErrorKind};

use crate::operations::{ApiRefusal, TokenCreate, TokenRequest};
use crate::transport::Shared;

/// Everything that a person would see of an error.
fn texts(error: &Error<ApiRefusal>) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        write!(text, " {error} {error:?}").unwrap();
        source = error.source();
    }
    text
}

#[tokio::test]
async fn errors_show_no_values() {
    let bodies = [
        (200, r#"{"token": ["canary"]}"#),
        (200, r#"{"token": 1, "note": "canary"}"#),
        (200, r#"{"accounts": [{"balance": "canary"}]}"#),
        (200, r#"{"limits": {"x": -424242}, "token": "canary"}"#),
        (200, r#""canary""#),
        (200, "canary"),
        (200, r#"{"token": "canary"#),
        (400, r#"{"error_code": "canary"}"#),
        (400, r#"{"error_code": {"canary": "canary"}}"#),
        (502, "<p>canary</p>"),
    ];
    for (status, body) in bodies {
        let transport = Shared::answering(status, &[("set-cookie", "canary")], body);
        let core = transport.core();
        let call: Call<'_, TokenCreate> = core.call().json(&TokenRequest::sample());
        let error = call.await.unwrap_err();
        let text = texts(&error);
        assert!(
            !text.contains("canary") && !text.contains("424242"),
            "{body}: {text}"
        );
        let raw = error.raw_body().unwrap();
        assert_eq!(&raw[..], body.as_bytes());
    }
}

#[tokio::test]
async fn errors_without_an_answer_show_no_values() {
    let transport = Shared::failing(TransportErrorKind::Interrupted);
    let core = transport.core();
    let call: Call<'_, TokenCreate> = core.call().query("key", "canary").header("x", "canary");
    let error = call.await.unwrap_err();
    assert!(!texts(&error).contains("canary"));
}
