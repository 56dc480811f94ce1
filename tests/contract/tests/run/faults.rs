//! What is found: nothing where there is nothing, and each fault alone.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use specwright_contract::conform::{Fault, Part};
use specwright_contract::outcome::Outcome;

use super::server::{Seen, Spoilt, outcome};

/// The findings, each in a line.
fn lines(outcome: &Outcome) -> Vec<String> {
    let findings = outcome.findings.iter();
    findings
        .map(|finding| {
            let key = &finding.key;
            format!(
                "{} {} {} {}",
                key.operation, key.check, key.pointer, key.cause
            )
        })
        .collect()
}

async fn blind(to: impl Fn(&Fault, &Seen) -> bool + Send + Sync + 'static) -> Vec<String> {
    let spoilt = Spoilt {
        blind: Arc::new(to),
        ..Spoilt::default()
    };
    lines(&outcome(spoilt).await)
}

async fn answering(
    answer: impl Fn(&Seen, &mut (u16, Value)) + Send + Sync + 'static,
) -> Vec<String> {
    let spoilt = Spoilt {
        answer: Arc::new(answer),
        ..Spoilt::default()
    };
    lines(&outcome(spoilt).await)
}

#[tokio::test]
async fn a_server_that_keeps_its_document_has_no_findings() {
    let outcome = outcome(Spoilt::default()).await;
    for finding in &outcome.findings {
        println!("{finding:#?}");
    }
    assert_eq!(lines(&outcome), [""; 0]);
    for (label, covered) in &outcome.operations {
        assert!(covered.is_reached, "{label}");
        for (input, exercised) in &covered.inputs {
            assert!(
                exercised.valid && exercised.invalid,
                "{label} {input} {exercised:?}"
            );
        }
    }
    assert!(
        (outcome.coverage() - 1.0).abs() < f64::EPSILON,
        "{:?}",
        outcome.skipped
    );
}

#[tokio::test]
async fn what_is_not_validated_is_found_by_place_and_keyword() {
    let too_long = blind(|fault, _| fault.keyword == "maxLength").await;
    assert_eq!(
        too_long,
        ["POST /notes negative_data_rejection /components/schemas/Note/properties/title maxLength"]
    );
    let null = blind(|fault, seen| {
        let here = seen.body.pointer("/author/age");
        fault.instance == "/author/age" && here.is_some_and(Value::is_null)
    });
    assert_eq!(
        null.await,
        ["POST /notes negative_data_rejection \
          /components/schemas/Note/properties/author/properties/age null"]
    );
    let coerced = blind(|fault, seen| {
        let here = seen.body.pointer(&fault.instance);
        let digits = here
            .and_then(Value::as_str)
            .is_some_and(|text| text.parse::<f64>().is_ok());
        fault.keyword == "type" && digits
    });
    assert_eq!(
        coerced.await,
        [
            "POST /notes negative_data_rejection /components/schemas/Note/properties/author/properties/age coercion",
            "POST /notes negative_data_rejection /components/schemas/Note/properties/count coercion",
            "POST /notes negative_data_rejection /components/schemas/Note/properties/weight coercion",
        ]
    );
}

#[tokio::test]
async fn two_faults_of_one_kind_are_two_findings() {
    let missing = blind(|fault, _| fault.keyword == "required" && fault.part == Part::Body).await;
    let object = "POST /notes negative_data_rejection /components/schemas/Note/properties";
    assert!(
        missing.contains(&format!("{object}/title absent")),
        "{missing:#?}"
    );
    assert!(
        missing.contains(&format!("{object}/kind absent")),
        "{missing:#?}"
    );
}

#[tokio::test]
async fn parameters_are_tried() {
    let limit = blind(|fault, _| {
        fault.part == Part::Query("limit".to_owned()) && fault.keyword == "maximum"
    });
    assert_eq!(
        limit.await,
        ["GET /notes negative_data_rejection /paths/~1notes/get/parameters/0 maximum"]
    );
    let header = blind(|fault, _| {
        fault.part == Part::Header("X-Trace".to_owned()) && fault.keyword == "required"
    });
    assert_eq!(
        header.await,
        ["GET /notes missing_required_header /paths/~1notes/get/parameters/3 absent"]
    );
    let path = blind(|fault, seen| fault.keyword == "minimum" && seen.operation == "getNote");
    assert_eq!(
        path.await,
        ["GET /notes/{id} negative_data_rejection /paths/~1notes~1{id}/parameters/0 minimum"]
    );
}

#[tokio::test]
async fn answers_are_judged_each_time() {
    let rare = answering(|seen, (status, body)| {
        if *status == 201 && seen.body["kind"] == "urgent" {
            body["id"] = json!("1");
        }
    });
    assert_eq!(
        rare.await,
        ["POST /notes response_schema_conformance \
          /components/schemas/Stored/allOf/1/properties/id/type /id type"]
    );
    let lost = answering(|_, (status, body)| {
        if *status == 400 {
            body.as_object_mut().unwrap().remove("code");
        }
    });
    assert_eq!(lost.await.len(), 4);
    let status = answering(|seen, (status, _)| {
        if *status == 201 && seen.body["done"] == true {
            *status = 200;
        }
    });
    assert_eq!(
        status.await,
        ["POST /notes status_code_conformance /paths/~1notes/post/responses 200"]
    );
}

#[tokio::test]
async fn failures_are_traced_to_what_causes_them() {
    let letters = answering(|seen, (status, _)| {
        let title = seen.body["title"].as_str().unwrap_or_default();
        if !title.is_ascii() && *status == 201 {
            *status = 500;
        }
    });
    assert_eq!(
        letters.await,
        ["POST /notes not_a_server_error /components/schemas/Note/properties/title 500 text"]
    );
    let anywhere = answering(|seen, (status, _)| {
        if *status == 201 && seen.body.to_string().contains('🐎') {
            *status = 500;
        }
    });
    assert_eq!(
        anywhere.await,
        ["POST /notes not_a_server_error /paths/~1notes/post 500 text in many places"]
    );
    let count = AtomicU64::new(0);
    let rarely = answering(move |seen, (status, _)| {
        let is_post = seen.operation == "addNote";
        if is_post && count.fetch_add(1, Ordering::Relaxed) % 40 == 39 {
            *status = 500;
        }
    });
    assert_eq!(
        rarely.await,
        ["POST /notes not_a_server_error /paths/~1notes/post 500 now and then"]
    );
    let both = answering(|seen, (status, _)| {
        if *status == 201 && seen.body["done"] == true && seen.body["count"].is_number() {
            *status = 500;
        }
    });
    let both = both.await;
    assert_eq!(both.len(), 1, "{both:#?}");
    let always = answering(|seen, (status, _)| {
        if seen.operation == "addNote" {
            *status = 500;
        }
    });
    assert_eq!(
        always.await,
        ["POST /notes not_a_server_error /paths/~1notes/post 500"]
    );
}

#[tokio::test]
async fn valid_requests_must_not_be_refused() {
    let refused = answering(|seen, answer| {
        if answer.0 == 201 && seen.body["due"].is_string() {
            *answer = (400, json!({"code": "WRONG", "message": "no"}));
        }
    });
    assert_eq!(
        refused.await,
        ["POST /notes positive_data_acceptance /components/schemas/Note/properties/due present"]
    );
}

#[tokio::test]
async fn credentials_headers_and_methods_are_enforced() {
    let open = Spoilt {
        open: true,
        ..Spoilt::default()
    };
    let open = lines(&outcome(open).await);
    assert_eq!(open.len(), 6, "{open:#?}");
    assert!(open.iter().all(|line| line.contains("ignored_auth")));
    let headless = Spoilt {
        headless: true,
        ..Spoilt::default()
    };
    let headless = lines(&outcome(headless).await);
    assert_eq!(headless.len(), 1, "{headless:#?}");
    assert!(headless[0].contains("response_headers_conformance"));
    let method = Spoilt {
        method: Some(http::Method::PATCH),
        ..Spoilt::default()
    };
    let method = lines(&outcome(method).await);
    assert_eq!(method.len(), 2, "{method:#?}");
    assert!(
        method
            .iter()
            .all(|line| line.contains("unsupported_method"))
    );
}

#[tokio::test]
async fn findings_show_the_smallest_request_and_no_secret() {
    let spoilt = Spoilt {
        blind: Arc::new(|fault, _| fault.keyword == "maxLength"),
        ..Spoilt::default()
    };
    let outcome = outcome(spoilt).await;
    let exchange = outcome.findings[0].exchanges.last().unwrap();
    let body: Value = serde_json::from_slice(&exchange.request.body).unwrap();
    assert_eq!(body.as_object().unwrap().len(), 2);
    assert_eq!(body["title"].as_str().unwrap().chars().count(), 21);
    assert!(outcome.findings[0].count > 1);
    let whole = serde_json::to_string(&outcome).unwrap();
    assert!(!whole.contains(super::server::KEY));
}
