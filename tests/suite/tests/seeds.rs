//! What the project was asked for exists: the 150 fields of `/link/token/create`, and the four
//! operations, of the tables in `fixtures`.
//!
//! Each field is proved by what the generated type does with it. An undeclared member may hold
//! anything; a declared one is refused, with its place, where it is of another type.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

use std::any::TypeId;

use plaid_link::runtime::client::Operation;
use plaid_link::{client::operations, types};
use serde_json::{Value, json};
use specwright_contract::fidelity::{Entry, Failure, judge};
use specwright_contract::pointer;
use specwright_suite::memory::{self, Memory};
use specwright_suite::{entry_at, values};

const FIELDS: &str = include_str!("../fixtures/seed-001-fields.tsv");
const OPERATIONS: &str = include_str!("../fixtures/seed-002-operations.tsv");

/// Of what upstream later made optional, see the comment in the table.
const RELAXED: [&str; 1] = ["user"];

fn rows(table: &str) -> Vec<Vec<&str>> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split('\t').collect()).collect()
}

fn component(name: &str) -> &'static Entry {
    let pointer = pointer::join("/components/schemas", name);
    entry_at(&pointer).unwrap_or_else(|| panic!("no type of {pointer}"))
}

/// Where a field of the table stands in a value.
fn place(path: &str) -> String {
    let path = path.strip_suffix("[]").unwrap_or(path);
    format!("/{}", path.replace("[]", "/0").replace('.', "/"))
}

/// The name of the JSON type of a value; a number without fraction is an integer.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn fits(kind: &str, wanted: &str) -> bool {
    kind == wanted || (kind, wanted) == ("integer", "number")
}

fn put(value: &Value, at: &str, new: &Value) -> Value {
    let mut value = value.clone();
    *value.pointer_mut(at).unwrap() = new.clone();
    value
}

/// What is wrong with a field, if anything.
fn field(entry: &Entry, full: &Value, path: &str, wanted: &str, required: bool) -> Vec<String> {
    let at = place(path);
    let Some(here) = full.pointer(&at) else {
        return vec!["there is no such member".to_owned()];
    };
    let (wanted, item) = match wanted.strip_prefix("array<") {
        Some(item) => ("array", item.strip_suffix('>')),
        None => (wanted, None),
    };
    let mut wrong = Vec::new();
    if !fits(kind(here), wanted) {
        wrong.push(format!("it holds {}", kind(here)));
    }
    refuses_other_types(entry, full, &at, wanted, &mut wrong);
    if let Some(item) = item {
        refuses_other_types(entry, full, &format!("{at}/0"), item, &mut wrong);
    }
    let (parent, name) = pointer::split_last(&at).unwrap();
    let mut without = full.clone();
    let parent = without.pointer_mut(parent).unwrap();
    parent.as_object_mut().unwrap().shift_remove(&name);
    match (required, (entry.round_trip)(&without)) {
        (true, Err(Failure::Refused { path, .. })) if path == at => {}
        (false, Ok(back)) if back.pointer(&at).is_none() => {}
        (_, Ok(_)) => wrong.push("it may be missing".to_owned()),
        (_, Err(failure)) => wrong.push(format!("without it: {failure}")),
    }
    wrong
}

fn refuses_other_types(entry: &Entry, full: &Value, at: &str, own: &str, wrong: &mut Vec<String>) {
    match full.pointer(at) {
        Some(here) if fits(kind(here), own) => {}
        other => return wrong.push(format!("at {at} there is {other:?}")),
    }
    for other in [
        json!("text"),
        json!(true),
        json!(7),
        json!(1.5),
        json!([7]),
        json!({"a": 7}),
    ] {
        if fits(kind(&other), own) {
            continue;
        }
        match (entry.round_trip)(&put(full, at, &other)) {
            Err(Failure::Refused { path, .. }) if path == at => {}
            Err(failure) => wrong.push(format!("{other} at {at}: {failure}")),
            Ok(_) => wrong.push(format!("{other} at {at} is accepted")),
        }
    }
}

#[test]
fn all_150_fields_exist_with_their_types() {
    let entry = component("LinkTokenCreateRequest");
    let full = values().full(entry.pointer).unwrap();
    judge::valid(entry, values().oracle(), &full).unwrap();
    let rows = rows(FIELDS);
    assert_eq!(rows.len(), 150);
    let mut failures = Vec::new();
    for row in rows {
        let [path, wanted, required] = row[..] else {
            panic!("{row:?}");
        };
        let required = required == "yes" && !RELAXED.contains(&path);
        for wrong in field(entry, &full, path, wanted, required) {
            failures.push(format!("{path} ({wanted}, required: {required}): {wrong}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The check of a field sees what is wrong.
#[test]
fn a_field_that_does_not_exist_is_missed() {
    let entry = component("LinkTokenCreateRequest");
    let mut full = values().full(entry.pointer).unwrap();
    full["brand_new"] = json!("text");
    assert_eq!(field(entry, &full, "brand_old", "string", false).len(), 1);
    assert_eq!(field(entry, &full, "brand_new", "string", false).len(), 5);
    assert_ne!(field(entry, &full, "client_name", "string", false), [""; 0]);
    assert_ne!(field(entry, &full, "webhook", "integer", false), [""; 0]);
    assert_ne!(field(entry, &full, "webhook", "string", true), [""; 0]);
}

/// An operation of the crate, as the table has it, and whether its answer is of the type.
struct Known {
    row: [&'static str; 3],
    request: &'static Entry,
    response: &'static Entry,
    answers: bool,
}

fn known<O: Operation<Response: 'static>, Answer: 'static>(
    request: &'static str,
    response: &'static str,
) -> Known {
    Known {
        row: [O::INFO.method, O::INFO.path, O::INFO.id],
        request: component(request),
        response: component(response),
        answers: TypeId::of::<O::Response>() == TypeId::of::<Answer>(),
    }
}

#[test]
#[allow(deprecated)]
fn the_four_operations_exist() {
    use operations::*;
    let table = [
        known::<LinkProfileEligibilityCheck, types::LinkProfileEligibilityCheckResponse>(
            "LinkProfileEligibilityCheckRequest",
            "LinkProfileEligibilityCheckResponse",
        ),
        known::<LinkTokenCreate, types::LinkTokenCreateResponse>(
            "LinkTokenCreateRequest",
            "LinkTokenCreateResponse",
        ),
        known::<LinkTokenGet, types::LinkTokenGetResponse>(
            "LinkTokenGetRequest",
            "LinkTokenGetResponse",
        ),
        known::<LinkOauthCorrelationIdExchange, types::LinkOAuthCorrelationIdExchangeResponse>(
            "LinkOAuthCorrelationIdExchangeRequest",
            "LinkOAuthCorrelationIdExchangeResponse",
        ),
    ];
    let rows = rows(OPERATIONS);
    assert_eq!(rows.len(), table.len());
    for (row, known) in rows.iter().zip(&table) {
        assert_eq!(row[..3], known.row);
        assert!(known.answers, "{row:?}");
        for (name, entry) in [(row[3], known.request), (row[4], known.response)] {
            assert_eq!(entry.pointer, format!("/components/schemas/{name}"));
            assert_eq!(entry.name, name);
            for value in [
                values().minimal(entry.pointer),
                values().full(entry.pointer),
            ] {
                judge::valid(entry, values().oracle(), &value.unwrap()).unwrap();
            }
        }
    }
}

/// Calls a method of the client with the fullest request, and compares what travels.
macro_rules! travels {
    ($method:ident, $request:ident -> $response:ident, $path:literal) => {{
        let full = |name| values().full(component(name).pointer).unwrap();
        let sent = full(stringify!($request));
        let answer = full(stringify!($response));
        let server = Memory::json(200, &answer);
        let client = memory::client(server.clone());
        let request: types::$request = serde_json::from_value(sent.clone()).unwrap();
        let response: types::$response = client.$method(&request).await.unwrap();
        let response = serde_json::to_value(&response).unwrap();
        specwright_contract::equal::same(&answer, &response).unwrap();
        let received = server.received();
        let [(method, path, body)] = &received[..] else {
            panic!("{received:?}");
        };
        assert_eq!((method.as_str(), path.as_str()), ("POST", $path));
        specwright_contract::equal::same(&sent, body).unwrap();
    }};
}

#[tokio::test]
#[allow(deprecated)]
async fn the_four_operations_carry_their_values() {
    travels!(
        link_profile_eligibility_check,
        LinkProfileEligibilityCheckRequest -> LinkProfileEligibilityCheckResponse,
        "/link/profile/eligibility/check"
    );
    travels!(
        link_token_create,
        LinkTokenCreateRequest -> LinkTokenCreateResponse,
        "/link/token/create"
    );
    travels!(
        link_token_get,
        LinkTokenGetRequest -> LinkTokenGetResponse,
        "/link/token/get"
    );
    travels!(
        link_oauth_correlation_id_exchange,
        LinkOAuthCorrelationIdExchangeRequest -> LinkOAuthCorrelationIdExchangeResponse,
        "/link/oauth/correlation_id/exchange"
    );
}
