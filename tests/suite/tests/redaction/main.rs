//! Nothing that the document marks as secret or personal is shown where people read along.
//!
//! Canaries are planted in every marked value; then every text that the crate makes is searched.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

mod heard;
mod operations;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use specwright_contract::fidelity::Entry;
use specwright_contract::{equal::same, pointer};
use specwright_suite::marks::{self, Planted};
use specwright_suite::memory::{CREDENTIALS, Memory};
use specwright_suite::table::{Texts, with_texts};
use specwright_suite::{document, memory, schema, values};

/// The mark of the security scheme whose credential is planted by [`the_client_shows_nothing`].
const CREDENTIAL: &str = "/components/securitySchemes/secret";

/// In how many places of each value a wrong type is put.
const WRONG_TYPES: usize = 64;

fn components() -> impl Iterator<Item = (&'static Entry, &'static Texts, Value)> {
    let components: BTreeSet<String> = schema::components(document()).into_iter().collect();
    with_texts()
        .filter(move |(entry, _)| components.contains(entry.pointer))
        .map(|(entry, texts)| (entry, texts, values().full(entry.pointer).unwrap()))
        .filter(|(_, _, full)| !full.is_null())
}

/// Every component with canaries in its fullest value.
fn planted() -> impl Iterator<Item = (&'static Entry, &'static Texts, Planted)> {
    components().map(|(entry, texts, full)| {
        let planted = marks::plant(document(), entry.pointer, &full);
        (entry, texts, planted)
    })
}

fn report(failures: &[String]) {
    let count = failures.len();
    assert!(count == 0, "{count} failures:\n{}", failures.join("\n"));
}

#[test]
fn debug_shows_no_marked_value() {
    let mut failures = Vec::new();
    let mut met: BTreeSet<String> = BTreeSet::new();
    let mut canaries = 0;
    for (entry, texts, planted) in planted() {
        match (texts.debug)(&planted.value) {
            Ok(text) => {
                let shown = planted.shown_in(&text);
                if !shown.is_empty() {
                    let value = &planted.value;
                    failures.push(format!("{}: {shown:?} of {value}\n{text}", entry.name));
                }
            }
            Err(failure) => failures.push(format!("{}: {failure}", entry.name)),
        }
        canaries += planted.canaries.len();
        met.extend(planted.marks);
    }
    report(&failures);
    met.insert(CREDENTIAL.to_owned());
    assert_eq!(marks::marked(document()), met);
    assert!(met.len() > 50, "{} marks", met.len());
    assert!(canaries > 500, "{canaries} canaries");
}

/// The search would see a value that is shown.
#[test]
fn debug_shows_values_that_are_not_marked() {
    let mut seen = 0;
    for (entry, texts, full) in components() {
        let planted = marks::plant_unmarked(document(), entry.pointer, &full);
        let text = (texts.debug)(&planted.value).unwrap();
        let shown = planted.shown_in(&text).len();
        assert_eq!(shown, planted.canaries.len(), "{}: {text}", entry.name);
        seen += shown;
    }
    assert!(seen > 1000, "{seen}");
}

#[test]
fn errors_of_reading_show_no_value() {
    let mut failures = Vec::new();
    let mut refused = 0;
    for (entry, texts, planted) in planted() {
        let mut canaries = planted.clone();
        canaries.canaries.push("canary-wrong-".to_owned());
        for at in marks::places(&planted.value, WRONG_TYPES) {
            let wrong = marks::with_wrong_type(&planted.value, &at, "canary-wrong-");
            let mut text = match (entry.round_trip)(&wrong) {
                Ok(_) => continue,
                Err(failure) => failure.to_string(),
            };
            text.extend((texts.refusal)(&wrong));
            refused += 1;
            if !canaries.shown_in(&text).is_empty() {
                failures.push(format!("{} at {at}: {text}", entry.name));
            }
        }
    }
    report(&failures);
    assert!(refused > 1000, "{refused}");
}

#[test]
fn violations_show_no_value() {
    let mut broken = 0;
    for (entry, _, full) in components() {
        let Some(validate) = entry.validate else {
            continue;
        };
        // Canaries in all texts, marked or not, and far too long; nothing in any array.
        let mut value = full;
        spoil(&mut value);
        for breach in validate(&value).unwrap_or_default() {
            broken += 1;
            let text = breach.text;
            assert!(!text.contains("canary"), "{}: {text}", entry.name);
        }
    }
    assert!(broken > 10, "{broken}");
}

fn spoil(value: &mut Value) {
    match value {
        Value::Object(members) => members.values_mut().for_each(spoil),
        Value::Array(items) if items.iter().all(Value::is_string) => items.clear(),
        Value::Array(items) => items.iter_mut().for_each(spoil),
        Value::String(text)
            if text.parse::<f64>().is_err() && !text.starts_with(char::is_numeric) =>
        {
            *text = "canary".repeat(2000);
        }
        _ => {}
    }
}

#[test]
fn webhooks_show_no_marked_value() {
    let mut canaries = 0;
    let webhooks = document()["x-webhooks"].as_object().unwrap();
    assert!(webhooks.len() > 20);
    for (name, item) in webhooks {
        let body = format!(
            "{}/post/requestBody/content/application~1json/schema",
            pointer::join("/x-webhooks", name)
        );
        let full = values().full(&component_of(&body)).unwrap();
        let mut planted = marks::plant(document(), &body, &full);
        let keys = item["post"]["x-webhook-match"].as_object().unwrap();
        for (key, value) in keys {
            planted.value[key] = value.clone();
        }
        let webhook = plaid_link::Webhook::from_value(&planted.value).unwrap();
        let text = format!("{webhook:?}\n{webhook:#?}");
        assert!(!text.contains("Unlisted("), "{text}");
        assert!(planted.shown_in(&text).is_empty(), "{name}: {text}");
        canaries += planted.canaries.len();

        // Of a kind that nobody knows, nothing may be shown at all.
        for key in keys.keys() {
            planted.value[key] = json!("BRAND_NEW");
        }
        let webhook = plaid_link::Webhook::from_value(&planted.value).unwrap();
        let text = format!("{webhook:?}\n{webhook:#?}");
        assert!(text.contains("Unlisted("), "{text}");
        assert!(planted.shown_in(&text).is_empty(), "{name}: {text}");

        for (key, value) in keys {
            planted.value[key] = value.clone();
        }
        for at in marks::places(&planted.value, WRONG_TYPES) {
            let wrong = marks::with_wrong_type(&planted.value, &at, "canary-wrong-");
            if let Err(mismatch) = plaid_link::Webhook::from_value(&wrong) {
                let text = format!("{mismatch} {mismatch:?}");
                assert!(!text.contains("canary-"), "{name} at {at}: {text}");
            }
        }
    }
    assert!(canaries > 20, "{canaries}");
}

/// The component that a schema refers to.
fn component_of(place: &str) -> String {
    let facets = schema::facets(document(), place);
    facets.last().unwrap().pointer.clone()
}

/// Every text that an error gives: its own, and those of what caused it.
fn texts(error: &dyn std::error::Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        text += &format!(" {cause} {cause:?} {cause:#?}");
        source = cause.source();
    }
    text
}

fn canary_values(name: &str) -> Planted {
    let place = pointer::join("/components/schemas", name);
    marks::plant(document(), &place, &values().full(&place).unwrap())
}

#[tokio::test]
async fn the_client_shows_nothing() {
    let request = canary_values("LinkTokenCreateRequest");
    let response = canary_values("LinkTokenCreateResponse");
    let refusal = canary_values("PlaidError");
    let wrong = marks::with_wrong_type(&response.value, "/expiration", "canary-wrong-");
    let page = format!("<html>{}</html>", response.value);
    let mut cut = response.value.to_string();
    cut.truncate(cut.len() - 5);
    let answers = [
        (400, "application/json", refusal.value.to_string()),
        (200, "application/json", wrong.to_string()),
        (500, "application/json", response.value.to_string()),
        (502, "text/html", page),
        (200, "application/json", cut),
    ];
    let read: plaid_link::types::LinkTokenCreateRequest =
        serde_json::from_value(request.value.clone()).unwrap();
    let mut kinds = BTreeSet::new();
    for (status, media_type, body) in answers {
        let server = Memory::text(status, media_type, body);
        let builder = memory::builder(server.clone()).validate_requests(false);
        let mut text = format!("{builder:?} {builder:#?}");
        let client = builder.build().unwrap();
        let call = client.link_token_create(&read);
        text += &format!(" {client:?} {client:#?} {call:?} {call:#?}");
        let error = call.await.unwrap_err();
        text += &texts(&error);
        let kind = format!("{error:?}");
        kinds.insert(kind.split('(').next().unwrap().to_owned());
        shows_nothing(&text);
        // What is not shown was there all the same.
        assert_eq!(same(&request.value, &server.received()[0].2), Ok(()));
        assert!(String::from_utf8_lossy(error.raw_body().unwrap()).contains("canary-"));
    }
    let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
    assert_eq!(kinds, ["Api", "Decode", "NotJson"]);

    let wrong = Memory::json(200, &wrong);
    let client = memory::client(wrong);
    let call = client.link_token_create(&read);
    let call = call
        .header("x-more", CREDENTIALS[1])
        .query("more", CREDENTIALS[1]);
    shows_nothing(&format!("{call:?} {call:#?}"));
    shows_nothing(&texts(&call.await.unwrap_err()));
}

#[tokio::test]
async fn replies_and_refused_requests_show_nothing() {
    let response = canary_values("LinkTokenCreateResponse");
    let server = Memory::json(200, &response.value);
    let client = memory::client(server.clone());
    let request = plaid_link::types::LinkTokenCreateRequest::new(
        "canary-".repeat(100),
        Vec::<String>::new(),
        "canary-",
    );
    let error = client.link_token_create(&request).await.unwrap_err();
    assert!(matches!(error, plaid_link::Error::InvalidRequest(_)));
    shows_nothing(&texts(&error));
    assert!(server.received().is_empty());

    let lenient = memory::builder(server).validate_requests(false).build();
    let reply = lenient.unwrap().link_token_create(&request).send().await;
    let reply = reply.unwrap();
    shows_nothing(&format!("{reply:?} {reply:#?} {:?}", reply.response()));
    assert!(String::from_utf8_lossy(reply.response().body()).contains("canary-"));
}

#[track_caller]
fn shows_nothing(text: &str) {
    assert!(!text.contains("canary-"), "{text}");
}
