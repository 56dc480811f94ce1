//! The maintainer's command line: `cargo xtask generate`, `inspect`, `slice` and `corpus`.
//!
//! The only part of the project that touches the disk. It reads files and hands them to
//! `specwright` as values, and writes what comes back; it knows nothing of OpenAPI or of Rust
//! source.

mod cli;
mod corpus;
mod failure;
mod generate;
mod input;
mod inspect;
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
        Command::Inspect(options) => inspect::run(&options),
        Command::Corpus(options) => corpus::run(&options),
        Command::Slice(options) => slice::run(&options),
    };
    status.into()
}
