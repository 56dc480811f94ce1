//! What a request and the settings can wish for.

use std::time::Duration;

use serde_json::{Value, json};

use super::ask;

fn document() -> Value {
    json!({
        "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": {"operationId": "a", "responses": {
            "200": {"description": "", "content": {
                "text/plain": {"schema": {"type": "string"}, "example": "plain"},
                "application/json": {
                    "schema": {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}},
                    "examples": {"one": {"value": {"n": 1}}, "two": {"value": {"n": 2}}},
                },
                "application/xml": {"schema": {"type": "object", "properties": {"n": {"type": "integer", "example": 3}}}},
            }},
            "404": {"description": "", "content": {"application/json": {"schema": {
                "type": "object", "required": ["code", "message"],
                "properties": {"code": {"type": "integer"}, "message": {"type": "string"}}}}}},
        }}}},
    })
}

#[test]
fn wishes_are_granted() {
    let engine = ask::of(&document(), "");
    let get = |prefer: &str, accept: &str| {
        let headers = [("prefer", prefer), ("accept", accept)];
        let response = ask::sent(&engine, "GET /a", &headers, None);
        let content_type = response.headers()["content-type"]
            .to_str()
            .unwrap()
            .to_owned();
        let body = String::from_utf8_lossy(response.body()).into_owned();
        (response.status().as_u16(), content_type, body)
    };
    let json = |status: u16, body: &str| (status, "application/json".to_owned(), body.to_owned());
    assert_eq!(get("", "*/*"), json(200, r#"{"n":1}"#));
    assert_eq!(get("example=two", ""), json(200, r#"{"n":2}"#));
    let (_, content_type, body) = get("", "text/*, application/json;q=0.5");
    assert_eq!(
        (content_type.as_str(), body.as_str()),
        ("text/plain", "plain")
    );
    let (_, content_type, body) = get("", "application/xml");
    assert_eq!(content_type, "application/xml");
    assert!(body.ends_with("<root><n>3</n></root>"), "{body}");
    assert_eq!(get("", "image/png").1, "application/json");
    let (status, _, body) = get("code=404", "");
    assert_eq!(status, 404);
    assert!(body.contains("\"code\":404"), "{body}");
    assert_eq!(get("code=418", "").0, 400);
    assert_eq!(get("example=three", "").0, 400);
    let (_, _, one) = get("dynamic=true", "");
    let drawn: Vec<_> = (0..8).map(|_| get("dynamic=true", "").2).collect();
    assert!(drawn.iter().any(|other| *other != one), "{drawn:?}");
}

#[test]
fn settings_are_followed() {
    let config = "[operations.a]\ndelay = 30\nstatus = 404\nevery = 2\n";
    let engine = ask::of(&document(), config);
    let statuses: Vec<_> = (0..4)
        .map(|_| ask::sent(&engine, "GET /a", &[], None).status().as_u16())
        .collect();
    assert_eq!(statuses, [200, 404, 200, 404]);
    let request = http::Request::get("/a").body(bytes::Bytes::new()).unwrap();
    assert_eq!(engine.answer(request).delay, Duration::from_millis(30));
    let options = specwright_contract::mock::Options {
        config: specwright_contract::mock::Config::parse("[operations.b]\n").unwrap(),
        ..Default::default()
    };
    let refused = specwright_contract::mock::Engine::new(ask::parsed(&document()), &options);
    assert!(refused.unwrap_err().contains("`b`"));
}

#[test]
fn browsers_of_other_origins_are_let_in() {
    let engine = ask::of(&document(), "");
    let origin = ("origin", "https://app.example");
    let asked = [origin, ("access-control-request-method", "GET")];
    let response = ask::sent(&engine, "OPTIONS /a", &asked, None);
    assert_eq!(response.status(), 204);
    assert_eq!(response.headers()["access-control-allow-methods"], "GET");
    let response = ask::sent(&engine, "GET /a", &[origin], None);
    assert_eq!(response.headers()["access-control-allow-origin"], origin.1);
    let response = ask::sent(&engine, "GET /a", &[], None);
    assert!(
        !response
            .headers()
            .contains_key("access-control-allow-origin")
    );
}
