//! One document made of the files of each fixture, and what the generator makes of that.

use std::collections::BTreeMap;

use specwright::{Files, Job, Source, SourceId, Sources};

use crate::fixtures::{Fixture, Repository, Silent};

/// Fails where the one document is not as good as the files that it is made of.
pub(crate) fn check(fixture: &Fixture) {
    let (mut sources, mut job) = fixture.inputs(Repository::default());
    let inputs = sources.iter().count();
    let written = sources.get(job.document).text().to_owned();
    let (report, text) = specwright::bundle(&mut sources, &job, None);
    assert!(!report.has_errors(), "{report:?}");
    let text = text.unwrap();
    let is_one_file = sources.iter().count() == inputs && job.overlays.is_empty();
    if is_one_file
        && !report
            .iter()
            .any(|found| found.code.as_str() == "external-reference")
    {
        assert_eq!(text, written, "there was nothing to change");
        return;
    }

    let (mut again, same) = one_file(sources.get(job.document).name(), &text);
    let (_, repeated) = specwright::bundle(&mut again, &same_job(&job, same), None);
    assert_eq!(
        repeated.unwrap(),
        text,
        "a second time there is nothing to do"
    );

    let (_, files) = specwright::generate(&mut sources, &job, &mut Silent);
    job = same_job(&job, same);
    let (_, from_one) = specwright::generate(&mut again, &job, &mut Silent);
    assert_eq!(again.iter().count(), 1);
    assert_eq!(
        without_headers(&from_one.unwrap()),
        without_headers(&files.unwrap())
    );
}

/// The document alone, with no way to any other file.
fn one_file(name: &str, text: &str) -> (Sources, SourceId) {
    let mut sources = Sources::new();
    let document = sources.add(Source::new(name, text));
    (sources, document)
}

fn same_job(job: &Job, document: SourceId) -> Job {
    Job {
        document,
        overlays: Vec::new(),
        config: job.config.clone(),
    }
}

/// The files without the lines that name the document and its hash.
fn without_headers(files: &Files) -> BTreeMap<&str, Vec<&str>> {
    files
        .0
        .iter()
        .map(|(path, text)| {
            let lines = text.lines();
            let lines = lines.filter(|line| !line.contains(specwright::HEADER_MARK));
            (path.as_str(), lines.collect())
        })
        .collect()
}
