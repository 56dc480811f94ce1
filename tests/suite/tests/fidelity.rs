//! Every type of `plaid-link` holds what its schema promises.
//!
//! `SPECWRIGHT_CASES` sets how many values of each kind are drawn from each schema.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::env;

use plaid_link::types::LinkTokenCreateRequest;
use proptest::arbitrary::any;
use proptest::test_runner::{TestCaseError, TestError, TestRunner};
use serde_json::json;
use specwright_contract::fidelity::Entry;
use specwright_contract::fidelity::report::{self, Report, SchemaReport};
use specwright_contract::fidelity::run::{self, Draws};
use specwright_contract::oracle::Direction;
use specwright_contract::strategy::Values;
use specwright_contract::{entry, equal::same, pointer};
use specwright_suite::table::with_draws;
use specwright_suite::{adapter, document, entries, schema, values};

/// How many values of each kind are drawn from each schema, unless `SPECWRIGHT_CASES` says.
const CASES: u32 = 32;

fn draws() -> Draws {
    let cases = env::var("SPECWRIGHT_CASES").map_or(CASES, |text| text.parse().unwrap());
    Draws { cases, seed: 0 }
}

/// Runs over every type: those of all component schemas, and those within them. Gives how many
/// values were judged, by what was done to them; there must be nothing to find.
#[track_caller]
fn over_all(run: fn(&Entry, &Values, Draws) -> SchemaReport) -> BTreeMap<String, usize> {
    let schemas: Vec<SchemaReport> = entries()
        .iter()
        .map(|entry| run(entry, values(), draws()))
        .collect();
    let report = Report {
        document: "plaid-link".to_owned(),
        draws: draws(),
        schemas,
    };
    assert_eq!(report.findings(), 0, "{}", report::text(&report));
    let mut judged = BTreeMap::new();
    for (kind, count) in report.schemas.iter().flat_map(|schema| &schema.judged) {
        *judged.entry(kind.clone()).or_default() += count;
    }
    judged
}

#[test]
fn every_schema_has_a_type_and_an_oracle() {
    assert_eq!(values().oracle().uncompiled(), []);
    let components = schema::components(document());
    assert_eq!(components, values().oracle().schema_pointers());
    assert!(components.len() > 300, "{}", components.len());
    let typed: BTreeSet<&str> = entries().iter().map(|entry| entry.pointer).collect();
    let untyped: Vec<&String> = components
        .iter()
        .filter(|pointer| !typed.contains(pointer.as_str()))
        .collect();
    assert!(untyped.is_empty(), "schemas without a type: {untyped:?}");
}

#[test]
fn what_satisfies_the_schema_is_accepted_and_comes_back() {
    let judged = over_all(run::valid);
    assert_eq!(judged["valid"], entries().len() * draws().cases as usize);
    assert!(judged["full"] > 300, "{judged:?}");
}

#[test]
fn what_servers_really_send_is_accepted() {
    let judged = over_all(run::drift);
    let kinds: Vec<&str> = judged.keys().map(String::as_str).collect();
    assert_eq!(
        kinds,
        [
            "drift, IntegralFloat",
            "drift, MemberOrder",
            "drift, NullForOptional",
            "drift, RepeatedItem",
            "drift, RepeatedMember",
            "drift, UndeclaredMember",
            "drift, UnknownEnumValue",
        ]
    );
}

#[test]
fn what_is_wrong_is_refused_or_found() {
    let judged = over_all(run::invalid);
    for keyword in [
        "type",
        "required",
        "enum",
        "maxLength",
        "minimum",
        "maximum",
    ] {
        let kind = format!("invalid, {keyword}");
        assert!(judged.contains_key(&kind), "{kind}");
    }
}

#[test]
fn what_the_types_own_strategies_draw_is_valid() {
    let mut members = BTreeSet::new();
    for (entry, draw) in with_draws() {
        let mut runner = TestRunner::deterministic();
        for value in draw(&mut runner, CASES) {
            let oracle = values().oracle();
            let directions = [Direction::Request, Direction::Response];
            let mut checks = directions.map(|way| oracle.check_in(way, entry.pointer, &value));
            assert!(
                checks.iter().any(Result::is_ok),
                "{}: {value}: {:?}",
                entry.name,
                checks[0].as_mut().err()
            );
            let broken = entry.validate.map(|validate| validate(&value).unwrap());
            assert!(broken.is_none_or(|broken| broken.is_empty()), "{value}");
            if entry.name == "LinkTokenCreateRequest" {
                members.extend(value.as_object().unwrap().keys().cloned());
            }
        }
    }
    // Over all values the optional members occur.
    assert!(members.len() > 25, "{members:?}");
}

#[test]
fn what_the_types_own_strategies_draw_becomes_simple() {
    let mut runner = TestRunner::deterministic();
    let failed = runner.run(&any::<LinkTokenCreateRequest>(), |_| {
        Err(TestCaseError::fail("never right"))
    });
    let Err(TestError::Fail(_, smallest)) = failed else {
        panic!("{failed:?}");
    };
    let smallest = serde_json::to_value(smallest).unwrap();
    let expected = json!({"client_name": "a", "language": "a", "country_codes": ["US"]});
    assert_eq!(smallest, expected);
}

#[test]
fn webhooks_come_back_whatever_their_kind() {
    let webhook = entry!(adapter, "/x-webhooks", plaid_link::Webhook);
    let webhooks = document()["x-webhooks"].as_object().unwrap();
    for (name, item) in webhooks {
        let message = &item["post"];
        let schema = &message["requestBody"]["content"]["application/json"]["schema"];
        let place = pointer::from_reference(schema["$ref"].as_str().unwrap()).unwrap();
        let keys = message["x-webhook-match"].as_object().unwrap();
        for value in [values().minimal(&place), values().full(&place)] {
            let mut value = value.unwrap();
            for (key, matching) in keys {
                value[key] = matching.clone();
            }
            let back = (webhook.round_trip)(&value).unwrap();
            assert_eq!(same(&value, &back), Ok(()), "{name}");
            // Read as the kind that it is, not merely kept.
            let mut wrong = value.clone();
            let member = wrong
                .as_object()
                .unwrap()
                .keys()
                .find(|key| !keys.contains_key(*key));
            if let Some(member) = member.cloned() {
                wrong[&member] = json!([[7]]);
                assert!((webhook.round_trip)(&wrong).is_err(), "{name}: {wrong}");
                for key in keys.keys() {
                    wrong[key] = json!("BRAND_NEW");
                }
                let back = (webhook.round_trip)(&wrong).unwrap();
                assert_eq!(same(&wrong, &back), Ok(()), "{name}");
            }
        }
    }
}
