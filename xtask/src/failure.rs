//! What goes wrong around a document: files, folders and configurations.
//!
//! What is wrong in a document is a `specwright::diagnostic::Diagnostic` instead.

use std::fmt;
use std::io;
use std::path::Path;

use serde_json::{Value, json};
use specwright::diagnostic::Code;

/// Why a run cannot be done at all.
#[derive(Debug)]
pub(crate) struct Failure {
    code: Option<Code>,
    message: String,
    help: Option<String>,
}

impl Failure {
    /// What was found and what was expected.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            code: None,
            message: message.into(),
            help: None,
        }
    }

    /// Something that the system refused.
    pub(crate) fn io(what: &str, path: &Path, error: &io::Error) -> Self {
        Self::new(format!("cannot {what} `{}`: {error}", path.display()))
    }

    /// Adds what to do about it.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the name of the kind of failure, where the generator has one.
    pub(crate) fn code(mut self, code: Code) -> Self {
        self.code = Some(code);
        self
    }

    /// What was found and what was expected.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// The failure as an object with `code`, `message` and `help`.
    pub(crate) fn json(&self) -> Value {
        json!({
            "code": self.code.map(Code::as_str),
            "message": self.message,
            "help": self.help,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => write!(f, "error[{}]: {}", code.as_str(), self.message)?,
            None => write!(f, "error: {}", self.message)?,
        }
        if let Some(help) = &self.help {
            write!(f, "\n  = help: {help}")?;
        }
        Ok(())
    }
}
