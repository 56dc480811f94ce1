//! Every type of `plaid-link` holds what its schema promises.
//!
//! `SPECWRIGHT_CASES` sets how many values of each kind are drawn from each schema.

use std::collections::BTreeSet;

use serde_json::json;
use specwright_contract::strategy::Values;
use specwright_contract::{equal::same, pointer};
use specwright_suite::run::{self, Outcome};
use specwright_suite::{Entry, document, entries, entry, schema, values};

/// Runs over every type: those of all component schemas, and those within them.
fn over_all(run: fn(&Entry, &Values) -> Outcome) -> Outcome {
    let mut outcome = Outcome::default();
    for entry in entries() {
        outcome.add(run(entry, values()));
    }
    outcome
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
    let outcome = over_all(run::valid);
    outcome.assert();
    assert_eq!(
        outcome.judged["valid"],
        entries().len() * run::cases() as usize
    );
    assert!(outcome.judged["full"] > 300, "{:?}", outcome.judged);
}

#[test]
fn what_servers_really_send_is_accepted() {
    let outcome = over_all(run::drift);
    outcome.assert();
    let kinds: Vec<&str> = outcome.judged.keys().map(String::as_str).collect();
    assert_eq!(
        kinds,
        [
            "IntegralFloat",
            "MemberOrder",
            "NullForOptional",
            "UndeclaredMember",
            "UnknownEnumValue",
        ]
    );
}

#[test]
fn what_is_wrong_is_refused_or_found() {
    let outcome = over_all(run::invalid);
    outcome.assert();
    for keyword in [
        "type",
        "required",
        "enum",
        "maxLength",
        "minimum",
        "maximum",
    ] {
        assert!(outcome.judged.contains_key(keyword), "{keyword}");
    }
}

#[test]
fn webhooks_come_back_whatever_their_kind() {
    let webhook = entry!("/x-webhooks", plaid_link::Webhook);
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
