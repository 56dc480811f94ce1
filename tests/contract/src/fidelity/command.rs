//! The program that `cargo xtask fidelity` builds around the table of a generated crate.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::{fs, panic, thread};

use serde_json::Value;

use crate::pointer;
use crate::strategy::Values;

use super::Entry;
use super::report::{self, Explanation, Report, SchemaReport};
use super::run::{self, Draws};

/// The stack of a thread that reads deep values through unoptimized code.
const STACK: usize = 256 << 20;

/// The exit status where a promise is broken or could not be judged.
const FINDINGS: u8 = 1;

/// The exit status where nothing could be done.
const UNUSABLE: u8 = 2;

/// Judges the types of a table by the document that the first argument names, and prints a report.
///
/// The other arguments are pairs: `--document NAME`, how the document is called in the report;
/// `--cases N`, `--seed S`, `--schema NAME`, `--format text|json|junit`, and `--explanations FILE`,
/// what is known of the document: a list of objects with `pointer`, `code` and `message`.
#[must_use]
pub fn main(entries: &[Entry]) -> ExitCode {
    let done = Options::parse(std::env::args().skip(1)).and_then(|options| {
        let document = read(&options.file)?;
        let report = judge(entries, &document, &options)?;
        let text = match options.format {
            Format::Text => report::text(&report),
            Format::Json => format!("{}\n", report::json(&report)),
            Format::Junit => report::junit(&report).map_err(|error| error.to_string())?,
        };
        // A reader that has gone away is no failure of ours.
        let _ = std::io::stdout().write_all(text.as_bytes());
        Ok(report.findings())
    });
    match done {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => FINDINGS.into(),
        Err(message) => {
            eprintln!("error: {message}");
            UNUSABLE.into()
        }
    }
}

struct Options {
    file: PathBuf,
    document: String,
    draws: Draws,
    schema: Option<String>,
    format: Format,
    explanations: Vec<Explanation>,
}

#[derive(Clone, Copy)]
enum Format {
    Text,
    Json,
    Junit,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let file = arguments.next().ok_or("the first argument is a document")?;
        let mut options = Self {
            document: file.clone(),
            file: file.into(),
            draws: Draws { cases: 32, seed: 0 },
            schema: None,
            format: Format::Text,
            explanations: Vec::new(),
        };
        while let Some(name) = arguments.next() {
            let value = arguments
                .next()
                .ok_or_else(|| format!("`{name}` needs a value"))?;
            let wrong = || format!("`{name} {value}` makes no sense");
            match name.as_str() {
                "--document" => options.document = value,
                "--cases" => options.draws.cases = value.parse().map_err(|_| wrong())?,
                "--seed" => options.draws.seed = value.parse().map_err(|_| wrong())?,
                "--explanations" => options.explanations = explanations(Path::new(&value))?,
                "--schema" => options.schema = Some(value),
                "--format" => {
                    options.format = match value.as_str() {
                        "text" => Format::Text,
                        "json" => Format::Json,
                        "junit" => Format::Junit,
                        _ => return Err(wrong()),
                    }
                }
                _ => return Err(format!("there is no option `{name}`")),
            }
        }
        Ok(options)
    }
}

fn read(path: &Path) -> Result<Value, String> {
    let shown = path.display();
    let text = fs::read(path).map_err(|error| format!("cannot read `{shown}`: {error}"))?;
    serde_json::from_slice(&text).map_err(|error| format!("`{shown}` is no JSON: {error}"))
}

fn explanations(path: &Path) -> Result<Vec<Explanation>, String> {
    let listed = read(path)?;
    let text = |known: &Value, field: &str| Some(known.get(field)?.as_str()?.to_owned());
    let known = |known: &Value| {
        Some(Explanation {
            pointer: text(known, "pointer")?,
            code: text(known, "code")?,
            message: text(known, "message")?,
        })
    };
    let all = listed.as_array().into_iter().flatten();
    let all: Option<Vec<Explanation>> = all.map(known).collect();
    all.ok_or_else(|| format!("`{}` holds no explanations", path.display()))
}

/// Judges all types, or those of one schema.
fn judge(entries: &[Entry], document: &Value, options: &Options) -> Result<Report, String> {
    let values = Values::new(document);
    let wanted = |pointer: &str, name: Option<&str>| {
        let schema = options.schema.as_deref();
        schema.is_none_or(|schema| is_meant(schema, pointer, name))
    };
    let chosen: Vec<&Entry> = entries
        .iter()
        .filter(|entry| wanted(entry.pointer, Some(entry.name)))
        .collect();
    let mut schemas = judge_all(&chosen, &values, options.draws)?;
    for pointer in values.oracle().schema_pointers() {
        let has_type = |pointer: &str| entries.iter().any(|entry| entry.pointer == pointer);
        // A schema that only refers to another one has the type of that one.
        let other = values.other_name_of(pointer);
        let typed = has_type(pointer) || other.as_deref().is_some_and(has_type);
        if !typed && wanted(pointer, None) {
            let mut report = SchemaReport::without_type(pointer);
            report.unjudged("the generated crate has no type for it".to_owned());
            schemas.push(report);
        }
    }
    // What no value can be held against is named, whether or not a type comes from it.
    for uncompiled in values.oracle().uncompiled() {
        let known = |report: &SchemaReport| report.pointer == uncompiled.pointer;
        if !schemas.iter().any(known) && wanted(&uncompiled.pointer, None) {
            let mut report = SchemaReport::without_type(&uncompiled.pointer);
            report.unjudged(format!("it cannot be compiled: {}", uncompiled.reason));
            schemas.push(report);
        }
    }
    for schema in &mut schemas {
        schema.explain(&options.explanations);
    }
    match &options.schema {
        Some(name) if schemas.is_empty() => Err(format!("there is no schema `{name}`")),
        _ => Ok(Report {
            document: options.document.clone(),
            draws: options.draws,
            schemas,
        }),
    }
}

/// Whether a schema is asked for: by its name in the document or in Rust, by the name of the
/// component that it lies in, or by its place.
fn is_meant(wanted: &str, at: &str, name: Option<&str>) -> bool {
    let component = pointer::join("/components/schemas", wanted);
    pointer::is_within(at, &component)
        || wanted.starts_with('/') && pointer::is_within(at, wanted)
        || name == Some(wanted)
}

/// Judges the types on all processors.
fn judge_all(
    entries: &[&Entry],
    values: &Values,
    draws: Draws,
) -> Result<Vec<SchemaReport>, String> {
    // A panic is a finding; its message would be in the way of the report.
    panic::set_hook(Box::new(|_| {}));
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, SchemaReport)>> = Mutex::default();
    let work = || {
        while let index = next.fetch_add(1, Ordering::Relaxed)
            && let Some(entry) = entries.get(index)
        {
            let report = run::all(entry, values, draws);
            let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
            done.push((index, report));
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        (0..threads).try_for_each(|_| {
            let builder = thread::Builder::new().stack_size(STACK);
            builder.spawn_scoped(scope, work).map(drop)
        })
    })
    .map_err(|error| format!("cannot start a thread: {error}"))?;
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    let reports: Vec<SchemaReport> = done.into_iter().map(|(_, report)| report).collect();
    if reports.len() < entries.len() {
        return Err("a thread has ended early".to_owned());
    }
    Ok(reports)
}
