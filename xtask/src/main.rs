//! The maintainer's command line.
//!
//! The only part of the project that touches the disk. It reads files and hands them to
//! `specwright` as values, and writes what comes back; it knows nothing of OpenAPI or of Rust
//! source.

mod bundle;
mod cli;
mod contract;
mod corpus;
mod failure;
mod fidelity;
mod generate;
mod input;
mod inspect;
mod lint;
mod memory;
mod output;
mod progress;
mod project;
mod slice;
mod writer;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

fn main() -> ExitCode {
    let status = match Cli::parse().command {
        Command::Generate(options) => generate::run(&options),
        Command::Lint(options) => lint::run(&options),
        Command::Bundle(options) => bundle::run(&options),
        Command::Inspect(options) => inspect::run(&options),
        Command::Fidelity(options) => fidelity::run(&options),
        Command::Corpus(options) => corpus::run(&options),
        Command::Slice(options) => slice::run(&options),
        Command::Contract(options) => contract::run("contract", &options),
        Command::Mock(options) => contract::run("mock", &options),
        Command::Verify(options) => contract::run("verify", &options),
        Command::Proxy(options) => contract::run("proxy", &options),
        Command::Merge(options) => contract::run("merge", &options),
    };
    status.into()
}
