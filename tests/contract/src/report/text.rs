//! For a terminal.

use std::fmt::Write as _;

use bytes::Bytes;

use super::{RustNames, Title, Totals, curl, place};
use crate::finding::{Exchange, Finding, content_type};
use crate::outcome::Outcome;

/// Bodies are shown up to this many characters.
const MAX_BODY: usize = 1200;

/// How many things that were not checked are listed.
const MAX_SKIPPED: usize = 40;

/// Whether to use ANSI colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// They are used.
    Always,
    /// They are not.
    Never,
}

impl Color {
    fn paint(self, code: &str, text: &str) -> String {
        match self {
            Self::Always => format!("\x1b[{code}m{text}\x1b[0m"),
            Self::Never => text.to_owned(),
        }
    }
}

/// Everything that a person at a terminal needs: findings, what was not checked, and the totals.
#[must_use]
pub fn text(outcome: &Outcome, names: &RustNames, color: Color) -> String {
    let mut out = String::new();
    for finding in &outcome.findings {
        let title = color.paint("1;31", &format!("✗ {}", Title(finding)));
        let times = if finding.count == 1 {
            String::new()
        } else {
            format!(" ({}×)", finding.count)
        };
        let _ = writeln!(
            out,
            "{title}{times}\n{}",
            indented(&details(finding, names))
        );
    }
    let gaps = outcome.skipped.iter().filter(|skipped| skipped.is_gap);
    let chosen = outcome.skipped.iter().filter(|skipped| !skipped.is_gap);
    for (heading, skipped) in [
        ("Not checked", gaps.collect::<Vec<_>>()),
        ("Left out by choice", chosen.collect()),
    ] {
        if skipped.is_empty() {
            continue;
        }
        let _ = writeln!(
            out,
            "{}",
            color.paint("1;33", &format!("{heading} ({})", skipped.len()))
        );
        for skipped in skipped.iter().take(MAX_SKIPPED) {
            let _ = writeln!(out, "  {}: {}", skipped.subject, skipped.reason);
        }
        if let Some(rest) = skipped
            .len()
            .checked_sub(MAX_SKIPPED)
            .filter(|rest| *rest > 0)
        {
            let _ = writeln!(out, "  … and {rest} more, which the other reports list");
        }
        out.push('\n');
    }
    let _ = writeln!(
        out,
        "{} {} against {}",
        outcome.title, outcome.version, outcome.subject
    );
    let totals = Totals::of(outcome.operations.values());
    let _ = writeln!(
        out,
        "{totals}; coverage {:.1} %",
        outcome.coverage() * 100.0
    );
    out.push_str(&verdict(outcome, color));
    out
}

fn verdict(outcome: &Outcome, color: Color) -> String {
    let requests: u64 = outcome.requests.values().sum();
    let findings = outcome.findings.len();
    let verdict = match findings {
        0 => color.paint("1;32", "the contract is kept"),
        1 => color.paint("1;31", "1 finding"),
        more => color.paint("1;31", &format!("{more} findings")),
    };
    let accepted = match outcome.accepted.len() {
        0 => String::new(),
        accepted => format!(", {accepted} more accepted by the baseline"),
    };
    let seconds = outcome.time.as_secs_f64();
    let seed = outcome.seed;
    format!("{verdict}{accepted}; {requests} exchanges in {seconds:.1} s, seed {seed}\n")
}

/// What one finding is, without its title.
pub(super) fn details(finding: &Finding, names: &RustNames) -> String {
    let mut out = format!("{}\n", finding.message);
    let place = place(finding);
    if !place.is_empty() {
        let _ = writeln!(out, "document: {place}");
    }
    let steps = finding.exchanges.len();
    for (index, exchange) in finding.exchanges.iter().enumerate() {
        if steps > 1 {
            let _ = writeln!(out, "step {} of {steps}:", index + 1);
        }
        let _ = writeln!(out, "{}", curl(&exchange.request));
        let _ = writeln!(out, "{}", answer(exchange));
    }
    if let Some(test) = names.test(finding) {
        let _ = writeln!(out, "as a test:\n{test}");
    }
    if let Some(seed) = finding.seed {
        let _ = writeln!(out, "drawn again with --seed {seed}");
    }
    out
}

/// The answer as a line of its status, and the body.
pub(super) fn answer(exchange: &Exchange) -> String {
    let Some(response) = &exchange.response else {
        return "→ no answer".to_owned();
    };
    let reason = http::StatusCode::from_u16(response.status).ok();
    let reason = reason
        .and_then(|status| status.canonical_reason())
        .unwrap_or_default();
    let content_type = match content_type(&response.headers) {
        "" => String::new(),
        given => format!(" {given}"),
    };
    let status = response.status;
    format!(
        "→ {status} {reason}{content_type} {}",
        shown(&response.body)
    )
    .trim_end()
    .to_owned()
}

/// A body as far as it can be shown.
fn shown(body: &Bytes) -> String {
    match std::str::from_utf8(body) {
        Ok(text) if text.chars().count() <= MAX_BODY => text.to_owned(),
        Ok(text) => {
            let shown: String = text.chars().take(MAX_BODY).collect();
            format!("{shown}… ({} bytes)", body.len())
        }
        Err(_) => format!("{} bytes that are no text", body.len()),
    }
}

fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| format!("  {line}\n"));
    lines.collect()
}
