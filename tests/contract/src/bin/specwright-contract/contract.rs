//! `contract`: holds a live server to its document.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use http::Uri;
use specwright_contract::api::Api;
use specwright_contract::check::Check;
use specwright_contract::finding::Phase;
use specwright_contract::run::settings::{File, Shard, profile};
use specwright_contract::run::{Settings, run as try_server};

use super::progress::Bar;
use super::reports::Reports;
use super::shared::{DocumentOptions, Status, ended};

/// See the module.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    document: DocumentOptions,
    /// Where the server is.
    #[arg(long, value_name = "URL")]
    base_url: Uri,
    /// The settings file.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A ready profile with the manners of an API.
    #[arg(long)]
    profile: Option<String>,
    /// All that is drawn follows from it.
    #[arg(long)]
    seed: Option<u64>,
    /// Run only this phase; may be given several times.
    #[arg(long, value_parser = phase)]
    phase: Vec<Phase>,
    /// Check only this; may be given several times.
    #[arg(long)]
    check: Vec<Check>,
    /// Try only these operations: an id, `GET /path`, a path with `*`, or `tag:NAME`.
    #[arg(long)]
    include: Vec<String>,
    /// Do not try these operations.
    #[arg(long)]
    exclude: Vec<String>,
    /// How many requests are on their way at once.
    #[arg(long)]
    workers: Option<usize>,
    /// How many requests are sent a second at most; 0 for no limit.
    #[arg(long)]
    rate: Option<f64>,
    /// How many seconds the run may take.
    #[arg(long)]
    max_time: Option<f64>,
    /// How many requests are drawn for each operation.
    #[arg(long)]
    cases: Option<u32>,
    /// Run only this part of the cases, such as `1/4`.
    #[arg(long)]
    shard: Option<Shard>,
    #[command(flatten)]
    reports: Reports,
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Status {
    ended(judge(options))
}

fn judge(options: &Options) -> Result<Status, String> {
    let baseline = options.reports.begin()?;
    let settings = settings(options)?;
    let api = Api::new(options.document.read()?);
    // One thread: what a run costs is the drawing and judging, and the server wants a core too.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    let outcome = runtime
        .block_on(try_server(&api, &settings, &Bar::new()))
        .map_err(|unusable| unusable.to_string())?;
    Ok(options
        .reports
        .finish(outcome, Some(&api.document), &baseline))
}

fn settings(options: &Options) -> Result<Settings, String> {
    let mut settings = Settings::new(options.base_url.clone());
    if let Some(name) = &options.profile {
        let file = profile(name)?;
        file.apply(&mut settings).map_err(|why| why.to_string())?;
    }
    if let Some(path) = &options.config {
        let file = File::read(path).map_err(|why| why.to_string())?;
        file.apply(&mut settings).map_err(|why| why.to_string())?;
    }
    settings.seed = options.seed.unwrap_or(settings.seed);
    settings.workers = options.workers.unwrap_or(settings.workers).max(1);
    settings.rate = options.rate.or(settings.rate);
    settings.cases = options.cases.unwrap_or(settings.cases);
    settings.shard = options.shard.unwrap_or(settings.shard);
    if let Some(seconds) = options.max_time {
        let span = Duration::try_from_secs_f64(seconds);
        settings.max_time = Some(span.map_err(|error| error.to_string())?);
    }
    if !options.phase.is_empty() {
        settings.phases = options.phase.iter().copied().collect();
    }
    if !options.check.is_empty() {
        settings.checks = options.check.iter().copied().collect();
    }
    settings
        .filter
        .include
        .extend(options.include.iter().cloned());
    settings
        .filter
        .exclude
        .extend(options.exclude.iter().cloned());
    Ok(settings)
}

fn phase(name: &str) -> Result<Phase, String> {
    let found = Phase::ALL.iter().find(|phase| phase.as_str() == name);
    found.copied().ok_or_else(|| {
        let all: Vec<_> = Phase::ALL.iter().map(|phase| phase.as_str()).collect();
        format!("expected one of {}", all.join(", "))
    })
}
