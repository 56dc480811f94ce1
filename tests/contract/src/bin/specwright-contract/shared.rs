//! What all commands have in common: how they end, and how they say that they cannot begin.

use std::fmt;
use std::process::ExitCode;

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// The contract is kept.
    Kept,
    /// There are findings.
    Findings,
    /// Nothing could be judged.
    Unusable,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Kept => 0,
            Status::Findings => 1,
            Status::Unusable => 2,
        })
    }
}

/// Says why nothing can be judged.
pub(crate) fn unusable(why: impl fmt::Display) -> Status {
    eprintln!("error: {why}");
    Status::Unusable
}
