//! `verify`: holds recorded traffic to a document.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use specwright_contract::api::Api;
use specwright_contract::file::read_text;
use specwright_contract::har;
use specwright_contract::traffic::{Scope, Traffic};

use super::reports::Reports;
use super::shared::{DocumentOptions, Status, ended};

/// See the module.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    document: DocumentOptions,
    /// HTTP Archives (HAR 1.2 or 1.3), from a browser, a proxy or a recorder.
    #[arg(required = true, value_name = "TRAFFIC.har")]
    traffic: Vec<PathBuf>,
    /// Where the API was, if not at a server of the document; other URLs are left out.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    #[command(flatten)]
    reports: Reports,
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Status {
    ended(judge(options))
}

fn judge(options: &Options) -> Result<Status, String> {
    let begun = Instant::now();
    let baseline = options.reports.begin()?;
    let api = Api::new(options.document.read()?);
    let scope = match &options.base_url {
        Some(url) => Scope::below(url),
        None => Scope::servers(&api),
    };
    let mut traffic = Traffic::new(&api, scope);
    let mut exchanges = 0;
    let mut problems = Vec::new();
    for path in &options.traffic {
        let shown = path.display();
        let read = read_text(path)
            .and_then(|text| har::read(&text).map_err(|error| format!("`{shown}`: {error}")));
        match read {
            Ok(read) => {
                exchanges += read.len();
                read.iter().for_each(|exchange| {
                    traffic.add(exchange);
                });
            }
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems.join("\nerror: "));
    }
    if traffic.seen() == 0 {
        let servers = match &options.base_url {
            Some(url) => url.clone(),
            None => api.servers.join(", "),
        };
        return Err(format!(
            "none of {exchanges} exchanges is for {servers}\nhelp: say with --base-url where the API was"
        ));
    }
    let files: Vec<_> = options
        .traffic
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let outcome = traffic.outcome(&files.join(", "), begun.elapsed());
    Ok(options
        .reports
        .finish(outcome, Some(&api.document), &baseline))
}
