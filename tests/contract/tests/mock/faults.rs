//! What can be made to go wrong, and what the journal tells of it.

use serde_json::{Value, json};
use specwright_contract::api::Api;

use super::ask;

fn document() -> Value {
    json!({
        "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
        "security": [{"key": []}],
        "paths": {"/a": {"post": {
            "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
            "responses": {"200": {"description": "", "content": {"application/json": {
                "schema": {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}}}}},
        }}},
        "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "query", "name": "k"}}},
    })
}

#[test]
fn answers_are_spoilt_on_demand() {
    let engine = ask::of(&document(), "");
    let api = Api::new(ask::parsed(&document()));
    let get = |fault: &str| {
        let prefer = format!("fault={fault}");
        ask::sent(&engine, "POST /a?k=1", &[("prefer", &prefer)], None)
    };
    for fault in ["malformed", "wrong-schema", "empty"] {
        let response = get(fault);
        assert_eq!(response.status(), 200);
        let faults = ask::faults(&api, &api.operations[0], &response);
        assert!(!faults.is_empty(), "{fault}");
    }
    assert!(serde_json::from_slice::<Value>(get("malformed").body()).is_err());
    assert!(serde_json::from_slice::<Value>(get("wrong-schema").body()).is_ok());
    assert_eq!(get("earthquake").status(), 400);
}

#[test]
fn the_journal_tells_everything_but_secrets() {
    let engine = ask::of(&document(), "");
    let body = json!({"name": "x", "password": "hunter2"});
    ask::sent(
        &engine,
        "POST /a?k=topsecret&x=1",
        &[("authorization", "Bearer abc")],
        Some(&body),
    );
    ask::sent(&engine, "POST /a", &[], Some(&body));
    let journal = engine.journal();
    assert_eq!(journal.len(), 2);
    let first = &journal[0];
    assert_eq!(first.target, "/a?k=[redacted]&x=1");
    assert_eq!(first.body, r#"{"name":"x","password":"[redacted]"}"#);
    assert_eq!(first.operation.as_deref(), Some("POST /a"));
    assert_eq!((first.status, first.faults.len()), (200, 0));
    assert!(journal[1].faults[0].contains("credentials"));
    let text = serde_json::to_string(&journal).unwrap();
    for secret in ["hunter2", "topsecret", "abc"] {
        assert!(!text.contains(secret), "{text}");
    }
    let (status, read) = ask::json(&engine, "GET /__specwright/journal", None);
    assert_eq!((status, read[1]["number"].as_u64()), (200, Some(2)));
    assert_eq!(
        ask::json(&engine, "DELETE /__specwright/journal", None).0,
        204
    );
    assert!(engine.journal().is_empty());
}

#[test]
fn the_journal_forgets_the_oldest() {
    let options = specwright_contract::mock::Options {
        journal: 3,
        ..Default::default()
    };
    let engine = specwright_contract::mock::Engine::new(ask::parsed(&document()), &options);
    let engine = engine.unwrap();
    for _ in 0..5 {
        ask::sent(&engine, "POST /a?k=1", &[], None);
    }
    let numbers: Vec<_> = engine.journal().iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, [3, 4, 5]);
}
