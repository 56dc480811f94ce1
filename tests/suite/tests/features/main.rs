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
mod groups;
mod show;

use std::collections::BTreeSet;

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

/// Whatever modules the crate of a fixture has, none that is written by hand can take their names.
#[test]
fn no_module_takes_the_name_of_one_that_is_generated() {
    let all = fixtures::all(ROOT);
    let mut generated = BTreeSet::new();
    for fixture in all.iter().filter(|fixture| fixture.folder != "modules") {
        let files = fixture.run().files.unwrap();
        let inside = files.0.into_keys();
        let names = inside.filter_map(|path| {
            let name = path.strip_prefix("src/")?.split('/').next()?;
            Some(name.trim_end_matches(".rs").to_owned())
        });
        generated.extend(names);
    }
    assert!(generated.len() > 4, "{generated:?}");
    for name in generated {
        let (mut sources, mut job) = all[0].inputs(fixtures::Repository::default());
        let module = toml::from_str(&format!("file = \"{name}.rs\"")).unwrap();
        job.config.modules.insert(name.clone(), module);
        let (report, files) = specwright::generate(&mut sources, &job, &mut fixtures::Silent);
        let codes: Vec<&str> = report.iter().map(|found| found.code.as_str()).collect();
        assert!(
            codes.contains(&"module-name") && files.is_none(),
            "{name}: {codes:?}"
        );
    }
}

#[test]
fn no_group_uses_what_may_be_left_out() {
    let all = fixtures::all(ROOT);
    fixtures::each(&all, groups::check);
    let several = all.iter().find(|one| one.name() == "tags__left_out");
    let offered = groups::offered(several.unwrap());
    assert_eq!(offered, ["berths", "fees", "webhooks"]);
}

#[test]
fn every_snapshot_belongs_to_a_fixture() {
    let left_over = fixtures::left_over("features", ROOT);
    assert!(left_over.is_empty(), "remove {}", left_over.join(", "));
}
