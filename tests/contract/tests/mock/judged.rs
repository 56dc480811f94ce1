//! The mock before the runner, which has to find nothing.

use specwright_contract::api::{Api, Credential};
use specwright_contract::document::Document;
use specwright_contract::mock::{Config, Mock, Options};
use specwright_contract::outcome::Outcome;
use specwright_contract::run::{self, Settings, Silent};

const DOCUMENT: &str = include_str!("bookshop.yaml");

async fn judged(config: &str) -> Outcome {
    let document = Document::parse("bookshop.yaml", DOCUMENT).unwrap();
    let options = Options {
        config: Config::parse(config).unwrap(),
        ..Options::default()
    };
    let mock = Mock::start_with(document.clone(), options).await.unwrap();
    let mut settings = Settings::new(mock.url().parse().unwrap());
    settings.cases = 20;
    let credential = Credential("sesame-open-1".to_owned());
    settings.credentials.insert("token".to_owned(), credential);
    let outcome = run::run(&Api::new(document), &settings, &Silent).await;
    mock.stop().await;
    outcome.unwrap()
}

fn checks(outcome: &Outcome) -> Vec<String> {
    let findings = outcome.findings.iter();
    findings
        .map(|finding| {
            format!(
                "{} {}: {}",
                finding.key.check, finding.key.operation, finding.message
            )
        })
        .collect()
}

#[tokio::test]
async fn the_runner_finds_nothing() {
    let outcome = judged("[credentials]\ntoken = \"sesame-open-1\"\n").await;
    assert_eq!(checks(&outcome), [""; 0]);
    assert!(
        outcome
            .operations
            .values()
            .all(|covered| covered.is_reached)
    );
}

#[tokio::test]
async fn a_fault_of_the_mock_is_found() {
    let config = "[credentials]\ntoken = \"sesame-open-1\"\n[operations.getBook]\nfault = \"wrong-schema\"\n";
    let outcome = judged(config).await;
    let found = checks(&outcome);
    assert!(
        found
            .iter()
            .any(|found| found.starts_with("response_schema_conformance GET /books/{id}")),
        "{found:?}"
    );
    // Any credentials are right for a mock that is not told otherwise.
    let found = checks(&judged("").await);
    assert!(
        found.iter().all(|found| found.starts_with("ignored_auth")),
        "{found:?}"
    );
    assert!(!found.is_empty());
}
