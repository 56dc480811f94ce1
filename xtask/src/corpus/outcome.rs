//! What became of a document, and what is wrong in any case, whatever a baseline says.

use std::fmt::Write as _;

use super::compilation::Compilation;
use super::document::{Document, Set};
use super::generation::{Generation, Verdict};
use super::reasons::Lists;

/// How many lines of the compiler's first message are shown.
const SHOWN_LINES: usize = 8;

/// A document, generated and compiled.
#[derive(Debug)]
pub(super) struct Outcome<'d> {
    pub(super) document: &'d Document,
    pub(super) generation: Generation,
    /// `None` where it was not compiled.
    pub(super) compilation: Option<Compilation>,
}

impl Outcome<'_> {
    /// The verdict in one word.
    pub(super) const fn verdict(&self) -> &'static str {
        match self.generation.verdict {
            Verdict::Generated => "generated",
            Verdict::Refused => "refused",
            Verdict::Crashed(_) => "crashed",
            Verdict::TimedOut => "timed-out",
        }
    }

    /// What the compiler says in a few words; `-` where there is nothing to compile.
    pub(super) fn compiled(&self) -> String {
        match &self.compilation {
            None => "-".to_owned(),
            Some(it) if it.is_clean() => "ok".to_owned(),
            Some(it) if !it.built => "not built".to_owned(),
            Some(it) => format!("errors={} warnings={}", it.errors, it.warnings),
        }
    }

    /// The findings as `code=count`, in the order of the codes.
    pub(super) fn findings(&self) -> String {
        let findings = self.generation.findings.iter();
        let findings: Vec<String> = findings
            .map(|(code, count)| format!("{code}={count}"))
            .collect();
        findings.join(" ")
    }
}

/// A paragraph for each document that is never all right; empty where there is none.
pub(super) fn failures(outcomes: &[Outcome<'_>], lists: &Lists) -> String {
    let mut text = String::new();
    for outcome in outcomes {
        let id = &outcome.document.id;
        for what in wrong(outcome, lists) {
            // Writing to a `String` cannot fail.
            let _ = writeln!(text, "failed: {id}: {what}");
        }
    }
    text
}

fn wrong(outcome: &Outcome<'_>, lists: &Lists) -> Vec<String> {
    let Outcome {
        document,
        generation,
        compilation,
    } = outcome;
    let accepted = lists.accepted.reason(&document.id);
    let refused = lists.refused.reason(&document.id);
    let mut wrong = Vec::new();
    match &generation.verdict {
        Verdict::Generated => {
            if document.negative && accepted.is_none() {
                wrong.push(
                    "was made to be refused, and is accepted without a reason in the list of \
                     accepted documents"
                        .to_owned(),
                );
            }
            if refused.is_some() {
                wrong.push("is accepted, but stands in the list of refused documents".to_owned());
            }
        }
        Verdict::Refused => {
            let unplaced = generation.unplaced.iter();
            wrong.extend(unplaced.map(|message| format!("an error names no file: {message}")));
            if generation.findings.is_empty() {
                wrong.push("is refused without an error".to_owned());
            }
            if document.set == Set::Edge && !document.negative && refused.is_none() {
                wrong.push(
                    "is refused without a reason in the list of refused documents".to_owned(),
                );
            }
            if accepted.is_some() {
                wrong.push("is refused, but stands in the list of accepted documents".to_owned());
            }
        }
        Verdict::Crashed(how) => wrong.push(format!("the generator could not do its work: {how}")),
        Verdict::TimedOut => wrong.push("the generator did not end in time".to_owned()),
    }
    if let Some(compilation) = compilation
        && !compilation.is_clean()
    {
        let first = compilation.first.as_deref().unwrap_or_default();
        let first: String = first
            .lines()
            .take(SHOWN_LINES)
            .map(|line| format!("\n    {line}"))
            .collect();
        wrong.push(format!(
            "`{}` does not compile cleanly: {}{first}",
            document.package,
            outcome.compiled()
        ));
    }
    wrong
}
