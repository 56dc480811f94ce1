//! The command line of the contract kit.
//!
//! Exit status: 0 the contract is kept, 1 there are findings, 2 nothing could be judged.

mod contract;
mod merge;
mod mock;
mod progress;
mod proxy;
mod reports;
mod shared;
mod verify;

use std::process::ExitCode;

use clap::Parser;

/// Holds servers, mocks and recorded traffic to an OpenAPI document.
#[derive(Debug, Parser)]
#[command(
    name = "specwright-contract",
    version,
    after_help = "Exit status: 0 the contract is kept, 1 there are findings, 2 nothing could be judged."
)]
enum Command {
    /// Hold a live server to a document.
    Contract(Box<contract::Options>),
    /// Check recorded traffic.
    Verify(verify::Options),
    /// Pass traffic through, and check it both ways.
    Proxy(proxy::Options),
    /// Join the outcomes of the shards of a run.
    Merge(merge::Options),
    /// Serve a document, with answers that keep to it.
    Mock(mock::Options),
}

fn main() -> ExitCode {
    let status = match Command::parse() {
        Command::Contract(options) => contract::run(&options),
        Command::Verify(options) => verify::run(&options),
        Command::Proxy(options) => proxy::run(&options),
        Command::Merge(options) => merge::run(&options),
        Command::Mock(options) => mock::run(&options),
    };
    status.into()
}
