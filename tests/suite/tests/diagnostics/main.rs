//! What the generator says about each document in `specs/invalid`.
//!
//! `specs/invalid/<stage>/<code>.yaml` shows the finding `code`; further cases add a word to the
//! name. What belongs to the stage `lint` is looked for by linting, the rest by generating; a rule that
//! is off is switched on. A new snapshot, or one that changes on purpose, is written by
//! `INSTA_UPDATE=always cargo test -p specwright-suite --test diagnostics` and then read.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

#[path = "../features/fixtures.rs"]
mod fixtures;

use fixtures::{Fixture, Repository, Run, Silent};
use specwright::diagnostic::render::{self, Style};
use specwright::diagnostic::{Code, Diagnostic, Place, Stage};
use specwright::source::Part;
use specwright::{Files, Job, Level, Levels, Pointer, Report, Sources};

const ROOT: &str = "invalid";

/// The codes that no text of a document can show, with the reason.
const WITHOUT_FIXTURE: &[(Code, &str)] = &[
    (
        Code::NotText,
        "the command line finds it before there is a text; its own tests show it",
    ),
    (
        Code::DocumentTooLarge,
        "the command line finds it before it reads; its own tests show it",
    ),
    (Code::Internal, "it would be a bug of the generator"),
];

#[test]
fn every_fixture_is_answered_as_its_snapshot_shows() {
    fixtures::each(&fixtures::all(ROOT), |fixture| {
        let Run {
            sources, report, ..
        } = run(fixture);
        let text = render::terminal(&report, &sources, Style::default());
        let settings = fixture.settings();
        settings.bind(|| insta::assert_snapshot!(fixture.name(), text));
    });
}

#[test]
fn every_fixture_shows_its_code_at_its_place() {
    fixtures::each(&fixtures::all(ROOT), |fixture| {
        let code = code_of(fixture).unwrap_or_else(|| panic!("the file is named after no code"));
        assert_eq!(
            fixture.folder,
            code.stage().as_str(),
            "it is in the wrong folder"
        );
        let run = run(fixture);
        let found: Vec<&Diagnostic> = run.report.iter().filter(|d| d.code == code).collect();
        assert!(!found.is_empty(), "`{}` is not reported", code.as_str());
        for finding in &run.report {
            assert_place(&run, finding);
        }
        let nothing_written = run.report.has_errors() || code.stage() == Stage::Lint;
        assert_eq!(
            run.files.is_none(),
            nothing_written,
            "errors and files, or neither"
        );
    });
}

#[test]
fn every_finding_of_a_machine_has_a_line_and_a_column() {
    fixtures::each(&fixtures::all(ROOT), |fixture| {
        let run = run(fixture);
        for finding in render::json(&run.report, &run.sources).as_array().unwrap() {
            let is_whole_file = finding["code"] == Code::EmptyDocument.as_str();
            assert!(finding["file"].is_string(), "{finding}");
            assert!(finding["line"].is_u64() || is_whole_file, "{finding}");
            assert!(finding["column"].is_u64() || is_whole_file, "{finding}");
        }
    });
}

#[test]
fn every_code_has_a_fixture() {
    let fixtures = fixtures::all(ROOT);
    for code in Code::ALL {
        let shown = fixtures
            .iter()
            .any(|fixture| code_of(fixture) == Some(*code));
        let excused = WITHOUT_FIXTURE.iter().any(|(excused, _)| excused == code);
        let (stage, name) = (code.stage().as_str(), code.as_str());
        let path = format!("specs/invalid/{stage}/{name}.yaml");
        assert!(shown || excused, "{path} is missing");
        assert!(
            !(shown && excused),
            "{path} exists: take the code off the list"
        );
    }
}

#[test]
fn every_snapshot_belongs_to_a_fixture() {
    let left_over = fixtures::left_over("diagnostics", ROOT);
    assert!(left_over.is_empty(), "remove {}", left_over.join(", "));
}

#[test]
fn generating_leaves_out_what_only_linting_looks_for() {
    fixtures::each(&fixtures::all(ROOT), |fixture| {
        let generated = fixture.run();
        let stages = generated.report.iter().map(|found| found.code.stage());
        assert!(stages.into_iter().all(|stage| stage != Stage::Lint));
        // Everything that generating finds is found by linting, too.
        let linted = lint(fixture, &Levels::default());
        for found in &generated.report {
            assert!(
                linted.report.iter().any(|other| other == found),
                "{found:?}"
            );
        }
    });
}

#[test]
fn levels_decide_about_linting_and_generating_alike() {
    let all = fixtures::all(ROOT);
    let shows = |name: &str| {
        let fixture = all.iter().find(|fixture| fixture.name() == name);
        fixture.unwrap_or_else(|| panic!("{name} is missing"))
    };
    let fixture = shows("validate__duplicate-enum-value");
    let code = Code::DuplicateEnumValue;
    for (level, expected) in [(Level::Off, 0), (Level::Note, 1), (Level::Error, 1)] {
        let mut levels = Levels::default();
        levels.choose(code, level).unwrap();
        let generated = run_with(fixture, &levels, |sources, job| {
            specwright::generate(sources, job, &mut Silent)
        });
        assert_eq!(generated.files.is_none(), level == Level::Error);
        for run in [generated, lint(fixture, &levels)] {
            let found: Vec<_> = run.report.iter().filter(|d| d.code == code).collect();
            assert_eq!(found.len(), expected, "{level:?}");
            assert!(found.iter().all(|d| Some(d.severity) == level.severity()));
        }
    }
}

/// Looks for the code that a fixture shows.
fn run(fixture: &Fixture) -> Run {
    match code_of(fixture) {
        Some(code) if code.stage() == Stage::Lint => {
            let mut levels = Levels::default();
            if code.level() == Level::Off {
                levels.choose(code, Level::Warning).unwrap();
            }
            lint(fixture, &levels)
        }
        Some(_) | None => fixture.run(),
    }
}

fn lint(fixture: &Fixture, levels: &Levels) -> Run {
    run_with(fixture, levels, |sources, job| {
        (specwright::lint(sources, job, &mut Silent), None)
    })
}

fn run_with(
    fixture: &Fixture,
    levels: &Levels,
    what: impl FnOnce(&mut Sources, &Job) -> (Report, Option<Files>),
) -> Run {
    let (mut sources, mut job) = fixture.inputs(Repository::default());
    job.config.rules = levels.clone();
    let (report, files) = what(&mut sources, &job);
    Run {
        sources,
        document: job.document,
        report,
        files,
    }
}

/// The code that a file is named after: the longest one that its name begins with.
fn code_of(fixture: &Fixture) -> Option<Code> {
    let is_named_after = |code: &&Code| {
        let rest = fixture.stem.strip_prefix(code.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let codes = Code::ALL.iter().filter(is_named_after);
    codes.max_by_key(|code| code.as_str().len()).copied()
}

/// A finding points at a node that is written, and not at what stands around it.
fn assert_place(run: &Run, finding: &Diagnostic) {
    match &finding.place {
        Some(Place::Node {
            source, pointer, ..
        }) => {
            let source = run.sources.get(*source);
            let is_written = |pointer: &Pointer| {
                [Part::Key, Part::Value]
                    .into_iter()
                    .any(|part| source.exact_span(pointer, part).is_some())
            };
            // A property that is declared twice is joined by an `allOf` that nobody has written.
            let is_joined = finding.code == Code::AllOfConflict;
            let around = pointer.parent().and_then(|pointer| pointer.parent());
            let around = around.filter(|_| is_joined);
            let found = is_written(pointer) || around.as_ref().is_some_and(is_written);
            assert!(found, "there is no node at {pointer}: {finding:?}");
        }
        Some(Place::Bytes { source, start, end }) => {
            let length = run.sources.get(*source).text().len();
            assert!(start <= end && *end <= length, "{finding:?}");
        }
        Some(Place::File(source)) => {
            assert_eq!(finding.code, Code::EmptyDocument, "{finding:?}");
            assert_eq!(*source, run.document, "{finding:?}");
        }
        None => panic!("no place: {finding:?}"),
    }
}
