//! Every schema of every document can be judged, or a diagnostic says what is wrong with it.
//!
//! The documents are the fixtures, and those below the folder that `SPECWRIGHT_CORPUS` names.

use std::fs;
use std::path::{Path, PathBuf};

use specwright::{Config, Fetch, Job, Report, Source, Sources};
use specwright_contract::oracle::Oracle;
use specwright_contract::pointer;

use crate::fixtures::{self, Repository, Silent};

#[test]
fn every_schema_compiles_or_has_a_diagnostic() {
    let mut judged = 0;
    let mut wrong = Vec::new();
    for root in ["features", "invalid"] {
        for fixture in fixtures::all(root) {
            let (mut sources, job) = fixture.inputs(Repository::default());
            judged += usize::from(judge(&fixture.name(), &mut sources, &job, &mut wrong));
        }
    }
    assert!(judged > 150, "{judged}");
    for path in corpus() {
        let mut sources = Sources::with_fetch(Box::new(Disk));
        let name = path.display().to_string();
        let text = fs::read_to_string(&path).unwrap();
        let job = Job {
            document: sources.add(Source::new(name.clone(), text)),
            overlays: Vec::new(),
            config: Config::default(),
        };
        judged += usize::from(judge(&name, &mut sources, &job, &mut wrong));
    }
    assert!(
        wrong.is_empty(),
        "of {judged} documents:\n{}",
        wrong.join("\n")
    );
}

/// Adds the schemas of a document that cannot be compiled without a reason that is told; whether
/// the document could be read at all.
fn judge(name: &str, sources: &mut Sources, job: &Job, wrong: &mut Vec<String>) -> bool {
    let mut report = Report::new();
    let lowered = specwright::lower_with_document(sources, job, &mut Silent, &mut report);
    let Some((_, document)) = lowered else {
        return false;
    };
    let oracle = Oracle::new(&document);
    let uncompiled = oracle.uncompiled();
    if uncompiled.is_empty() {
        return true;
    }
    let report = specwright::lint(sources, job, &mut Silent);
    for schema in uncompiled {
        let is_told = |at: &str| {
            let mut found = report.iter();
            found.any(|found| pointer::is_within(found.pointer.as_str(), at))
        };
        // What refers to such a schema cannot be judged either, and names it.
        let mut others = uncompiled.iter();
        let told = is_told(&schema.pointer)
            || others
                .any(|other| schema.reason.contains(&other.pointer) && is_told(&other.pointer));
        if !told {
            wrong.push(format!("{name}: {}: {}", schema.pointer, schema.reason));
        }
    }
    true
}

/// The documents of the corpus, where there is one.
fn corpus() -> Vec<PathBuf> {
    let mut found = Vec::new();
    if let Some(folder) = std::env::var_os("SPECWRIGHT_CORPUS") {
        gather(Path::new(&folder), &mut found);
    }
    found.sort();
    found
}

fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if path.is_dir() {
            gather(&path, found);
        } else if matches!(ending, Some("yaml" | "yml" | "json"))
            && fs::read_to_string(&path).is_ok_and(|text| text.contains("openapi"))
        {
            found.push(path);
        }
    }
}

/// The files that documents of the corpus refer to.
#[derive(Debug)]
struct Disk;

impl Fetch for Disk {
    fn fetch(&mut self, path: &str) -> Result<String, String> {
        fs::read_to_string(path).map_err(|error| error.to_string())
    }
}
