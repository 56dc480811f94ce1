//! `merge`: joins the outcomes of the shards of a run.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use specwright_contract::outcome::Outcome;

use super::shared::{Status, unusable};

/// See the module.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The outcomes, as `contract --report json=FILE` writes them.
    #[arg(required = true)]
    outcomes: Vec<PathBuf>,
    /// Where the joined outcome goes.
    #[arg(short, long)]
    output: PathBuf,
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Status {
    match merged(options) {
        Ok(outcome) if outcome.findings.is_empty() => Status::Kept,
        Ok(_) => Status::Findings,
        Err(problems) => unusable(problems.join("\nerror: ")),
    }
}

fn merged(options: &Options) -> Result<Outcome, Vec<String>> {
    let mut merged: Option<Outcome> = None;
    let mut problems = Vec::new();
    for path in &options.outcomes {
        match read(path) {
            Ok(outcome) => match &mut merged {
                Some(merged) => merged.merge(outcome),
                None => merged = Some(outcome),
            },
            Err(problem) => problems.push(problem),
        }
    }
    let Some(merged) = merged.filter(|_| problems.is_empty()) else {
        return Err(problems);
    };
    let text = serde_json::to_string_pretty(&merged).map_err(|error| vec![error.to_string()])?;
    let shown = options.output.display();
    fs::write(&options.output, text)
        .map_err(|error| vec![format!("cannot write `{shown}`: {error}")])?;
    Ok(merged)
}

fn read(path: &Path) -> Result<Outcome, String> {
    let shown = path.display();
    let text =
        fs::read_to_string(path).map_err(|error| format!("cannot read `{shown}`: {error}"))?;
    serde_json::from_str(&text)
        .map_err(|error| format!("`{shown}` is no outcome of a run: {error}"))
}
