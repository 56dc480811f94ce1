//! Damaged documents: whatever is in them, the generator ends with findings or with Rust.
//!
//! Each case takes a document, damages it a few times, and generates. It must not panic, hang or
//! overflow its stack, report a bug of its own, or write a file that is no Rust. In the suite a
//! few hundred cases come from `specs/features`. The long run is
//!
//! ```text
//! SPECWRIGHT_FUZZ_SECONDS=1800 cargo test --release -p specwright-suite --test fuzz -- --nocapture
//! ```
//!
//! which draws from the documents of `SPECWRIGHT_CORPUS`, too, and prints what it did. A case that
//! takes the process down is left in `target/fuzz/`, as the text that was generated from.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

mod damage;
mod seeds;
mod watchdog;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};
use specwright::diagnostic::Code;
use specwright::{Job, Observer, Report, Source, Sources};

use damage::Damage;
use watchdog::Watchdog;

/// How many cases the suite tries.
const CASES: u32 = 300;

/// How long a case may take; the largest documents take a second.
const LIMIT: Duration = Duration::from_secs(60);

struct Silent;

impl Observer for Silent {
    fn stage(&mut self, _name: &'static str, _counts: String) {}
}

#[test]
fn damaged_documents_end_with_findings_or_with_rust() {
    let seconds: Option<u64> = std::env::var("SPECWRIGHT_FUZZ_SECONDS")
        .ok()
        .map(|seconds| seconds.parse().unwrap());
    let documents = seeds::documents(seconds.is_some());
    let watchdog = Watchdog::new(LIMIT);
    let Some(seconds) = seconds else {
        let outcomes = run(&documents, &watchdog, CASES, 1);
        // Damage that is always fatal, or never, would show nothing.
        assert!(outcomes.generated > CASES / 10, "{outcomes:?}");
        assert!(outcomes.refused > CASES / 10, "{outcomes:?}");
        return;
    };
    let begun = Instant::now();
    let mut all = Outcomes::default();
    let mut seed = 1;
    while begun.elapsed() < Duration::from_secs(seconds) {
        all.add(run(&documents, &watchdog, CASES, seed));
        seed += 1;
        let (elapsed, cases) = (begun.elapsed().as_secs(), all.refused + all.generated);
        eprintln!("{elapsed} s, {cases} cases, seed {seed}: {all:?}");
    }
}

/// What became of the cases.
#[derive(Debug, Default)]
struct Outcomes {
    generated: u32,
    refused: u32,
    /// How often each error was the first of its document.
    codes: BTreeMap<&'static str, u32>,
}

impl Outcomes {
    fn add(&mut self, other: Self) {
        self.generated += other.generated;
        self.refused += other.refused;
        for (code, count) in other.codes {
            *self.codes.entry(code).or_default() += count;
        }
    }
}

/// Tries some cases; fails with the smallest damage that shows a fault.
fn run(documents: &[String], watchdog: &Watchdog, cases: u32, seed: u64) -> Outcomes {
    let config = Config {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        max_shrink_time: 120_000,
        ..Config::default()
    };
    let strategy = (0..documents.len(), vec(any::<Damage>(), 1..4));
    let mut runner = TestRunner::new(config);
    let outcomes = std::cell::RefCell::new(Outcomes::default());
    let result = runner.run(&strategy, |(document, damages)| {
        let text = damage::apply(&documents[document], &damages);
        let report = watchdog.watch(&text, || generate(&text));
        let report = report.map_err(TestCaseError::fail)?;
        let mut outcomes = outcomes.borrow_mut();
        let mut errors = report
            .iter()
            .filter(|found| found.severity == specwright::Severity::Error);
        match errors.next() {
            None => outcomes.generated += 1,
            Some(first) => {
                outcomes.refused += 1;
                *outcomes.codes.entry(first.code.as_str()).or_default() += 1;
            }
        }
        Ok(())
    });
    match result {
        Ok(()) => outcomes.into_inner(),
        Err(TestError::Fail(reason, (document, damages))) => {
            let text = damage::apply(&documents[document], &damages);
            let kept = watchdog.keep(&text);
            panic!("{reason}\nwith {damages:?}\nseed {seed}, document in {kept}");
        }
        Err(error) => panic!("{error}"),
    }
}

/// Generates from a text; the error says what must not have happened.
fn generate(text: &str) -> Result<Report, String> {
    let run = || {
        let mut sources = Sources::new();
        let document = sources.add(Source::new("damaged.yaml", text));
        let job = Job {
            document,
            overlays: Vec::new(),
            config: specwright::Config::default(),
        };
        // Linting looks at more of a document than generating does.
        let _ = specwright::lint(&mut sources, &job, &mut Silent);
        let (report, files) = specwright::generate(&mut sources, &job, &mut Silent);
        // Where a finding is belongs to what must not fail.
        let style = specwright::diagnostic::render::Style::default();
        let _ = specwright::diagnostic::render::terminal(&report, &sources, style);
        (report, files)
    };
    let (report, files) = catch_unwind(AssertUnwindSafe(run)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        format!("a panic: {}", text.unwrap_or("of an unknown kind"))
    })?;
    if let Some(bug) = report.iter().find(|found| found.code == Code::Internal) {
        return Err(format!("a bug is reported: {}", bug.message));
    }
    for (path, text) in files.into_iter().flat_map(|files| files.0) {
        if path.ends_with(".rs")
            && let Err(error) = syn::parse_file(&text)
        {
            return Err(format!("{path} is no Rust: {error}"));
        }
    }
    Ok(report)
}
