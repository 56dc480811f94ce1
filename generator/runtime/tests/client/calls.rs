//! What a single call may do in its own way.

use serde_json::{Value, json};
use specwright_runtime::runtime::client::{Call, Error, SerializeError};

use crate::operations::{ItemDelete, ReportText, TokenCreate, TokenRequest};
use crate::transport::Shared;

async fn body_with(
    prepare: impl FnOnce(Call<'_, ItemDelete>) -> Call<'_, ItemDelete>,
) -> Result<String, String> {
    let transport = Shared::answering(204, &[], "");
    let core = transport.core();
    match prepare(core.call().path("id", 1)).await {
        Ok(()) => {
            let body = transport.request().into_body();
            Ok(String::from_utf8(body.to_vec()).unwrap())
        }
        Err(Error::Serialize(SerializeError::BodyMember { name })) => {
            assert_eq!(transport.requests(), 0);
            Err(name)
        }
        Err(error) => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn members_are_added_to_what_the_body_has() {
    let body = body_with(|call| {
        call.json(&json!({}))
            .body_member("b", [1])
            .body_member("c \"d\"", Value::Null)
    });
    assert_eq!(body.await.unwrap(), r#"{"b":[1],"c \"d\"":null}"#);
    let large = " {\"a\": 12345678901234567890123 }\n";
    let body = body_with(|call| {
        call.text("application/vnd.x+json; charset=utf-8", large.to_owned())
            .body_member("b", "x")
    });
    let expected = " {\"a\": 12345678901234567890123 ,\"b\":\"x\"}";
    assert_eq!(body.await.unwrap(), expected);
    let body = body_with(|call| call.body_member("b", true));
    assert_eq!(body.await.unwrap(), "{\"b\":true}");
}

#[tokio::test]
async fn a_member_is_never_sent_twice() {
    let escaped = r#"{"\u0061": 1}"#.to_owned();
    let body = body_with(|call| {
        call.text("application/json", escaped)
            .body_member("b", 1)
            .body_member("a", 1)
    });
    assert_eq!(body.await, Err("a".to_owned()));
    let body = body_with(|call| call.body_member("a", 1).body_member("a", 2));
    assert_eq!(body.await, Err("a".to_owned()));
}

#[tokio::test]
async fn only_objects_have_members() {
    for body in ["[]", "null", "", "{", "\"{}\"", "{\"b\"}", "{} {}"] {
        let text = body.to_owned();
        let body = body_with(|call| call.text("application/json", text).body_member("a", 1));
        assert_eq!(body.await, Err("a".to_owned()));
    }
    let text = "{}".to_owned();
    let body = body_with(|call| call.text("text/plain", text).body_member("a", 1));
    assert_eq!(body.await, Err("a".to_owned()));
}

#[tokio::test]
async fn a_call_may_do_without_validation() {
    let transport = Shared::answering(200, &[], "{\"token\": \"t\"}");
    let core = transport.core();
    let request = TokenRequest {
        client_name: "Too long".to_owned(),
        language: "x".to_owned(),
    };
    let call: Call<'_, TokenCreate> = core.call();
    let call = call.validated(&request).checked(|validator| {
        validator.member(
            "name",
            "n",
            &[specwright_runtime::runtime::Rule::MinLength(2)],
        );
    });
    let Err(Error::InvalidRequest(violations)) = call.json(&request).await else {
        panic!("it is not valid")
    };
    let places: Vec<&str> = violations.iter().map(|found| &*found.pointer).collect();
    assert_eq!(
        places,
        ["/client_name", "/language", "/name"],
        "of all checks"
    );
    let call: Call<'_, TokenCreate> = core.call();
    let call = call.validated(&request).json(&request).unvalidated();
    call.await.unwrap();
    assert_eq!(transport.requests(), 1);
}

#[tokio::test]
async fn the_raw_answer_comes_at_any_status_and_with_any_body() {
    for (status, body) in [(200, "no json"), (404, "{"), (302, "moved"), (500, "")] {
        let transport = Shared::answering(status, &[("x-a", "b")], body);
        let core = transport.core();
        let call: Call<'_, ItemDelete> = core.call().path("id", 1);
        let raw = call.send_raw().await.unwrap();
        assert_eq!(raw.status().as_u16(), status);
        assert_eq!(raw.headers()["x-a"], "b");
        assert_eq!(raw.body(), body);
    }
}

#[tokio::test]
async fn predicates_tell_what_kind_of_error_it_is() {
    for (status, retryable) in [
        (400, false),
        (404, false),
        (408, true),
        (429, true),
        (500, true),
        (501, false),
        (503, true),
    ] {
        let body = json!({"why": "full"}).to_string();
        let transport = Shared::answering(status, &[("retry-after", "60")], body);
        let core = transport.core();
        let call: Call<'_, ReportText> = core.call();
        let error = call.await.unwrap_err();
        assert_eq!(error.is_retryable(), retryable, "{status}");
        assert_eq!(error.is_rate_limited(), status == 429);
        assert_eq!(error.retry_after().unwrap().as_secs(), 60);
        assert_eq!(error.headers().unwrap()["retry-after"], "60");
        assert_eq!(error.attempts(), 1);
        assert!(error.is_api(|body| body["why"] == "full"));
        assert!(!error.is_api(|body| body["why"] == "empty"));
    }
    let missing = Shared::answering(204, &[], "").builder().build().unwrap();
    let call: Call<'_, TokenCreate> = missing.call();
    let error = call.await.unwrap_err();
    assert!(!error.is_retryable() && error.attempts() == 0);
}
