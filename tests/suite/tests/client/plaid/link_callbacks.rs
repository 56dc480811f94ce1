//! What the callbacks of Link are given, and the former exchange of tokens.

#![allow(deprecated, reason = "half of this is about what was before")]

use plaid_link::types::{
    LegacyExchangeTokenRequest, LegacyLinkOnExit, LegacyLinkOnSuccess, LinkExitStatus, LinkOnEvent,
    LinkOnEventName, LinkOnExit, LinkOnSuccess, PlaidErrorCode,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use specwright_suite::memory::{self, Memory};

/// Reads a value and writes it again, which changes nothing.
fn read<T: DeserializeOwned + Serialize>(value: &Value) -> T {
    let read: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), *value);
    read
}

#[test]
fn success_is_read_with_all_that_is_new_in_it() {
    let value = json!({
        "public_token": "canary-public-token",
        "metadata": {
            "institution": {"name": "First Platypus Bank", "institution_id": "ins_109508"},
            "accounts": [{
                "id": "a1",
                "name": "Plaid Checking",
                "mask": "0000",
                "type": "depository",
                "subtype": "checking",
                "verification_status": "brand_new",
                "class_type": null,
                "brand_new": [1],
            }],
            "account": null,
            "link_session_id": "s1",
            "transfer_status": "COMPLETE",
            "brand_new": true,
        },
    });
    let success: LinkOnSuccess = read(&value);
    let token = success.public_token.as_ref().unwrap();
    assert_eq!(token.expose(), "canary-public-token");
    assert!(!format!("{success:?}").contains("canary-"));
    assert_eq!(success.metadata.accounts[0].id, "a1");
    let bare = json!({"public_token": null, "metadata": {"accounts": [], "link_session_id": "s"}});
    assert_eq!(read::<LinkOnSuccess>(&bare).public_token, None);
}

#[test]
fn an_exit_is_read_with_and_without_an_error() {
    let exit: LinkOnExit = read(&json!({
        "error": {
            "error_type": "ITEM_ERROR",
            "error_code": "INVALID_CREDENTIALS",
            "error_message": "no",
            "display_message": "No.",
        },
        "metadata": {
            "institution": null,
            "status": "requires_credentials",
            "link_session_id": "s1",
            "request_id": "r1",
        },
    }));
    let error = exit.error.unwrap();
    assert_eq!(error.error_code, PlaidErrorCode::InvalidCredentials);
    let status = exit.metadata.status.as_ref();
    assert_eq!(status, Some(&LinkExitStatus::RequiresCredentials));
    let exit: LinkOnExit = read(&json!({
        "error": null,
        "metadata": {"institution": null, "status": null, "link_session_id": "s", "request_id": "r"},
    }));
    assert_eq!(exit.error, None);
}

#[test]
fn events_are_read_whatever_they_are_called() {
    for (name, listed) in [("TRANSITION_VIEW", true), ("BRAND_NEW", false)] {
        for update in [json!(null), json!(true), json!("true")] {
            let event: LinkOnEvent = read(&json!({
                "event_name": name,
                "metadata": {
                    "link_session_id": "s1",
                    "request_id": "r1",
                    "timestamp": "2024-05-21T00:28:50.123Z",
                    "view_name": "CONSENT",
                    "error_code": null,
                    "is_update_mode": update,
                },
            }));
            let unlisted = matches!(event.event_name, LinkOnEventName::Unlisted(_));
            assert_eq!(unlisted, !listed);
        }
    }
}

#[test]
fn the_former_callbacks_are_read() {
    let success: LegacyLinkOnSuccess = read(&json!({
        "public_token": "canary-token,chase,connected",
        "metadata": {
            "institution": {"name": "Chase", "type": "chase"},
            "account": {"id": "a1", "name": "Plaid Savings"},
        },
    }));
    assert!(!format!("{success:?}").contains("canary-"));
    let exit: LegacyLinkOnExit = read(&json!({
        "error": {"code": "1200", "message": "invalid credentials"},
        "metadata": {
            "institution": {"name": "Chase", "type": "chase"},
            "link_request_id": "l1",
            "plaid_api_request_id": null,
            "status": "connected",
        },
    }));
    assert_eq!(exit.error.unwrap().code, "1200");
    let left: LegacyLinkOnExit = read(&json!({"error": null, "metadata": {"status": null}}));
    assert_eq!(left.error, None);
}

#[tokio::test]
async fn the_former_exchange_sends_a_form_without_headers_of_credentials() {
    let server = Memory::json(200, &json!({"access_token": "canary-access"}));
    let client = memory::client(server.clone());
    let request = LegacyExchangeTokenRequest::new("client id", "test,chase,connected", "a&b+c");
    let exchanged = client.exchange_token(&request).await.unwrap();
    assert_eq!(exchanged.access_token.expose(), "canary-access");
    assert!(!format!("{exchanged:?} {request:?}").contains("canary-"));
    let [sent] = &server.requests()[..] else {
        panic!("one request is due");
    };
    assert_eq!(sent.uri().path(), "/exchange_token");
    assert!(!sent.headers().contains_key("plaid-secret"));
    assert_eq!(
        sent.headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
    let body = std::str::from_utf8(sent.body()).unwrap();
    let expected = "client_id=client%20id&secret=a%26b%2Bc&public_token=test%2Cchase%2Cconnected";
    assert_eq!(body, expected);
}

#[tokio::test]
async fn a_refusal_of_the_former_exchange_is_read() {
    for code in [json!(1106), json!("1106")] {
        let server = Memory::json(401, &json!({"code": code, "message": "bad token"}));
        let request = LegacyExchangeTokenRequest::new("id", "test,chase,connected", "secret");
        let error = memory::client(server)
            .exchange_token(&request)
            .await
            .unwrap_err();
        let refusal = error.api().unwrap();
        assert_eq!(refusal.body().message.as_deref(), Some("bad token"));
        assert_eq!(serde_json::to_value(&refusal.body().code).unwrap(), code);
    }
}
