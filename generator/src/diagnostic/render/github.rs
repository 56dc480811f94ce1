//! Findings as workflow commands, which GitHub shows beside the lines of a pull request.

use std::fmt::Write as _;

use super::{Report, Severity, Sources, resolve};

/// One line for each finding.
///
/// The message holds related places, pointer and help on lines of their own.
#[must_use]
pub fn github(report: &Report, sources: &Sources) -> String {
    let mut out = String::new();
    for found in report {
        let command = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut properties: Vec<(&str, String)> = Vec::new();
        if let Some((source, span)) = found.place.as_ref().map(|place| resolve(place, sources)) {
            properties.push(("file", source.name().to_owned()));
            if let Some(span) = span {
                let (start, end) = (source.position(span.start), source.position(span.end));
                properties.push(("line", start.line.to_string()));
                properties.push(("endLine", end.line.to_string()));
                // Columns count only where the place is within a line.
                if start.line == end.line {
                    properties.push(("col", start.column.to_string()));
                    properties.push(("endColumn", end.column.to_string()));
                }
            }
        }
        properties.push(("title", found.code.as_str().to_owned()));
        let properties: Vec<String> = properties
            .iter()
            .map(|(name, value)| format!("{name}={}", property(value)))
            .collect();
        let mut message = found.message.clone();
        // Writing to a `String` cannot fail.
        for label in &found.labels {
            let (source, span) = resolve(&label.place, sources);
            let line = span.map(|span| format!(":{}", source.position(span.start).line));
            let line = line.unwrap_or_default();
            let _ = write!(message, "\n{}{line}: {}", source.name(), label.message);
        }
        if !found.pointer.as_str().is_empty() {
            let _ = write!(message, "\nat {}", found.pointer);
        }
        if let Some(help) = &found.help {
            let _ = write!(message, "\nhelp: {help}");
        }
        let _ = writeln!(
            out,
            "::{command} {}::{}",
            properties.join(","),
            data(&message)
        );
    }
    out
}

/// Text as the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Text as the value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
