//! What all commands have in common: how they end, and how they say that they cannot begin.

use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use specwright_contract::document::Document;

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
    let why = why.to_string();
    // What is wrong with a document is told with a head of its own.
    if why.starts_with("error") {
        eprintln!("{why}");
    } else {
        eprintln!("error: {why}");
    }
    Status::Unusable
}

/// How a command ends that could, or could not, judge.
pub(crate) fn ended(judged: Result<Status, String>) -> Status {
    judged.unwrap_or_else(unusable)
}

/// The document that everything is held to.
#[derive(Debug, Args)]
pub(crate) struct DocumentOptions {
    /// The OpenAPI document.
    #[arg(value_name = "FILE")]
    document: PathBuf,
    /// An OpenAPI Overlay to apply to it; may be given several times.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
}

impl DocumentOptions {
    /// Reads the document.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub(crate) fn read(&self) -> Result<Document, String> {
        Document::read(&self.document, &self.overlay).map_err(|unreadable| unreadable.to_string())
    }

    /// The document's path, and those of the overlays.
    pub(crate) fn files(&self) -> (PathBuf, Vec<PathBuf>) {
        (self.document.clone(), self.overlay.clone())
    }
}

/// Waits until the user wants the command to end, by Ctrl-C or by `SIGTERM`.
pub(crate) async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    // Without signals, only the end of the process ends the command.
    if interrupted.await.is_err() {
        std::future::pending::<()>().await;
    }
}
