//! The options and the end that all commands with an outcome share.

use std::fs;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::Args;
use specwright_contract::baseline::Baseline;
use specwright_contract::document::Document;
use specwright_contract::file::read_text;
use specwright_contract::outcome::Outcome;
use specwright_contract::report::{Color, Format, RustNames, text};

use super::shared::{Status, unusable};

/// What becomes of an outcome.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reports")]
pub(crate) struct Reports {
    /// Where the outcome goes: text, json, jsonl, junit, har, markdown or html, to a file or to
    /// standard output; may be given several times. Without it, text.
    #[arg(long = "report", value_name = "FORMAT[=FILE]")]
    targets: Vec<Target>,
    /// Findings that are known and do not count.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write the baseline anew, so that it accepts all findings of this run.
    #[arg(long, requires = "baseline")]
    update_baseline: bool,
    /// Fail where less of the document was covered.
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    min_coverage: Option<f64>,
    /// The name of the generated crate in tests that show findings; else it is made of the
    /// document's title.
    #[arg(long, value_name = "CRATE")]
    package: Option<String>,
}

/// A format and where it goes.
#[derive(Clone, Debug)]
struct Target {
    format: Format,
    file: Option<PathBuf>,
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, file) = text
            .split_once('=')
            .map_or((text, None), |(format, file)| (format, Some(file)));
        if file == Some("") {
            return Err("there is no file behind `=`".to_owned());
        }
        Ok(Self {
            format: format.parse()?,
            file: file.map(PathBuf::from),
        })
    }
}

fn percent(text: &str) -> Result<f64, String> {
    let value: f64 = text
        .trim_end_matches('%')
        .trim()
        .parse()
        .map_err(|_| "it is no number")?;
    if (0.0..=100.0).contains(&value) {
        Ok(value)
    } else {
        Err("it is not between 0 and 100".to_owned())
    }
}

impl Reports {
    /// Reads what has to be there before anything is done.
    ///
    /// # Errors
    /// The baseline cannot be read.
    pub(crate) fn begin(&self) -> Result<Baseline, String> {
        let Some(path) = &self.baseline else {
            return Ok(Baseline::default());
        };
        if self.update_baseline && !path.exists() {
            return Ok(Baseline::default());
        }
        let shown = path.display();
        Baseline::parse(&read_text(path)?).map_err(|error| format!("`{shown}`: {error}"))
    }

    /// Applies the baseline, writes all reports, and says how the command ends.
    pub(crate) fn finish(
        &self,
        mut outcome: Outcome,
        document: Option<&Document>,
        baseline: &Baseline,
    ) -> Status {
        for gone in baseline.apply(&mut outcome) {
            eprintln!(
                "note: the baseline accepts `{} {}`, which was not found: {}",
                gone.check, gone.operation, gone.cause
            );
        }
        if let Err(problem) = self.write(&outcome, document, baseline) {
            return unusable(problem);
        }
        let coverage = outcome.coverage() * 100.0;
        if let Some(wanted) = self.min_coverage
            && coverage < wanted
        {
            eprintln!(
                "error: {coverage:.1} % of the document was covered, {wanted} % is asked for"
            );
            return Status::Findings;
        }
        if outcome.findings.is_empty() || self.update_baseline {
            Status::Kept
        } else {
            Status::Findings
        }
    }

    fn write(
        &self,
        outcome: &Outcome,
        document: Option<&Document>,
        baseline: &Baseline,
    ) -> Result<(), String> {
        let package = self.package.as_deref().unwrap_or(&outcome.title);
        let has_findings = !(outcome.findings.is_empty() && outcome.accepted.is_empty());
        let names = document
            .filter(|_| has_findings)
            .map(|document| RustNames::new(document, package))
            .unwrap_or_default();
        if self.targets.is_empty() {
            print(&text(outcome, &names, color()))?;
        }
        for target in &self.targets {
            match (&target.file, target.format) {
                (Some(file), format) => save(file, &format.write(outcome, &names)?)?,
                (None, Format::Text) => print(&text(outcome, &names, color()))?,
                (None, format) => print(&format.write(outcome, &names)?)?,
            }
        }
        match &self.baseline {
            Some(path) if self.update_baseline => {
                save(path, &Baseline::of(outcome, baseline).text()?)
            }
            _ => Ok(()),
        }
    }
}

fn color() -> Color {
    let is_wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    if is_wanted && std::io::stdout().is_terminal() {
        Color::Always
    } else {
        Color::Never
    }
}

fn print(text: &str) -> Result<(), String> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(format!("cannot write the report: {error}"))
        }
        _ => Ok(()),
    }
}

/// Writes a file so that it is never half there.
pub(crate) fn save(path: &Path, text: &str) -> Result<(), String> {
    let shown = path.display();
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    fs::write(&partial, text)
        .and_then(|()| fs::rename(&partial, path))
        .map_err(|error| format!("cannot write `{shown}`: {error}"))
}
