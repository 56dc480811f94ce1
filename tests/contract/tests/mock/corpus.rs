//! A mock of every document of a corpus, asked for everything.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;
use specwright_contract::api::Api;
use specwright_contract::document::Document;
use specwright_contract::mock::Engine;

use super::ask;

/// How often each thing happened with a document.
#[derive(Debug, Default)]
struct Counts {
    operations: usize,
    answered: usize,
    refused: usize,
    /// Operations without a valid answer, and why.
    failures: Vec<String>,
    /// Schemas that cannot be compiled, and for which of them a request was not refused.
    uncompiled: usize,
    unvalidated: usize,
}

fn examine(document: Document) -> Counts {
    let engine = ask::engine(document.clone());
    let api = Api::new(document);
    let values = api.request_values();
    let mut counts = Counts {
        uncompiled: api.oracle.uncompiled().len(),
        ..Counts::default()
    };
    for operation in &api.operations {
        counts.operations += 1;
        let label = operation.label();
        if let Some(body) = &operation.body {
            for media in &body.media {
                let schema = media.schema.as_deref().unwrap_or_default();
                let is_uncompiled = api
                    .oracle
                    .uncompiled()
                    .iter()
                    .any(|other| other.pointer == schema);
                let is_accepted = || api.oracle.check(schema, &json!({"a": 1})).is_ok();
                counts.unvalidated += usize::from(is_uncompiled && is_accepted());
            }
        }
        let request = match ask::request(&api, &values, operation, &ask::least) {
            Ok(request) => request,
            Err(why) => {
                counts.failures.push(format!("{label}: no request: {why}"));
                continue;
            }
        };
        // What an operation before has removed is to be there.
        ask::sent(&engine, "DELETE /__specwright/state", &[], None);
        let body = request.body().clone();
        let response = engine.answer(request).response;
        let status = response.status().as_u16();
        let faults = ask::faults(&api, operation, &response);
        let is_good = faults.is_empty() && (status < 400 || !ask::is_ordinary(operation));
        if is_good {
            counts.answered += 1;
        } else {
            let text: String = String::from_utf8_lossy(response.body())
                .chars()
                .take(300)
                .collect();
            let sent: String = String::from_utf8_lossy(&body).chars().take(200).collect();
            counts.failures.push(format!(
                "{label}: {status} {faults:?} {text}\n    sent: {sent}"
            ));
        }
        counts.refused += usize::from(is_refused(&api, &engine, operation, &values));
    }
    counts
}

/// Whether a body that is none is refused.
fn is_refused(
    api: &Api,
    engine: &Engine,
    operation: &specwright_contract::api::Operation,
    values: &specwright_contract::strategy::Values,
) -> bool {
    let Ok(mut request) = ask::request(api, values, operation, &ask::least) else {
        return false;
    };
    let is_json = request
        .headers()
        .get("content-type")
        .is_some_and(|value| value.to_str().is_ok_and(|value| value.contains("json")));
    if !is_json {
        return false;
    }
    *request.body_mut() = bytes::Bytes::from_static(b"{\"a\":");
    let response = engine.answer(request).response;
    assert!(response.status().is_client_error(), "{}", operation.label());
    true
}

fn told(file: &str, counts: &Counts, time: Duration) -> String {
    let mut told = format!(
        "{file}: {} of {} operations answered, {} refused broken bodies, {} schemas uncompiled, \
         {:.1} s",
        counts.answered,
        counts.operations,
        counts.refused,
        counts.uncompiled,
        time.as_secs_f64()
    );
    for failure in &counts.failures {
        write!(told, "\n  {failure}").unwrap();
    }
    told
}

/// The folder of the corpus: that of the variable, or the one beside the repository.
fn folder() -> PathBuf {
    match std::env::var_os("SPECWRIGHT_CORPUS") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus"),
    }
}

/// `cargo test -p specwright-contract --test mock -- --ignored --nocapture corpus`
#[test]
#[ignore = "needs a corpus and a minute"]
fn every_operation_of_the_corpus_is_answered() {
    let index = std::fs::read_to_string(folder().join("real/INDEX.tsv")).unwrap();
    let mut lines = index.lines();
    let header: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let column = header.iter().position(|name| *name == "file").unwrap();
    let only = std::env::var("SPECWRIGHT_ONLY").unwrap_or_default();
    let mut all: BTreeMap<String, Counts> = BTreeMap::new();
    for line in lines {
        let Some(file) = line
            .split('\t')
            .nth(column)
            .filter(|file| file.contains(&only))
        else {
            continue;
        };
        match Document::read(&folder().join("real").join(file), &[]) {
            Ok(document) => {
                let began = std::time::Instant::now();
                let counts = examine(document);
                println!("{}", told(file, &counts, began.elapsed()));
                all.insert(file.to_owned(), counts);
            }
            Err(unreadable) => println!("{file}: refused: {unreadable}"),
        }
    }
    let (mut operations, mut answered, mut unvalidated) = (0, 0, 0);
    for counts in all.values() {
        operations += counts.operations;
        answered += counts.answered;
        unvalidated += counts.unvalidated;
    }
    println!("{answered} of {operations} operations answered");
    println!("{unvalidated} schemas left unvalidated without an error");
    assert_eq!(unvalidated, 0);
}
