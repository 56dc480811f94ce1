//! A mock of every document of a corpus, asked for everything.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;
use specwright::Diagnostic;
use specwright::Report;
use specwright::diagnostic::{Code, Stage};
use specwright_contract::api::Api;
use specwright_contract::document::Document;
use specwright_contract::mock::Engine;
use specwright_contract::oracle::{Oracle, Uncompiled};
use specwright_contract::pointer;

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

fn summary(file: &str, counts: &Counts, time: Duration) -> String {
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

/// The files of one set of the corpus that are documents, as far as `SPECWRIGHT_ONLY` chooses them.
fn files(set: &str) -> Vec<String> {
    let index = std::fs::read_to_string(folder().join(set).join("INDEX.tsv")).unwrap();
    let mut lines = index
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let column = |name| header.iter().position(|column| *column == name);
    let (file, root) = (column("file").unwrap(), column("openapi_root"));
    let only = std::env::var("SPECWRIGHT_ONLY").unwrap_or_default();
    lines
        .filter(|cells| root.is_none_or(|root| cells.get(root) != Some(&"no")))
        .filter_map(|cells| cells.get(file).map(|file| (*file).to_owned()))
        .filter(|file| !file.is_empty() && file.contains(&only))
        .collect()
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
    let mut all: BTreeMap<String, Counts> = BTreeMap::new();
    for file in files("real") {
        match Document::read(&folder().join("real").join(&file), &[]) {
            Ok(document) => {
                let began = std::time::Instant::now();
                let counts = examine(document);
                println!("{}", summary(&file, &counts, began.elapsed()));
                all.insert(file, counts);
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

/// The schemas that findings are about, or that refer to such; and the others.
fn told<'u>(
    uncompiled: &'u [Uncompiled],
    findings: &Report,
) -> (Vec<&'u Uncompiled>, Vec<&'u Uncompiled>) {
    let is_told = |at: &str| findings.iter().any(|found| tells_of(found, at));
    let (mut told, mut rest): (Vec<_>, Vec<_>) =
        uncompiled.iter().partition(|one| is_told(&one.pointer));
    loop {
        let named = |one: &Uncompiled, place: &str| {
            let mut words = one.reason.split([' ', ',']);
            words.any(|word| word == place)
        };
        let (next, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(|one: &&Uncompiled| {
            told.iter()
                .any(|other: &&Uncompiled| named(one, &other.pointer))
                || one
                    .reason
                    .split([' ', ','])
                    .any(|word| word.starts_with('/') && is_told(word))
        });
        rest = others;
        if next.is_empty() {
            return (told, rest);
        }
        told.extend(next);
    }
}

/// Whether a finding is about a schema, or says that nothing comes from where it stands.
fn tells_of(found: &Diagnostic, at: &str) -> bool {
    let place = found.pointer.as_str();
    match found.code {
        Code::UnknownField => pointer::is_within(at, place),
        Code::UnusedComponent => {
            pointer::is_within(at, place) && !pointer::is_within(place, "/components/schemas")
        }
        code => code.stage() != Stage::Lint && pointer::is_within(place, at),
    }
}

/// `cargo test -p specwright-contract --test mock -- --ignored --nocapture compiled`
#[test]
#[ignore = "needs a corpus and a minute"]
fn every_schema_of_the_corpus_is_compiled_or_told_of() {
    let (mut documents, mut refused, mut schemas) = (0, 0, 0);
    let (mut told_of, mut untold) = (Vec::new(), Vec::new());
    for set in ["real", "edge"] {
        for file in files(set) {
            let Ok(document) = Document::read(&folder().join(set).join(&file), &[]) else {
                refused += 1;
                continue;
            };
            documents += 1;
            let oracle = Oracle::new(document.tree());
            schemas += oracle.root_pointers().len();
            if oracle.uncompiled().is_empty() {
                continue;
            }
            let findings = document.findings();
            let (told, rest) = told(oracle.uncompiled(), &findings);
            let line = |one: &Uncompiled| format!("{set}/{file}: {}: {}", one.pointer, one.reason);
            told_of.extend(told.into_iter().map(line));
            untold.extend(rest.into_iter().map(line));
        }
    }
    println!("{documents} documents with {schemas} schemas, {refused} more cannot be read");
    println!(
        "{} schemas are not compiled, as diagnostics say: {told_of:#?}",
        told_of.len()
    );
    assert!(untold.is_empty(), "{} schemas: {untold:#?}", untold.len());
}
