//! Generating: a process for each document, several at a time.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use indicatif::ProgressBar;
use serde_json::Value;

use super::document::Document;
use super::table;
use crate::failure::Failure;

/// The folder below the output where the crates are.
pub(super) const CRATES: &str = "crates";

/// What became of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Generated,
    Refused,
    /// The generator ended as it never should, or could not read or write; the text says how.
    Crashed(String),
    /// It had not ended in time.
    TimedOut,
}

/// What is told about generating a document.
#[derive(Clone, Debug)]
pub(super) struct Generation {
    pub(super) verdict: Verdict,
    /// How often each code was found: of warnings, or of errors where it was refused.
    pub(super) findings: BTreeMap<String, usize>,
    /// The errors that name no file.
    pub(super) unplaced: Vec<String>,
    pub(super) operations: Option<u64>,
    pub(super) schemas: Option<u64>,
    pub(super) lines: Option<u64>,
    /// The time of all stages.
    pub(super) time: Duration,
    /// The most memory it took, in bytes.
    pub(super) memory: Option<u64>,
}

/// Generates all documents into `crates/` of the output folder.
pub(super) fn run(
    documents: &[&Document],
    output: &Path,
    jobs: usize,
    limit: Duration,
) -> Result<Vec<Generation>, Failure> {
    let configurations = output.join("configurations");
    for folder in [&configurations, &output.join(CRATES)] {
        fs::create_dir_all(folder).map_err(|error| Failure::io("create", folder, &error))?;
    }
    let program = std::env::current_exe()
        .map_err(|error| Failure::new(format!("cannot find this program: {error}")))?;
    let bar = table::bar("generate", documents.len());
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, Result<Generation, Failure>)>> = Mutex::default();
    thread::scope(|scope| {
        for _ in 0..jobs.min(documents.len()) {
            scope.spawn(|| {
                while let at = next.fetch_add(1, Ordering::Relaxed)
                    && let Some(document) = documents.get(at)
                {
                    let generation = one(document, &program, output, &configurations, limit);
                    advance(&bar, document);
                    let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
                    results.push((at, generation));
                }
            });
        }
    });
    bar.finish_and_clear();
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(at, _)| *at);
    results
        .into_iter()
        .map(|(_, generation)| generation)
        .collect()
}

fn advance(bar: &ProgressBar, document: &Document) {
    bar.set_message(document.id.clone());
    bar.inc(1);
}

fn one(
    document: &Document,
    program: &Path,
    output: &Path,
    configurations: &Path,
    limit: Duration,
) -> Result<Generation, Failure> {
    let package = &document.package;
    let configuration = configurations.join(format!("{package}.toml"));
    let text = configuration_text(document, &output.join(CRATES).join(package));
    fs::write(&configuration, text)
        .map_err(|error| Failure::io("write", &configuration, &error))?;
    let mut child = Command::new(program)
        .arg("generate")
        .arg("--config")
        .arg(&configuration)
        .args(["--format", "json"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::io("run", program, &error))?;
    let (sender, ended) = mpsc::channel();
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let errors = thread::spawn(move || read(stderr));
    thread::spawn(move || {
        // Nobody listens any more after the time limit.
        let _ = sender.send(read(stdout));
    });
    let told = ended.recv_timeout(limit);
    if told.is_err() {
        // It may have ended in the meantime.
        let _ = child.kill();
    }
    let status = child
        .wait()
        .map_err(|error| Failure::io("run", program, &error))?;
    let errors = errors.join().unwrap_or_default();
    Ok(match told {
        Err(_) => crashed(Verdict::TimedOut),
        Ok(told) => serde_json::from_str(&told).map_or_else(
            |_| {
                let last: Vec<&str> = errors.trim().lines().rev().take(4).collect();
                let last: Vec<&str> = last.into_iter().rev().collect();
                crashed(Verdict::Crashed(format!("{status}: {}", last.join(" / "))))
            },
            |told| generation(&told),
        ),
    })
}

fn read(stream: Option<impl std::io::Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut stream) = stream {
        // What could be read before a failure is as good as it gets.
        let _ = stream.read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A configuration like those in `specs/`; a text of JSON is one of TOML as well.
fn configuration_text(document: &Document, output: &Path) -> String {
    let quoted = |text: &str| Value::from(text).to_string();
    let path = std::path::absolute(&document.path).unwrap_or_else(|_| document.path.clone());
    format!(
        "document = {}\noutput = {}\n\n[crate]\nname = {}\nin-workspace = true\n",
        quoted(&path.to_string_lossy()),
        quoted(&output.to_string_lossy()),
        quoted(&document.package),
    )
}

fn crashed(verdict: Verdict) -> Generation {
    Generation {
        verdict,
        findings: BTreeMap::new(),
        unplaced: Vec::new(),
        operations: None,
        schemas: None,
        lines: None,
        time: Duration::ZERO,
        memory: None,
    }
}

/// Reads what `generate --format json` says about one configuration.
fn generation(told: &Value) -> Generation {
    let list = |field: &str| told[field].as_array().map_or(&[][..], Vec::as_slice);
    let generated = told["status"] == "done";
    let severity = if generated { "warning" } else { "error" };
    let found = list("diagnostics").iter();
    let found: Vec<&Value> = found.filter(|it| it["severity"] == severity).collect();
    let mut findings = BTreeMap::new();
    for finding in found.iter().copied().chain(list("failures")) {
        if let Some(code) = finding["code"].as_str() {
            *findings.entry(code.to_owned()).or_insert(0) += 1;
        }
    }
    // What a file, and not the document, is to blame for has no code.
    let unusable = list("failures").iter().find(|it| it["code"].is_null());
    let unplaced = found.iter().filter(|it| !generated && it["file"].is_null());
    let unplaced = unplaced.filter_map(|it| Some(it["message"].as_str()?.to_owned()));
    let stages = list("stages");
    let count = |stage: &str, noun: &str| {
        let stage = stages.iter().find(|it| it["name"] == stage)?;
        counted(stage["counts"].as_str()?, noun)
    };
    let milliseconds = stages.iter().filter_map(|it| it["milliseconds"].as_u64());
    Generation {
        verdict: match unusable {
            Some(failure) => {
                Verdict::Crashed(failure["message"].as_str().unwrap_or_default().to_owned())
            }
            None if generated => Verdict::Generated,
            None => Verdict::Refused,
        },
        unplaced: unplaced.collect(),
        operations: count("lower", "operation"),
        schemas: count("resolve", "schema"),
        lines: count("emit", "line"),
        time: Duration::from_millis(milliseconds.sum()),
        memory: told["peak_memory"].as_u64(),
        findings,
    }
}

/// The number before a noun, such as 7 of `3 types, 7 operations`.
fn counted(counts: &str, noun: &str) -> Option<u64> {
    counts.split(", ").find_map(|part| {
        let (number, what) = part.split_once(' ')?;
        let number = number.parse().ok()?;
        what.starts_with(noun).then_some(number)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Verdict, generation};

    #[test]
    fn what_generate_says_is_counted() {
        let found = |code: &str, severity: &str, file: Option<&str>| json!({"code": code, "severity": severity, "file": file, "message": "m"});
        let told = json!({
            "status": "done",
            "peak_memory": 4096,
            "stages": [
                {"name": "resolve", "counts": "1 schema", "milliseconds": 2},
                {"name": "lower", "counts": "3 types, 7 operations, 0 webhooks", "milliseconds": 3},
                {"name": "emit", "counts": "38 files, 4801 lines", "milliseconds": 6},
            ],
            "diagnostics": [
                found("a", "warning", Some("x")), found("b", "note", None), found("a", "warning", None),
            ],
            "failures": [],
        });
        let read = generation(&told);
        assert_eq!(read.verdict, Verdict::Generated);
        assert_eq!(
            (read.operations, read.schemas, read.lines, read.memory),
            (Some(7), Some(1), Some(4801), Some(4096))
        );
        assert_eq!(read.time.as_millis(), 11);
        assert_eq!(read.findings, [("a".to_owned(), 2)].into());
        assert!(read.unplaced.is_empty());

        let told = json!({
            "status": "errors",
            "diagnostics": [found("a", "warning", None), found("c", "error", Some("x")), found("c", "error", None)],
            "failures": [{"code": "not-text"}],
        });
        let read = generation(&told);
        assert_eq!(read.verdict, Verdict::Refused);
        let findings = [("c".to_owned(), 2), ("not-text".to_owned(), 1)];
        assert_eq!((read.findings, read.unplaced.len()), (findings.into(), 1));

        let told =
            json!({"status": "unusable", "failures": [{"code": null, "message": "cannot write"}]});
        let read = generation(&told);
        assert_eq!(read.verdict, Verdict::Crashed("cannot write".to_owned()));
    }
}
