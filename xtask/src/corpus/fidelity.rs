//! Fidelity over a corpus: each document is judged by a process of its own, and what came out is
//! compared with what is known.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::document::Document;
use super::table;
use crate::cli::{CorpusOptions, Status};
use crate::failure::Failure;
use crate::{input, output};

const HEADER: &str = "document\tfindings\texplained";

/// How many lines are shown of what a process says that could not judge.
const SHOWN_LINES: usize = 4;

/// What came out for a document.
struct Outcome<'d> {
    document: &'d Document,
    time: Duration,
    verdict: Verdict,
}

enum Verdict {
    Judged {
        schemas: usize,
        counts: Counts,
    },
    /// The document has errors, or its crate could not be built; the text says more.
    Unjudged(String),
}

/// The line of a document in the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Counts {
    findings: usize,
    /// The schemas of which a diagnostic of the document says why they have no values.
    explained: usize,
}

/// Judges all documents.
pub(super) fn run(
    documents: &[&Document],
    baseline: &Path,
    options: &CorpusOptions,
) -> Result<Status, Failure> {
    let mut known = read(baseline)?;
    let bar = table::bar("judge", documents.len());
    let mut outcomes = Vec::new();
    for document in documents {
        bar.set_message(document.id.clone());
        let outcome = one(document, options.cases)?;
        bar.suspend(|| println!("{}", line(&outcome)));
        outcomes.push(outcome);
        bar.inc(1);
    }
    bar.finish_and_clear();
    let mut differences = String::new();
    for outcome in &outcomes {
        let id = &outcome.document.id;
        let Verdict::Judged { counts, .. } = &outcome.verdict else {
            continue;
        };
        let before = known.insert(id.clone(), *counts);
        if before != Some(*counts) && !options.bless {
            let before = before.map_or_else(|| "nothing".to_owned(), words);
            // Writing to a `String` cannot fail.
            let _ = writeln!(differences, "differs: {id}: {before} → {}", words(*counts));
        }
    }
    print!("{}{differences}", sums(&outcomes));
    if options.bless {
        output::write_text(baseline, &text(&known), &[])?;
        println!("the baseline {} is as found", baseline.display());
    } else if !differences.is_empty() {
        println!("accept this with `cargo xtask corpus --fidelity --bless`");
    }
    let is_bad = |outcome: &Outcome<'_>| match &outcome.verdict {
        Verdict::Judged { counts, .. } => counts.findings > 0,
        Verdict::Unjudged(_) => true,
    };
    Ok(
        match (outcomes.iter().any(is_bad), differences.is_empty()) {
            (true, _) => Status::Errors,
            (false, false) => Status::Stale,
            (false, true) => Status::Done,
        },
    )
}

/// Judges a document.
fn one(document: &Document, cases: Option<u32>) -> Result<Outcome<'_>, Failure> {
    let program = std::env::current_exe()
        .map_err(|error| Failure::new(format!("cannot find this program: {error}")))?;
    let mut command = Command::new(&program);
    command.arg("fidelity").arg(&document.path);
    command.args(["--format", "json"]).stdin(Stdio::null());
    if let Some(cases) = cases {
        command.args(["--cases", &cases.to_string()]);
    }
    let started = Instant::now();
    let ended = command
        .output()
        .map_err(|error| Failure::io("run", &program, &error))?;
    let told = serde_json::from_slice(&ended.stdout).ok();
    let verdict = told.as_ref().and_then(judged).unwrap_or_else(|| {
        let errors = String::from_utf8_lossy(&ended.stderr);
        let first: Vec<&str> = errors.trim().lines().take(SHOWN_LINES).collect();
        Verdict::Unjudged(format!("{}: {}", ended.status, first.join(" / ")))
    });
    Ok(Outcome {
        document,
        time: started.elapsed(),
        verdict,
    })
}

/// Reads the report of a document.
fn judged(told: &Value) -> Option<Verdict> {
    let number = |field: &str| usize::try_from(told.get(field)?.as_u64()?).ok();
    Some(Verdict::Judged {
        schemas: told.get("schemas")?.as_array()?.len(),
        counts: Counts {
            findings: number("findings")?,
            explained: number("explained")?,
        },
    })
}

fn line(outcome: &Outcome<'_>) -> String {
    let id = &outcome.document.id;
    let time = outcome.time.as_secs();
    match &outcome.verdict {
        Verdict::Judged { schemas, counts } => {
            format!("{id}: {schemas} schemas, {}, {time} s", words(*counts))
        }
        Verdict::Unjudged(why) => format!("{id}: not judged, {time} s: {why}"),
    }
}

fn words(counts: Counts) -> String {
    let Counts {
        findings,
        explained,
    } = counts;
    match explained {
        0 => format!("{findings} findings"),
        _ => format!("{findings} findings and {explained} explained by diagnostics"),
    }
}

fn sums(outcomes: &[Outcome<'_>]) -> String {
    let counts = outcomes.iter().filter_map(|outcome| match outcome.verdict {
        Verdict::Judged { counts, .. } => Some(counts),
        Verdict::Unjudged(_) => None,
    });
    let counts: Vec<Counts> = counts.collect();
    let sum = counts.iter().fold(
        Counts {
            findings: 0,
            explained: 0,
        },
        |sum, one| Counts {
            findings: sum.findings + one.findings,
            explained: sum.explained + one.explained,
        },
    );
    format!(
        "{} documents, {} judged: {}\n",
        outcomes.len(),
        counts.len(),
        words(sum)
    )
}

/// Reads a baseline; no file is an empty one.
fn read(path: &Path) -> Result<BTreeMap<String, Counts>, Failure> {
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    parse(&input::read_text(path)?).map_err(|line| {
        let path = path.display();
        Failure::new(format!(
            "{path}:{line}: expected document, findings and explained"
        ))
        .help("`cargo xtask corpus --fidelity --bless` writes the file")
    })
}

/// Reads the lines; the number of the first that cannot be read.
fn parse(text: &str) -> Result<BTreeMap<String, Counts>, usize> {
    let read = |line: &str| {
        let mut cells = line.split('\t');
        let id = cells.next()?.to_owned();
        let findings = cells.next()?.parse().ok()?;
        let explained = cells.next()?.parse().ok()?;
        let counts = Counts {
            findings,
            explained,
        };
        Some((id, counts))
    };
    let lines = text.lines().enumerate().skip(1);
    lines.map(|(at, line)| read(line).ok_or(at + 1)).collect()
}

fn text(known: &BTreeMap<String, Counts>) -> String {
    let mut text = format!("{HEADER}\n");
    for (id, counts) in known {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{id}\t{}\t{}", counts.findings, counts.explained);
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Counts, Verdict, judged, parse, text};

    #[test]
    fn lines_are_read_as_they_are_written() {
        let written = "document\tfindings\texplained\na b.yaml\t0\t1\nc.json\t2\t0\n";
        let known = parse(written).unwrap();
        assert_eq!(text(&known), written);
        assert_eq!(known["c.json"].findings, 2);
        assert_eq!(parse("h\na\t0\n").unwrap_err(), 2);
        assert_eq!(parse("h\na\t0\t0\nb\tx\t0\n").unwrap_err(), 3);
    }

    #[test]
    fn a_report_is_counted() {
        let told = json!({"findings": 2, "explained": 1, "schemas": [{}, {}, {}]});
        let Some(Verdict::Judged { schemas, counts }) = judged(&told) else {
            panic!("not read");
        };
        let expected = Counts {
            findings: 2,
            explained: 1,
        };
        assert_eq!((schemas, counts), (3, expected));
        assert!(judged(&json!({"findings": 2})).is_none());
    }
}
