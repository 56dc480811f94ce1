//! What the generator makes of each document in `specs/features`.
//!
//! One construct, one document, one snapshot of the smallest part of the crate that shows it. A
//! new snapshot, or one that changes on purpose, is written by
//! `INSTA_UPDATE=always cargo test -p specwright-suite --test features` and then read.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

mod bundle;
mod compiled;
mod fixtures;
mod show;

use specwright::Severity;

const ROOT: &str = "features";

#[test]
fn every_fixture_becomes_what_its_snapshot_shows() {
    let all = fixtures::all(ROOT);
    let plain = all
        .iter()
        .find(|fixture| fixture.name() == "servers__absent");
    let plain = plain.unwrap().run().files.unwrap();
    fixtures::each(&all, |fixture| {
        let text = show::text(&fixture.run(), &plain);
        let settings = fixture.settings();
        settings.bind(|| insta::assert_snapshot!(fixture.name(), text));
    });
}

#[test]
fn every_fixture_becomes_rust_and_the_same_again() {
    fixtures::each(&fixtures::all(ROOT), |fixture| {
        let run = fixture.run();
        assert_eq!(run.report.count(Severity::Error), 0);
        let files = run.files.unwrap();
        for (path, text) in &files.0 {
            if path.ends_with(".rs")
                && !path.starts_with("src/runtime/")
                && let Err(error) = syn::parse_file(text)
            {
                panic!("{path}: {error}");
            }
        }
        assert_eq!(fixture.run().files.unwrap(), files);
    });
}

#[test]
fn every_fixture_becomes_one_document_of_the_same_meaning() {
    fixtures::each(&fixtures::all(ROOT), bundle::check);
}

#[test]
fn every_snapshot_belongs_to_a_fixture() {
    let left_over = fixtures::left_over("features", ROOT);
    assert!(left_over.is_empty(), "remove {}", left_over.join(", "));
}
