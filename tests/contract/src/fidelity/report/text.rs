//! The report for people.

use std::fmt::Write as _;

use crate::fidelity::judge::Promise;

use super::{Counterexample, Explanation, Report, SchemaReport};

/// The longest value that is shown whole, in bytes.
const SHOWN: usize = 2_000;

/// The findings of each schema that has some, and the sums.
#[must_use]
pub fn text(report: &Report) -> String {
    let mut text = String::new();
    let found = report
        .schemas
        .iter()
        .filter(|schema| schema.findings() > 0 || schema.explained.is_some());
    for schema in found.clone() {
        schema_into(&mut text, schema);
    }
    let schemas = report.schemas.len();
    let unjudged = report
        .schemas
        .iter()
        .filter(|schema| schema.unjudged.is_some() && schema.explained.is_none());
    let with_findings = found.filter(|schema| schema.findings() > 0).count();
    let unjudged = unjudged.count();
    line(&mut text, format_args!("{}", report.document));
    line(
        &mut text,
        format_args!(
            "  {schemas} schemas, {} cases each, seed {}",
            report.draws.cases, report.draws.seed
        ),
    );
    for promise in Promise::ALL {
        let tally = report.tally(promise);
        line(
            &mut text,
            format_args!(
                "  {:<10} {} of {}",
                promise.as_str(),
                tally.kept,
                tally.judged
            ),
        );
    }
    line(
        &mut text,
        format_args!(
            "  {} findings in {with_findings} schemas, {unjudged} of them not judged",
            report.findings()
        ),
    );
    if report.explained() > 0 {
        let explained = report.explained();
        line(
            &mut text,
            format_args!("  {explained} more not judged, as diagnostics of the document explain"),
        );
    }
    text
}

fn schema_into(text: &mut String, schema: &SchemaReport) {
    let name = schema.name.as_deref().unwrap_or("no type");
    let tallies = Promise::ALL.map(|promise| {
        let tally = schema.tally(promise);
        format!("{} {}/{}", promise.as_str(), tally.kept, tally.judged)
    });
    let pointer = &schema.pointer;
    let tallies = tallies.join(", ");
    line(text, format_args!("{pointer} ({name}): {tallies}"));
    if let Some(reason) = &schema.unjudged {
        line(text, format_args!("  not judged: {reason}"));
    }
    if let Some(known) = &schema.explained {
        let Explanation {
            pointer,
            code,
            message,
        } = known;
        line(
            text,
            format_args!("  explained by `{code}` at {pointer}: {message}"),
        );
    }
    for found in &schema.counterexamples {
        let Counterexample {
            kind,
            finding,
            seed,
            ..
        } = found;
        let promise = finding.promise.as_str();
        line(
            text,
            format_args!(
                "  not {promise} ({kind}): at `{}`: {}",
                finding.at, finding.what
            ),
        );
        line(
            text,
            format_args!("    seed {seed}, value: {}", shortened(&found.shown())),
        );
    }
    text.push('\n');
}

/// The text, cut where it is too long to be read.
pub(super) fn shortened(value: &str) -> String {
    if value.len() <= SHOWN {
        return value.to_owned();
    }
    let whole = |end: &usize| value.is_char_boundary(*end);
    let end = (0..=SHOWN).rev().find(whole).unwrap_or(0);
    let missing = value.len() - end;
    format!("{} … and {missing} bytes more", &value[..end])
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let _ = writeln!(text, "{line}");
}
