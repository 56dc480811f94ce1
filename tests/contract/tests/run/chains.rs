//! Rules that paths and methods tell by themselves, without any settings.

use std::sync::{Arc, Mutex};

use serde_json::json;
use specwright_contract::check::Check;
use specwright_contract::finding::Phase;
use specwright_contract::outcome::Outcome;
use specwright_contract::run::{Silent, run};

use crate::server::{Spoilt, api, settings, start};

async fn outcome(spoilt: Spoilt) -> Outcome {
    let mut settings = settings(start(spoilt).await);
    settings.phases = [Phase::Chains].into();
    run(&api(), &settings, &Silent).await.unwrap()
}

/// A server that knows a note from its creation to its removal, or else for ever.
fn knowing(forgets: bool) -> Spoilt {
    let removed = Mutex::new(forgets);
    Spoilt {
        answer: Arc::new(move |seen, answer| {
            let mut removed = removed.lock().unwrap();
            match seen.operation.as_str() {
                "addNote" => *removed = false,
                "dropNote" if forgets => *removed = true,
                "getNote" if *removed => *answer = (404, json!({"code": "GONE", "message": "no"})),
                _ => {}
            }
        }),
        ..Spoilt::default()
    }
}

#[tokio::test]
async fn a_thing_that_was_removed_is_gone() {
    let outcome = outcome(knowing(false)).await;
    let [finding] = &outcome.findings[..] else {
        panic!("{:#?}", outcome.findings)
    };
    assert_eq!(finding.key.check, Check::UseAfterFree);
    assert_eq!(finding.key.operation, "GET /notes/{id}");
    assert_eq!(finding.key.cause, "dropNote");
    let methods = finding
        .exchanges
        .iter()
        .map(|one| one.request.method.as_str());
    let methods: Vec<_> = methods.collect();
    assert_eq!(methods, ["POST", "GET", "DELETE", "GET"]);
}

#[tokio::test]
async fn a_thing_that_was_created_is_there() {
    let outcome = outcome(Spoilt {
        answer: Arc::new(|seen, answer| {
            if seen.operation == "getNote" {
                *answer = (404, json!({"code": "WHO", "message": "no"}));
            }
        }),
        ..Spoilt::default()
    })
    .await;
    let keys = outcome.findings.iter().map(|finding| &finding.key);
    let keys: Vec<_> = keys
        .map(|key| (key.operation.as_str(), key.check))
        .collect();
    assert_eq!(
        keys,
        [("GET /notes/{id}", Check::EnsureResourceAvailability)]
    );
}

#[tokio::test]
async fn nothing_is_found_where_things_come_and_go() {
    let outcome = outcome(knowing(true)).await;
    assert!(outcome.findings.is_empty(), "{:#?}", outcome.findings);
    let gaps = outcome.skipped.iter().filter(|skipped| skipped.is_gap);
    assert_eq!(gaps.count(), 0, "{:#?}", outcome.skipped);
}
