//! Values that flow from answers to requests and back.

use serde_json::{Value, json};

use super::ask;

const KEYS: [(&str, &str); 3] = [
    ("plaid-client-id", "a"),
    ("plaid-secret", "b"),
    ("plaid-version", "2020-09-14"),
];

fn call(engine: &specwright_contract::mock::Engine, path: &str, body: Value) -> (u16, Value) {
    let response = ask::sent(engine, &format!("POST {path}"), &KEYS, Some(&body));
    let value = serde_json::from_slice(response.body()).unwrap();
    (response.status().as_u16(), value)
}

/// From a public token to an item and back out, through operations that are all `POST`.
#[test]
fn tokens_lead_from_call_to_call() {
    let engine = ask::engine(ask::plaid_link());
    let wanted = json!({"institution_id": "ins_7", "initial_products": ["auth"]});
    let (_, first) = call(&engine, "/sandbox/public_token/create", wanted.clone());
    let (_, second) = call(&engine, "/sandbox/public_token/create", wanted);
    assert_ne!(first["public_token"], second["public_token"]);

    let exchange = |public: &Value| {
        let (status, item) = call(
            &engine,
            "/item/public_token/exchange",
            json!({"public_token": public["public_token"]}),
        );
        assert_eq!(status, 200);
        item
    };
    let (one, other) = (exchange(&first), exchange(&second));
    assert_ne!(one["access_token"], other["access_token"]);
    assert_ne!(one["item_id"], other["item_id"]);
    assert_ne!(one["request_id"], other["request_id"]);

    let get = |item: &Value| {
        call(
            &engine,
            "/item/get",
            json!({"access_token": item["access_token"]}),
        )
    };
    for item in [&one, &other] {
        let (status, got) = get(item);
        assert_eq!(status, 200);
        assert_eq!(got["item"]["item_id"], item["item_id"]);
        assert_eq!(got["item"]["institution_id"], "ins_7");
    }
    let hook = "https://hooks.example/plaid";
    let update = json!({"access_token": one["access_token"], "webhook": hook});
    let (_, updated) = call(&engine, "/item/webhook/update", update);
    assert_eq!(updated["item"]["webhook"], hook);
    assert_eq!(get(&one).1["item"]["webhook"], hook);
    assert_ne!(get(&other).1["item"]["webhook"], hook);

    let (status, _) = call(
        &engine,
        "/item/remove",
        json!({"access_token": one["access_token"]}),
    );
    assert_eq!(status, 200);
    let (status, gone) = get(&one);
    assert_eq!(status, 404, "{gone}");
    assert!(gone["error_code"].is_string());
    assert_eq!(get(&other).0, 200);
    assert_eq!(get(&json!({"access_token": "access-sandbox-mine"})).0, 200);
}

/// The same requests in the same order have the same answers, and another seed has others.
#[test]
fn answers_are_the_same_again() {
    let run = |seed: &str| -> Vec<Value> {
        let options = specwright_contract::mock::Options {
            config: specwright_contract::mock::Config::parse(seed).unwrap(),
            ..Default::default()
        };
        let engine = specwright_contract::mock::Engine::new(ask::plaid_link(), &options).unwrap();
        let user = json!({"client_user_id": "u"});
        (0..3)
            .map(|_| call(&engine, "/user/create", user.clone()).1)
            .collect()
    };
    assert_eq!(run(""), run("seed = 0"));
    assert_ne!(run(""), run("seed = 1"));
}

/// What is used up where the settings say so, is refused the second time.
#[test]
fn single_use_values_are_used_once() {
    let config = "[operations.itemPublicTokenExchange]\nconsumes = [\"public_token\"]\n";
    let options = specwright_contract::mock::Options {
        config: specwright_contract::mock::Config::parse(config).unwrap(),
        ..Default::default()
    };
    let engine = specwright_contract::mock::Engine::new(ask::plaid_link(), &options).unwrap();
    for token in ["public-sandbox-1", "public-sandbox-2"] {
        let body = json!({"public_token": token});
        let path = "/item/public_token/exchange";
        let (status, item) = call(&engine, path, body.clone());
        assert_eq!(status, 200);
        assert_eq!(call(&engine, path, body).0, 404);
        let (status, _) = call(
            &engine,
            "/item/get",
            json!({"access_token": item["access_token"]}),
        );
        assert_eq!(status, 200);
    }
}

/// Resources behind paths are created, read, changed and removed.
#[test]
fn resources_are_remembered() {
    let pet = json!({"type": "object", "required": ["id", "name"], "properties": {
        "id": {"type": "integer"}, "name": {"type": "string"}, "tags": {"type": "array", "items": {"type": "string"}}}});
    let new = json!({"type": "object", "required": ["name"], "properties": {
        "name": {"type": "string"}, "tags": {"type": "array", "items": {"type": "string"}}}});
    let answer = json!({"description": "", "content": {"application/json": {"schema": pet}}});
    let body = json!({"required": true, "content": {"application/json": {"schema": new}}});
    let id =
        json!([{"name": "petId", "in": "path", "required": true, "schema": {"type": "integer"}}]);
    let gone = json!({"description": "gone"});
    let document = json!({
        "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
        "paths": {
            "/pets": {"post": {"requestBody": body, "responses": {"201": answer}}},
            "/pets/{petId}": {
                "parameters": id,
                "get": {"responses": {"200": answer, "404": gone}},
                "put": {"requestBody": body, "responses": {"200": answer}},
                "delete": {"responses": {"204": gone, "404": gone}},
            },
        },
    });
    let engine = ask::of(&document, "");
    let wanted = json!({"name": "Rex", "tags": ["old", "brown"]});
    let (status, rex) = ask::json(&engine, "POST /pets", Some(&wanted));
    assert_eq!(
        (status, &rex["name"], &rex["tags"]),
        (201, &wanted["name"], &wanted["tags"])
    );
    let (_, fido) = ask::json(&engine, "POST /pets", Some(&json!({"name": "Fido"})));
    assert_ne!(rex["id"], fido["id"]);
    let path = format!("/pets/{}", rex["id"]);
    assert_eq!(
        ask::json(&engine, &format!("GET {path}"), None),
        (200, rex.clone())
    );
    let (_, renamed) = ask::json(
        &engine,
        &format!("PUT {path}"),
        Some(&json!({"name": "Max"})),
    );
    assert_eq!(
        (&renamed["name"], &renamed["id"]),
        (&json!("Max"), &rex["id"])
    );
    let (_, got) = ask::json(&engine, &format!("GET {path}"), None);
    assert_eq!((&got["name"], &got["id"]), (&json!("Max"), &rex["id"]));
    assert_eq!(ask::json(&engine, &format!("DELETE {path}"), None).0, 204);
    assert_eq!(ask::json(&engine, &format!("GET {path}"), None).0, 404);
    assert_eq!(ask::json(&engine, &format!("DELETE {path}"), None).0, 404);
    let (status, other) = ask::json(&engine, &format!("GET /pets/{}", fido["id"]), None);
    assert_eq!((status, &other["name"]), (200, &json!("Fido")));
}
