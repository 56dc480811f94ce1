//! What a run looks like: bars while it goes on, and the table at its end.

use std::fmt::Write as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::document::Set;
use super::outcome::Outcome;

const HEADER: [&str; 9] = [
    "document",
    "operations",
    "schemas",
    "generate",
    "memory",
    "lines",
    "verdict",
    "compile",
    "time",
];

/// A bar on standard error; nothing where that is no terminal.
pub(super) fn bar(what: &'static str, count: usize) -> ProgressBar {
    let bar = ProgressBar::new(count as u64).with_prefix(what);
    let style = ProgressStyle::with_template("{prefix} {bar:30} {pos}/{len} {eta} {wide_msg}");
    // A template that cannot be read leaves the bar as it is by default.
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// The table of all documents, with the findings behind each, and the sums of each set.
pub(super) fn text(outcomes: &[Outcome<'_>]) -> String {
    let rows: Vec<[String; 9]> = outcomes.iter().map(row).collect();
    let widths: Vec<usize> = (0..HEADER.len())
        .map(|column| {
            let cells = rows.iter().map(|row| row[column].chars().count());
            cells.chain([HEADER[column].len()]).max().unwrap_or(0)
        })
        .collect();
    let mut text = line(&HEADER.map(str::to_owned), &widths, "findings");
    for (row, outcome) in rows.iter().zip(outcomes) {
        text.push_str(&line(row, &widths, &outcome.findings()));
    }
    text.push('\n');
    for (set, name) in [
        (Set::Real, "real"),
        (Set::Edge, "edge"),
        (Set::Plain, "all"),
    ] {
        let of_set: Vec<_> = outcomes
            .iter()
            .filter(|it| it.document.set == set)
            .collect();
        if !of_set.is_empty() {
            text.push_str(&sums(name, &of_set));
        }
    }
    if cfg!(debug_assertions) {
        text.push_str(
            "times and memory are those of a generator that was built without optimization\n",
        );
    }
    text
}

fn line(cells: &[String; 9], widths: &[usize], findings: &str) -> String {
    let mut text = String::new();
    for (at, (cell, width)) in cells.iter().zip(widths).enumerate() {
        // Words begin on the left, numbers end on the right. Writing to a `String` cannot fail.
        let _ = match at {
            0 | 6 | 7 => write!(text, "{cell:<width$}  "),
            _ => write!(text, "{cell:>width$}  "),
        };
    }
    text.push_str(findings);
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn row(outcome: &Outcome<'_>) -> [String; 9] {
    let generation = &outcome.generation;
    let number = |number: Option<u64>| number.map_or_else(String::new, |it| it.to_string());
    let memory = generation
        .memory
        .map(|bytes| format!("{} MB", bytes.div_ceil(1_000_000)));
    let time = outcome.compilation.as_ref().and_then(|it| it.time);
    [
        outcome.document.id.clone(),
        number(generation.operations),
        number(generation.schemas),
        seconds(generation.time),
        memory.unwrap_or_default(),
        number(generation.lines),
        outcome.verdict().to_owned(),
        outcome.compiled(),
        time.map(seconds).unwrap_or_default(),
    ]
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

fn sums(name: &str, outcomes: &[&Outcome<'_>]) -> String {
    let count = |is_counted: &dyn Fn(&Outcome<'_>) -> bool| {
        outcomes
            .iter()
            .filter(|outcome| is_counted(outcome))
            .count()
    };
    let with = |verdict: &'static str| count(&|it| it.verdict() == verdict);
    let compiled = count(&|it| {
        it.compilation
            .as_ref()
            .is_some_and(super::compilation::Compilation::is_clean)
    });
    let tried = count(&|it| it.compilation.is_some());
    let lines: u64 = outcomes.iter().filter_map(|it| it.generation.lines).sum();
    let generating: Duration = outcomes.iter().map(|it| it.generation.time).sum();
    let compiling: Duration = outcomes
        .iter()
        .filter_map(|it| it.compilation.as_ref()?.time)
        .sum();
    let mut text = format!(
        "{name}: {} documents, {} generated, {} refused, {} crashed, {} timed out; {lines} lines in {}",
        outcomes.len(),
        with("generated"),
        with("refused"),
        with("crashed"),
        with("timed-out"),
        seconds(generating),
    );
    if tried > 0 {
        let _ = write!(
            text,
            "; {compiled} of {tried} crates compile without a warning, in {}",
            seconds(compiling)
        );
    }
    text.push('\n');
    text
}
