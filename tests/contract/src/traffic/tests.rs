use super::*;
use crate::document::Document;
use crate::finding::{Received, Sent};

const DOCUMENT: &str = r##"{
    "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
    "servers": [{"url": "https://api.example/v1"}],
    "security": [{"key": []}],
    "paths": {
        "/pets": {"post": {
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
            "responses": {
                "201": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
                "4XX": {"description": "no"}
            }}},
        "/pets/{id}": {"get": {
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}],
            "responses": {"200": {"description": "ok"}}}}
    },
    "components": {
        "schemas": {"Pet": {"type": "object", "required": ["name"], "properties": {
            "name": {"type": "string"}, "kind": {"enum": ["cat"]},
            "parents": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}}},
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
    }
}"##;

fn exchange(method: &str, url: &str, body: &str, status: u16, answer: &str) -> Exchange {
    let json = ("content-type".to_owned(), "application/json".to_owned());
    Exchange {
        request: Sent {
            method: method.to_owned(),
            url: url.to_owned(),
            headers: vec![json.clone(), ("x-key".to_owned(), "canary".to_owned())],
            body: Bytes::from(body.to_owned()),
        },
        response: Some(Received {
            status,
            headers: vec![json],
            body: Bytes::from(answer.to_owned()),
        }),
        started: None,
        time: Duration::ZERO,
    }
}

fn outcome(exchanges: &[Exchange]) -> Outcome {
    let api = Api::new(Document::parse("t.json", DOCUMENT).unwrap());
    let mut traffic = Traffic::new(&api, Scope::servers(&api));
    for exchange in exchanges {
        traffic.add(exchange);
    }
    traffic.outcome("t.har", Duration::ZERO)
}

fn keys(outcome: &Outcome) -> Vec<String> {
    let findings = outcome.findings.iter();
    findings
        .map(|finding| {
            let key = &finding.key;
            format!("{} {} ×{}", key.check, key.operation, finding.count)
        })
        .collect()
}

const PETS: &str = "https://api.example/v1/pets";

#[test]
fn good_traffic_has_no_findings_and_what_was_not_seen_is_told() {
    let outcome = outcome(&[
        exchange(
            "POST",
            PETS,
            r#"{"name":"a"}"#,
            201,
            r#"{"name":"a","kind":"cat"}"#,
        ),
        // That it is refused is what the document asks for.
        exchange("POST", PETS, r#"{"name":1}"#, 400, "{}"),
        exchange("GET", "https://other.example/x", "", 200, ""),
    ]);
    assert_eq!(keys(&outcome), [""; 0]);
    let subjects: Vec<_> = outcome
        .skipped
        .iter()
        .map(|skipped| skipped.subject.as_str())
        .collect();
    assert_eq!(subjects, ["GET /pets/{id}", "https://other.example"]);
    let covered = &outcome.operations["POST /pets"];
    assert!(covered.is_reached);
    let seen = |map: &BTreeMap<String, bool>, name: &str| {
        map[&format!("/components/schemas/Pet/properties/{name}")]
    };
    assert!(seen(&covered.outputs, "kind"));
    assert!(!seen(&covered.outputs, "parents"));
    let name = &covered.inputs["/components/schemas/Pet/properties/name"];
    assert!(name.valid);
}

#[test]
fn faults_of_both_directions_are_found_once_each() {
    let bad = exchange(
        "POST",
        PETS,
        r#"{"kind":"dog"}"#,
        201,
        r#"{"name":"a","parents":[{"name":1},{"name":2}]}"#,
    );
    let outcome = outcome(&[
        bad.clone(),
        bad,
        exchange("GET", "https://api.example/v1/pets/seven", "", 500, ""),
        exchange("GET", "https://api.example/v1/cats", "", 200, ""),
        exchange("DELETE", PETS, "", 200, ""),
    ]);
    let mut found = keys(&outcome);
    found.sort();
    assert_eq!(
        found,
        [
            "not_a_server_error GET /pets/{id} ×1",
            "request_conformance GET /pets/{id} ×1",
            "request_conformance POST /pets ×2",
            "request_conformance POST /pets ×2",
            "response_schema_conformance POST /pets ×4",
            "status_code_conformance GET /pets/{id} ×1",
            "undocumented_operation DELETE https://api.example/v1/pets ×1",
            "undocumented_operation GET https://api.example/v1/cats ×1",
        ]
    );
}

#[test]
fn no_secret_is_reported() {
    let outcome = outcome(&[exchange(
        "POST",
        PETS,
        r#"{"name":1,"password":"canary"}"#,
        201,
        r#"{"password":"canary"}"#,
    )]);
    assert!(!outcome.findings.is_empty());
    let text = serde_json::to_string(&outcome).unwrap();
    assert!(!text.contains("canary"), "{text}");
}
