//! What is known of each document: verdict, compile result and findings by code.
//!
//! A committed file of tab-separated lines, so that a change shows as one line in a diff.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::outcome::Outcome;
use crate::failure::Failure;
use crate::{input, output};

const HEADER: &str = "document\tverdict\tcompile\tfindings";

/// The compile result of a document that was only generated.
const UNKNOWN: &str = "?";

/// All that is known, by the path of the document.
#[derive(Debug, Default)]
pub(super) struct Baseline(BTreeMap<String, Line>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    verdict: String,
    compile: String,
    findings: BTreeMap<String, usize>,
}

impl Baseline {
    /// Reads a baseline; no file is an empty one.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        if !path.exists() {
            return Ok(Self::default());
        }
        Self::parse(&input::read_text(path)?).map_err(|line| {
            Failure::new(format!(
                "{}:{line}: expected document, verdict, compile result and findings",
                path.display()
            ))
            .help("`cargo xtask corpus --bless` writes the file")
        })
    }

    /// Whether a document has a line.
    pub(super) fn knows(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// A paragraph for each document that is not as it is known; empty where all are.
    pub(super) fn differences(&self, outcomes: &[Outcome<'_>], only_generated: bool) -> String {
        let mut text = String::new();
        for outcome in outcomes {
            let found = Line::of(outcome);
            let lines = match self.0.get(&outcome.document.id) {
                None => vec![format!(
                    "is new: {}, {}",
                    found.verdict,
                    listed(&found.findings)
                )],
                Some(known) => known.differences(&found, only_generated),
            };
            if !lines.is_empty() {
                // Writing to a `String` cannot fail.
                let _ = writeln!(text, "differs: {}", outcome.document.id);
                for line in lines {
                    let _ = writeln!(text, "    {line}");
                }
            }
        }
        if !text.is_empty() {
            text.push_str("accept this with `cargo xtask corpus --bless`\n");
        }
        text
    }

    /// Takes over what was found. Where that is the whole corpus, lines of other documents go.
    pub(super) fn update(
        &mut self,
        outcomes: &[Outcome<'_>],
        only_generated: bool,
        is_whole: bool,
    ) {
        let mut lines = BTreeMap::new();
        for outcome in outcomes {
            let mut line = Line::of(outcome);
            if only_generated && line.verdict == "generated" {
                let known = self.0.get(&outcome.document.id);
                let known = known.filter(|known| known.verdict == line.verdict);
                line.compile = known.map_or(UNKNOWN, |known| &known.compile).to_owned();
            }
            lines.insert(outcome.document.id.clone(), line);
        }
        if is_whole {
            self.0.clear();
        }
        self.0.extend(lines);
    }

    /// Writes the file.
    pub(super) fn write(&self, path: &Path) -> Result<(), Failure> {
        output::write_text(path, &self.text(), &[])
    }

    fn text(&self) -> String {
        let mut text = format!("{HEADER}\n");
        for (id, line) in &self.0 {
            let findings: Vec<String> = line
                .findings
                .iter()
                .map(|(code, count)| format!("{code}={count}"))
                .collect();
            let (verdict, compile, findings) = (&line.verdict, &line.compile, findings.join(" "));
            let line = format!("{id}\t{verdict}\t{compile}\t{findings}");
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    /// Reads the lines; the number of the first that cannot be read.
    fn parse(text: &str) -> Result<Self, usize> {
        let mut lines = BTreeMap::new();
        for (at, text) in text.lines().enumerate().skip(1) {
            let (id, line) = Line::parse(text).ok_or(at + 1)?;
            lines.insert(id, line);
        }
        Ok(Self(lines))
    }
}

impl Line {
    fn of(outcome: &Outcome<'_>) -> Self {
        Self {
            verdict: outcome.verdict().to_owned(),
            compile: outcome.compiled(),
            findings: outcome.generation.findings.clone(),
        }
    }

    fn parse(text: &str) -> Option<(String, Self)> {
        let mut cells = text.split('\t');
        let mut cell = || cells.next().map(str::to_owned);
        let (id, verdict, compile) = (cell()?, cell()?, cell()?);
        let findings = cell().unwrap_or_default();
        let findings = findings.split_whitespace().map(|finding| {
            let (code, count) = finding.split_once('=')?;
            Some((code.to_owned(), count.parse().ok()?))
        });
        let line = Self {
            verdict,
            compile,
            findings: findings.collect::<Option<_>>()?,
        };
        Some((id, line))
    }

    fn differences(&self, found: &Self, only_generated: bool) -> Vec<String> {
        let mut lines = Vec::new();
        if self.verdict != found.verdict {
            lines.push(format!("verdict: {} → {}", self.verdict, found.verdict));
        }
        if !only_generated && self.compile != found.compile {
            lines.push(format!("compile: {} → {}", self.compile, found.compile));
        }
        let codes = self.findings.keys().chain(found.findings.keys());
        let codes: std::collections::BTreeSet<&String> = codes.collect();
        for code in codes {
            let count = |line: &Self| line.findings.get(code).copied().unwrap_or(0);
            let (known, found) = (count(self), count(found));
            if known != found {
                lines.push(format!("{code}: {known} → {found}"));
            }
        }
        lines
    }
}

fn listed(findings: &BTreeMap<String, usize>) -> String {
    if findings.is_empty() {
        return "no findings".to_owned();
    }
    let findings: Vec<String> = findings
        .iter()
        .map(|(code, count)| format!("{code}={count}"))
        .collect();
    findings.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Baseline, Line};

    #[test]
    fn lines_are_read_as_they_are_written() {
        let text = "document\tverdict\tcompile\tfindings\n\
                    a b.yaml\tgenerated\tok\tx=1 y=2\n\
                    c.yaml\trefused\t-\tz=1\n\
                    d.yaml\tgenerated\terrors=1 warnings=0\n";
        let baseline = Baseline::parse(text).unwrap();
        assert!(baseline.knows("a b.yaml"));
        assert_eq!(baseline.text(), text);
        assert_eq!(Baseline::parse("h\na\tb\n").unwrap_err(), 2);
        assert_eq!(Baseline::parse("h\na\tb\tc\tx=y\n").unwrap_err(), 2);
    }

    #[test]
    fn differences_say_from_what_to_what() {
        let line = |text: &str| Line::parse(text).unwrap().1;
        let known = line("a\tgenerated\tok\tx=1 y=2");
        let found = line("a\trefused\t-\ty=3 z=1");
        assert_eq!(
            known.differences(&found, false),
            [
                "verdict: generated → refused",
                "compile: ok → -",
                "x: 1 → 0",
                "y: 2 → 3",
                "z: 0 → 1"
            ]
        );
        assert_eq!(known.differences(&known, false), Vec::<String>::new());
        let found = line("a\tgenerated\t-\tx=1 y=2");
        assert_eq!(known.differences(&found, true), Vec::<String>::new());
    }
}
