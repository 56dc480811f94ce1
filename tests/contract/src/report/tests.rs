use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use bytes::Bytes;

use super::*;
use crate::check::Check;
use crate::document::Document;
use crate::finding::{Exchange, Key, Phase, Received, Sent};
use crate::outcome::{Exercised, Skipped};

const DOCUMENT: &str = r##"{
    "openapi": "3.0.3", "info": {"title": "Pets | <b>", "version": "1"},
    "paths": {"/pets": {"post": {"operationId": "addPet",
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
        "responses": {"200": {"description": "ok"}}}}},
    "components": {"schemas": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}}}
}"##;

fn finding(check: Check, body: &'static str) -> Finding {
    Finding {
        key: Key {
            operation: "POST /pets".to_owned(),
            check,
            pointer: "/components/schemas/Pet".to_owned(),
            cause: "type".to_owned(),
        },
        message: "found <1>, expected a string".to_owned(),
        place: None,
        phase: Phase::Coverage,
        exchanges: vec![Exchange {
            request: Sent {
                method: "POST".to_owned(),
                url: "http://127.0.0.1:1/v1/pets".to_owned(),
                headers: vec![("content-type".to_owned(), "application/json".to_owned())],
                body: Bytes::from(body),
            },
            response: Some(Received {
                status: 200,
                headers: Vec::new(),
                body: Bytes::from("</script>"),
            }),
            started: None,
            time: Duration::from_millis(2),
        }],
        seed: Some(7),
        count: 3,
    }
}

fn outcome() -> Outcome {
    let inputs = [("/a", true), ("/b", false)].map(|(pointer, invalid)| {
        let exercised = Exercised {
            valid: true,
            invalid,
        };
        (pointer.to_owned(), exercised)
    });
    Outcome {
        title: "Pets | <b>".to_owned(),
        version: "1".to_owned(),
        subject: "http://127.0.0.1:1/v1".to_owned(),
        seed: 7,
        findings: vec![
            finding(Check::NegativeDataRejection, "{\"name\":1}"),
            finding(Check::ResponseSchemaConformance, "{\"name\":\"x\"}"),
        ],
        accepted: Vec::new(),
        operations: BTreeMap::from([(
            "POST /pets".to_owned(),
            Covered {
                statuses: BTreeMap::from([(200, 4)]),
                listed: BTreeSet::from(["200".to_owned(), "default".to_owned()]),
                is_reached: true,
                refusals: BTreeMap::new(),
                inputs: BTreeMap::from(inputs),
                outputs: BTreeMap::new(),
            },
        )]),
        skipped: BTreeSet::from([Skipped {
            subject: "chain x".to_owned(),
            reason: "never complete".to_owned(),
            is_gap: true,
        }]),
        requests: BTreeMap::from([(Phase::Coverage, 4)]),
        time: Duration::from_secs(1),
    }
}

fn names() -> RustNames {
    RustNames::new(&Document::parse("t.json", DOCUMENT).unwrap(), "my-pets")
}

#[test]
fn coverage_counts_gaps_as_not_covered() {
    // Reached, three of four halves of inputs, and a gap.
    assert!((outcome().coverage() - 4.0 / 6.0).abs() < 1e-9);
}

#[test]
fn a_finding_is_a_test_of_the_generated_types_where_its_request_is_valid() {
    let names = names();
    let outcome = outcome();
    let raw = names.test(&outcome.findings[0]).unwrap();
    assert!(raw.contains("reqwest::Client::new()"), "{raw}");
    assert!(raw.contains("answer.status().is_client_error()"), "{raw}");
    let typed = names.test(&outcome.findings[1]).unwrap();
    assert!(typed.contains("my_pets::types::Pet"), "{typed}");
    assert!(typed.contains("client.add_pet(&request)"), "{typed}");
    assert!(
        typed.contains(".base_url(\"http://127.0.0.1:1/v1\")"),
        "{typed}"
    );
    for test in [raw, typed] {
        syn::parse_str::<syn::ItemFn>(&test).unwrap();
    }
}

#[test]
fn every_format_tells_of_every_finding_and_gap() {
    let outcome = outcome();
    for format in Format::ALL {
        let text = format.write(&outcome, &names()).unwrap();
        let name = format.as_str();
        assert!(text.contains("negative_data_rejection"), "{name}: {text}");
        assert!(
            text.contains("response_schema_conformance"),
            "{name}: {text}"
        );
        assert!(
            *format == Format::Har || text.contains("never complete"),
            "{name}: {text}"
        );
    }
}

#[test]
fn what_a_server_says_does_not_break_a_page() {
    let page = Format::Html.write(&outcome(), &names()).unwrap();
    assert!(
        !page.contains("</script>") && !page.contains("<b>"),
        "{page}"
    );
    let summary = Format::Markdown.write(&outcome(), &names()).unwrap();
    assert!(summary.contains("Pets \\| &lt;b>"), "{summary}");
}

#[test]
fn the_archive_is_read_again() {
    let text = Format::Har.write(&outcome(), &names()).unwrap();
    assert_eq!(crate::har::read(&text).unwrap().len(), 2);
}

#[test]
fn shards_are_merged() {
    let mut whole = outcome();
    let text = Format::Json.write(&whole, &names()).unwrap();
    whole.merge(serde_json::from_str(&text).unwrap());
    assert_eq!(whole.findings.len(), 2);
    assert_eq!(whole.findings[0].count, 6);
    assert_eq!(whole.operations["POST /pets"].statuses[&200], 8);
}
