//! The command line of the contract kit.
//!
//! Exit status: 0 the contract is kept, 1 there are findings, 2 nothing could be judged.

mod merge;
mod mock;
mod shared;

use std::process::ExitCode;

use clap::Parser;

/// Holds servers, mocks and recorded traffic to an OpenAPI document.
#[derive(Debug, Parser)]
#[command(name = "specwright-contract", version)]
enum Command {
    /// Joins the outcomes of the shards of a run.
    Merge(merge::Options),
    /// Answers requests as the document says.
    Mock(mock::Options),
}

fn main() -> ExitCode {
    let status = match Command::parse() {
        Command::Merge(options) => merge::run(&options),
        Command::Mock(options) => mock::run(&options),
    };
    status.into()
}
