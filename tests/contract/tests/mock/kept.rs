//! Every answer keeps to the document.

use bytes::Bytes;
use http::Request;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use specwright_contract::api::Api;
use specwright_contract::document::Document;
use specwright_contract::mock::Engine;
use specwright_contract::strategy::Values;

use super::ask;

fn for_each(
    document: Document,
    chosen: ask::Chosen<'_>,
    mut look: impl FnMut(&Api, &Engine, usize, Request<Bytes>),
) {
    let engine = ask::engine(document.clone());
    let api = Api::new(document);
    let values = api.request_values();
    for (index, operation) in api.operations.iter().enumerate() {
        let request = ask::request(&api, &values, operation, chosen).unwrap();
        look(&api, &engine, index, request);
    }
}

fn random(values: &Values, schema: &str) -> Result<Value, String> {
    let drawn = values.valid(schema).map_err(|why| why.to_string())?;
    let drawn = drawn.new_tree(&mut TestRunner::deterministic());
    Ok(drawn.map_err(|why| why.to_string())?.current())
}

/// The least, the most and any valid request have a success that the judge and the oracle accept,
/// prepared, patched and drawn.
#[test]
fn valid_requests_are_answered() {
    let full = |values: &Values, schema: &str| values.full(schema).map_err(|why| why.to_string());
    let choices: [ask::Chosen<'_>; 3] = [&ask::least, &full, &random];
    for chosen in choices {
        for_each(ask::plaid_link(), chosen, |api, engine, index, request| {
            let operation = &api.operations[index];
            for prefer in ["", "dynamic=true", "code=500"] {
                let mut request = request.clone();
                request
                    .headers_mut()
                    .insert("prefer", prefer.parse().unwrap());
                let response = engine.answer(request).response;
                let status = response.status().as_u16();
                let expected = if prefer == "code=500" { 500 } else { 200 };
                let label = operation.label();
                let body = String::from_utf8_lossy(response.body());
                assert_eq!(status, expected, "{label} {prefer}: {body}");
                let faults = ask::faults(api, operation, &response);
                assert!(faults.is_empty(), "{label} {prefer}: {faults:?}");
            }
        });
    }
}

/// A request without its first required member, and one without credentials, are refused in the
/// shape of the document, with the name of what is wrong.
#[test]
fn invalid_requests_are_refused_in_the_shape_of_the_document() {
    let mut refused = 0;
    for_each(
        ask::plaid_link(),
        &ask::least,
        |api, engine, index, request| {
            let operation = &api.operations[index];
            let mut bare = request.clone();
            bare.headers_mut().remove("plaid-secret");
            let response = engine.answer(bare).response;
            assert_eq!(response.status(), 401);
            assert!(ask::faults(api, operation, &response).is_empty());
            assert!(String::from_utf8_lossy(response.body()).contains("secret"));

            let body: Value = serde_json::from_slice(request.body()).unwrap();
            let Some(name) = body.as_object().unwrap().keys().next().cloned() else {
                return;
            };
            let mut lacking = body.clone();
            lacking.as_object_mut().unwrap().shift_remove(&name);
            for broken in [json!({"nothing": 1}), lacking, json!([])] {
                let (parts, _) = request.clone().into_parts();
                let broken = Request::from_parts(parts, Bytes::from(broken.to_string()));
                let response = engine.answer(broken).response;
                let label = operation.label();
                assert_eq!(response.status(), 400, "{label}");
                let faults = ask::faults(api, operation, &response);
                assert!(faults.is_empty(), "{label}: {faults:?}");
                let error: Value = serde_json::from_slice(response.body()).unwrap();
                let message = error["error_message"].as_str().unwrap();
                assert!(
                    message.contains(&name) || message.contains("object"),
                    "{label}: {message}"
                );
                refused += 1;
            }
        },
    );
    assert!(refused > 60, "{refused}");
}

/// Errors of many shapes say what is wrong where they have room for it.
#[test]
fn errors_of_any_shape_name_the_field() {
    let shapes = [
        json!({"type": "string"}),
        json!({"type": "object", "required": ["errors"], "properties": {"errors": {
            "type": "array", "minItems": 1, "items": {"type": "object", "required": ["detail", "code"],
            "properties": {"detail": {"type": "string"}, "code": {"type": "integer"},
                "source": {"type": "object", "properties": {"pointer": {"type": "string"}}}}}}}}),
        json!({"type": "object", "required": ["error"], "additionalProperties": false,
            "properties": {"error": {"enum": ["invalid_request", "server_error"]},
                "error_description": {"type": "string", "maxLength": 100}}}),
        json!({"type": "object", "required": ["fault"], "properties": {"fault": {
            "type": "object", "properties": {"message": {"type": "string"}, "id": {"type": "string", "format": "uuid"}}}}}),
        json!({"type": "object", "required": ["ok"], "properties": {"ok": {"const": false}}}),
    ];
    for shape in shapes {
        let document = json!({
            "openapi": "3.1.0", "info": {"title": "T", "version": "1"},
            "paths": {"/a": {"post": {
                "requestBody": {"required": true, "content": {"application/json": {"schema": {
                    "type": "object", "properties": {"colour": {"type": "string"}}}}}},
                "responses": {
                    "204": {"description": "done"},
                    "422": {"description": "bad", "content": {"application/json": {"schema": shape}}},
                },
            }}},
        });
        let engine = ask::of(&document, "");
        let api = Api::new(ask::parsed(&document));
        let body = json!({"colour": 1});
        let response = ask::sent(&engine, "POST /a", &[], Some(&body));
        assert_eq!(response.status(), 422, "{shape}");
        let faults = ask::faults(&api, &api.operations[0], &response);
        assert!(faults.is_empty(), "{shape}: {faults:?}");
        let text = String::from_utf8_lossy(response.body());
        assert!(text.contains("colour"), "{shape}: {text}");
        assert!(!text.contains("server_error"), "{text}");
        assert_eq!(ask::json(&engine, "POST /a", Some(&json!({}))).0, 204);
    }
}

/// Where the document says nothing of errors, a problem document is sent.
#[test]
fn without_a_shape_a_problem_is_sent() {
    let document = json!({
        "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
        "paths": {"/a/{n}": {"get": {
            "parameters": [{"name": "n", "in": "path", "required": true, "schema": {"type": "integer"}}],
            "responses": {"200": {"description": "", "content": {"text/plain": {"schema": {"type": "integer"}}}}},
        }}},
    });
    let engine = ask::of(&document, "");
    let response = ask::sent(&engine, "GET /a/b", &[], None);
    assert_eq!(response.status(), 400);
    assert_eq!(
        response.headers()["content-type"],
        "application/problem+json"
    );
    let problem: Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(problem["status"], 400);
    assert_eq!(problem["errors"][0]["part"], "path parameter `n`");
    assert_eq!(ask::sent(&engine, "GET /b", &[], None).status(), 404);
    let other = ask::sent(&engine, "PUT /a/1", &[], None);
    assert_eq!(other.status(), 405);
    assert_eq!(other.headers()["allow"], "GET, OPTIONS, HEAD");
    assert_eq!(ask::sent(&engine, "HEAD /a/1", &[], None).status(), 200);
    let good = ask::sent(&engine, "GET /a/1", &[], None);
    assert!(good.body().iter().all(u8::is_ascii_digit), "{good:?}");
}

/// An example that breaks its own schema is mended, not sent, and a schema that cannot be compiled
/// is no licence.
#[test]
fn mistakes_of_the_document_are_not_passed_on() {
    let document = json!({
        "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
        "paths": {
            "/a": {"get": {"responses": {"200": {"description": "",
                "headers": {"X-Left": {"required": true, "schema": {"type": "integer"}},
                            "X-Odd": {"schema": {"type": "integer"}, "example": "many"}},
                "content": {"application/json": {
                "schema": {"type": "object", "required": ["name", "size"], "additionalProperties": false,
                    "properties": {"name": {"type": "string"}, "size": {"type": "integer"},
                        "when": {"type": "string", "format": "date-time"}}},
                "example": {"name": "Ada", "size": "big", "colour": "red", "when": "yesterday"},
            }}}}}},
            "/b": {"post": {
                "requestBody": {"required": true, "content": {"application/json": {
                    "schema": {"$ref": "#/components/schemas/Missing"}}}},
                "responses": {"200": {"description": ""}},
            }},
        },
    });
    let Ok(document) = Document::parse("t.json", &document.to_string()) else {
        panic!("the document is read, whatever it refers to");
    };
    let engine = ask::engine(document.clone());
    let api = Api::new(document);
    let response = ask::sent(&engine, "GET /a", &[], None);
    let faults = ask::faults(&api, &api.operations[0], &response);
    assert!(faults.is_empty(), "{faults:?}");
    let value: Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(value["name"], "Ada");
    assert!(response.headers().contains_key("x-left"));
    assert!(!response.headers().contains_key("x-odd"));
    let (status, problem) = ask::json(&engine, "POST /b", Some(&json!({})));
    assert_eq!(status, 501, "{problem}");
}
