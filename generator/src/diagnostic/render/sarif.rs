//! Findings as a run in a SARIF 2.1.0 log, which code scanning services read.

use serde_json::{Map, Value, json};

use super::{Code, Level, Levels, Place, Report, Severity, Sources, resolve};
use crate::pointer::Pointer;

/// A log of runs, one for each document.
#[must_use]
pub fn sarif(runs: Vec<Value>) -> Value {
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": runs,
    })
}

/// The findings about one document, with all rules and their levels.
#[must_use]
pub fn sarif_run(report: &Report, sources: &Sources, levels: &Levels) -> Value {
    let rules: Value = Code::ALL.iter().map(|code| rule(*code, levels)).collect();
    let results: Value = report
        .iter()
        .map(|found| {
            let index = Code::ALL.iter().position(|code| *code == found.code);
            let mut text = found.message.clone();
            if let Some(help) = &found.help {
                text.push_str("\nhelp: ");
                text.push_str(help);
            }
            let mut location = found
                .place
                .as_ref()
                .map_or_else(Map::new, |place| physical(place, sources));
            location.insert("logicalLocations".to_owned(), logical(&found.pointer));
            let mut result = json!({
                "ruleId": found.code.as_str(),
                "ruleIndex": index,
                "level": severity(found.severity),
                "message": { "text": text },
                "locations": [location],
            });
            if !found.labels.is_empty() {
                result["relatedLocations"] = found
                    .labels
                    .iter()
                    .enumerate()
                    .map(|(id, label)| {
                        let mut location = physical(&label.place, sources);
                        location.insert("id".to_owned(), json!(id));
                        location.insert("message".to_owned(), json!({ "text": label.message }));
                        Value::Object(location)
                    })
                    .collect();
            }
            result
        })
        .collect();
    json!({
        "tool": {
            "driver": {
                "name": "specwright",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            },
        },
        // Columns count characters, and not the units of UTF-16 that are usual.
        "columnKind": "unicodeCodePoints",
        "results": results,
    })
}

fn rule(code: Code, levels: &Levels) -> Value {
    let level = levels.of(code);
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": code.explanation() },
        "help": { "text": code.documentation() },
        "defaultConfiguration": {
            "enabled": level != Level::Off,
            "level": severity(level.severity().unwrap_or(code.severity())),
        },
        "properties": { "stage": code.stage().as_str() },
    })
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A location with the file and, where the place is not the whole file, the region.
fn physical(place: &Place, sources: &Sources) -> Map<String, Value> {
    let (source, span) = resolve(place, sources);
    let mut location = json!({ "artifactLocation": { "uri": uri(source.name()) } });
    if let Some(span) = span {
        let (start, end) = (source.position(span.start), source.position(span.end));
        location["region"] = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        });
    }
    Map::from_iter([("physicalLocation".to_owned(), location)])
}

fn logical(pointer: &Pointer) -> Value {
    json!([{ "fullyQualifiedName": pointer.to_string() }])
}

/// A path as an address: relative, or with the scheme `file`.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if path.as_bytes().get(1) == Some(&b':') {
        uri.push_str("file:///");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
