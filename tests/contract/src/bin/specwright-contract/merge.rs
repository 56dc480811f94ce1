//! `merge`: joins the outcomes of the shards of a run.

use std::path::{Path, PathBuf};

use clap::Args;
use specwright_contract::document::Document;
use specwright_contract::file::read_text;
use specwright_contract::outcome::Outcome;

use super::reports::Reports;
use super::shared::{Status, unusable};

/// See the module.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The outcomes, as `--report json=FILE` writes them.
    #[arg(required = true, value_name = "OUTCOME")]
    outcomes: Vec<PathBuf>,
    /// The document, for the types in tests that show findings.
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
    #[command(flatten)]
    reports: Reports,
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Status {
    let read = options
        .reports
        .begin()
        .and_then(|baseline| Ok((baseline, merged(options)?)));
    let (baseline, outcome) = match read {
        Ok(read) => read,
        Err(problem) => return unusable(problem),
    };
    match options
        .document
        .as_deref()
        .map(|path| Document::read(path, &[]))
    {
        None => options.reports.finish(outcome, None, &baseline),
        Some(Ok(document)) => options.reports.finish(outcome, Some(&document), &baseline),
        Some(Err(unreadable)) => unusable(unreadable),
    }
}

fn merged(options: &Options) -> Result<Outcome, String> {
    let (outcomes, problems): (Vec<_>, Vec<_>) = options
        .outcomes
        .iter()
        .map(|path| read(path))
        .partition(Result::is_ok);
    let problems: Vec<_> = problems.into_iter().filter_map(Result::err).collect();
    if !problems.is_empty() {
        return Err(problems.join("\nerror: "));
    }
    let mut outcomes = outcomes.into_iter().flatten();
    let mut merged = outcomes.next().ok_or("there is no outcome")?;
    for outcome in outcomes {
        if (&outcome.title, &outcome.version, outcome.seed)
            != (&merged.title, &merged.version, merged.seed)
        {
            return Err(format!(
                "the outcomes are not of one run: {} {} with seed {}, and {} {} with seed {}",
                merged.title,
                merged.version,
                merged.seed,
                outcome.title,
                outcome.version,
                outcome.seed
            ));
        }
        merged.merge(outcome);
    }
    Ok(merged)
}

fn read(path: &Path) -> Result<Outcome, String> {
    let shown = path.display();
    serde_json::from_str(&read_text(path)?)
        .map_err(|error| format!("`{shown}` is no outcome of a run: {error}"))
}
