//! Errors by the names of their codes.

use std::collections::BTreeSet;

use plaid_link::types::{PlaidError, PlaidErrorCode, PlaidErrorType};
use serde_json::{Value, json};
use specwright_suite::document;
use specwright_suite::memory::{self, Memory};

use crate::server::token_request;

fn refusal(class: &str, code: &str) -> Value {
    json!({
        "error_type": class,
        "error_code": code,
        "error_message": "no",
        "display_message": null,
    })
}

#[tokio::test]
async fn an_error_is_asked_for_its_code_by_name() {
    let server = Memory::json(400, &refusal("ITEM_ERROR", "ITEM_LOGIN_REQUIRED"));
    let client = memory::client(server);
    let error = client
        .link_token_create(&token_request())
        .await
        .unwrap_err();
    assert!(error.is_code(PlaidErrorCode::ItemLoginRequired));
    assert!(error.is_code(&PlaidErrorCode::ItemLoginRequired));
    assert!(!error.is_code(PlaidErrorCode::ItemLocked));
    assert!(error.is_type(PlaidErrorType::ItemError));
    assert!(!error.is_type(PlaidErrorType::ApiError));
}

#[tokio::test]
async fn what_is_no_refusal_has_no_code() {
    let client = memory::client(Memory::text(502, "text/html", "<html>".to_owned()));
    let error = client
        .link_token_create(&token_request())
        .await
        .unwrap_err();
    assert!(!error.is_code(PlaidErrorCode::InternalServerError));
    assert!(!error.is_type(PlaidErrorType::ApiError));
}

#[test]
fn a_new_code_is_kept_and_can_be_asked_for() {
    let value = refusal("BRAND_NEW_ERROR", "BRAND_NEW");
    let error: PlaidError = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(
        error.error_code,
        PlaidErrorCode::Unlisted("BRAND_NEW".to_owned())
    );
    assert!(error.is_code("BRAND_NEW") && error.is_type("BRAND_NEW_ERROR"));
    assert_eq!(serde_json::to_value(error).unwrap(), value);
}

#[test]
fn every_listed_code_is_described() {
    for (schema, listed) in [
        ("PlaidErrorCode", PlaidErrorCode::LISTED.len()),
        ("PlaidErrorType", PlaidErrorType::LISTED.len()),
    ] {
        let schema = &document()["components"]["schemas"][schema];
        let values = schema["enum"].as_array().unwrap().iter();
        let values: BTreeSet<&str> = values.filter_map(Value::as_str).collect();
        let described = schema["x-enum-descriptions"].as_object().unwrap();
        let words: BTreeSet<&str> = described.values().filter_map(Value::as_str).collect();
        assert_eq!(values, described.keys().map(String::as_str).collect());
        assert_eq!(values.len(), listed);
        assert_eq!(words.len(), listed, "two are described in the same words");
    }
    assert!(PlaidErrorCode::LISTED.len() > 140);
}
