//! A summary for a page of a CI server.

use std::fmt::Write as _;

use super::text::details;
use super::{RustNames, Title, Totals, place};
use crate::outcome::Outcome;

/// Findings are shown with their exchanges up to this many.
const MAX_DETAILS: usize = 50;

/// The outcome as Markdown: a verdict, a table of findings, each with its exchange folded away, and
/// what was not checked.
#[must_use]
pub fn markdown(outcome: &Outcome, names: &RustNames) -> String {
    let findings = &outcome.findings;
    let mut out = match findings.len() {
        0 => format!("## ✓ {} is kept\n\n", cell(&outcome.title)),
        1 => format!("## ✗ {}: 1 finding\n\n", cell(&outcome.title)),
        more => format!("## ✗ {}: {more} findings\n\n", cell(&outcome.title)),
    };
    let totals = Totals::of(outcome.operations.values());
    let _ = writeln!(
        out,
        "`{}`, seed {}. {totals}.\n",
        outcome.subject, outcome.seed
    );
    if !findings.is_empty() {
        out.push_str("| check | operation | what | document | times |\n|---|---|---|---|--:|\n");
        for finding in findings {
            let _ = writeln!(
                out,
                "| `{}` | `{}` | {} | {} | {} |",
                finding.key.check,
                cell(&finding.key.operation),
                cell(&finding.message),
                cell(&place(finding)),
                finding.count
            );
        }
        out.push('\n');
        for finding in findings.iter().take(MAX_DETAILS) {
            let fence = "````";
            let title = cell(&Title(finding).to_string());
            let details = details(finding, names);
            let _ = writeln!(
                out,
                "<details><summary>{title}</summary>\n\n{fence}\n{details}{fence}\n\n</details>\n"
            );
        }
    }
    let gaps: Vec<_> = outcome
        .skipped
        .iter()
        .filter(|skipped| skipped.is_gap)
        .collect();
    if !gaps.is_empty() {
        let _ = writeln!(out, "### Not checked ({})\n", gaps.len());
        for gap in gaps {
            let _ = writeln!(out, "- `{}`: {}", cell(&gap.subject), cell(&gap.reason));
        }
    }
    out
}

/// A text that breaks neither a table nor the page.
fn cell(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '|' => out.push_str("\\|"),
            '<' => out.push_str("&lt;"),
            '\n' | '\r' => out.push(' '),
            '`' => out.push('\''),
            other => out.push(other),
        }
    }
    out
}
