//! Bodies of several parts.

use serde_json::json;
use specwright_runtime::runtime::client::{Call, Error, Multipart, Part, SerializeError, Style};

use crate::operations::TokenCreate;
use crate::transport::Shared;

/// Sends a body and gives its media type and text.
async fn sent(body: Multipart) -> (String, String) {
    let transport = Shared::json(200, &json!({"token": "t"}));
    let core = transport.core();
    let call: Call<'_, TokenCreate> = core.call().multipart(body);
    call.await.unwrap();
    let request = transport.request();
    let content_type = request.headers()["content-type"].to_str().unwrap();
    let body = String::from_utf8(request.body().to_vec()).unwrap();
    (content_type.to_owned(), body)
}

#[tokio::test]
async fn files_and_values_become_parts() {
    let body = Multipart::new()
        .with_boundary("b0")
        .files(
            "photo",
            "image/png",
            [
                Part::new(&b"one"[..]),
                Part::file("a \"b\".jpg", &b"two"[..])
                    .with_content_type("image/jpeg")
                    .with_header("X-Key", 7),
            ],
        )
        .value("title", "Quay ä")
        .value("tags", &["x", "y"])
        .value("none", &None::<i64>)
        .value("place", &json!({"lat": 1}))
        .value("places", &json!([{"lat": 1}]))
        .value_as("meta", &json!([1, 2]), "application/json")
        .value_as("note", "hi", "text/markdown")
        .styled("labels", &json!({"a": {"b": 1}}), Style::DEEP_OBJECT);
    let (content_type, body) = sent(body).await;
    assert_eq!(content_type, "multipart/form-data; boundary=\"b0\"");
    let part = |headers: &str, body: &str| format!("--b0\r\n{headers}\r\n\r\n{body}\r\n");
    let named = |name: &str| format!("Content-Disposition: form-data; name=\"{name}\"");
    let typed = |name: &str, ty: &str| format!("{}\r\nContent-Type: {ty}", named(name));
    let expected = [
        part(
            "Content-Disposition: form-data; name=\"photo\"; filename=\"photo\"\r\n\
             Content-Type: image/png",
            "one",
        ),
        part(
            "Content-Disposition: form-data; name=\"photo\"; filename=\"a %22b%22.jpg\"\r\n\
             Content-Type: image/jpeg\r\nX-Key: 7",
            "two",
        ),
        part(&named("title"), "Quay ä"),
        part(&named("tags"), "x"),
        part(&named("tags"), "y"),
        part(&typed("place", "application/json"), "{\"lat\":1}"),
        part(&typed("places", "application/json"), "{\"lat\":1}"),
        part(&typed("meta", "application/json"), "[1,2]"),
        part(&typed("note", "text/markdown"), "hi"),
        part(&named("labels[a][b]"), "1"),
        "--b0--\r\n".to_owned(),
    ];
    assert_eq!(body, expected.concat());
}

#[tokio::test]
async fn the_boundary_is_random_by_default() {
    let (one, body) = sent(Multipart::new().text("a", 1)).await;
    let (other, _) = sent(Multipart::new().text("a", 1)).await;
    assert_ne!(one, other);
    let boundary = one.split('"').nth(1).unwrap();
    assert_eq!(boundary.len(), 32);
    assert!(body.starts_with(&format!("--{boundary}\r\n")));
    assert!(body.ends_with(&format!("--{boundary}--\r\n")));
}

#[tokio::test]
async fn what_http_cannot_carry_is_an_error() {
    let header = |name: &str| SerializeError::Header {
        name: name.to_owned(),
    };
    let unwritable = std::collections::BTreeMap::from([(vec![1], "key is no text")]);
    let cases = [
        (
            Multipart::new().part("a", Part::new("x").with_header("X-Key", "a\r\nb")),
            header("X-Key"),
        ),
        (
            Multipart::new().part("a", Part::new("x").with_content_type("a\nb")),
            header("Content-Type"),
        ),
        (
            Multipart::new().with_boundary("a\"b"),
            header("content-type"),
        ),
        (
            Multipart::new().value("a", &unwritable),
            SerializeError::Parameter { name: "a" },
        ),
    ];
    for (body, expected) in cases {
        let transport = Shared::answering(204, &[], "");
        let core = transport.core();
        let call: Call<'_, TokenCreate> = core.call().multipart(body);
        match call.await {
            Err(Error::Serialize(found)) => assert_eq!(found, expected),
            _ => panic!("no error where {expected:?} was due"),
        }
        assert_eq!(transport.requests(), 0);
    }
}

#[test]
fn debug_does_not_show_what_parts_hold() {
    let body = Multipart::new()
        .text("a", "canary")
        .part("b", Part::file("name", &b"canary"[..]));
    let shown = format!("{body:?}");
    assert!(shown.contains("body_len: 6"), "{shown}");
    assert!(!shown.contains("canary"), "{shown}");
}
