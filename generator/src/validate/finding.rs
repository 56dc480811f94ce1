//! What the rules find, and how it becomes a diagnostic.

use crate::diagnostic::{Code, Diagnostic, Label, Report};
use crate::load::Origins;
use crate::pointer::Pointer;
use crate::source::Part;

/// Collects what the rules find.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<Finding>);

/// One finding: like a diagnostic, with places in the document instead of places in files.
#[derive(Debug)]
pub(super) struct Finding {
    code: Code,
    at: Pointer,
    part: Part,
    message: String,
    help: Option<String>,
    labels: Vec<(Pointer, Part, String)>,
}

impl Finding {
    /// A finding about a member as a whole; its key is shown.
    pub(super) fn of_key(code: Code, at: Pointer, message: impl Into<String>) -> Self {
        Self {
            code,
            at,
            part: Part::Key,
            message: message.into(),
            help: None,
            labels: Vec::new(),
        }
    }

    /// A finding about a value.
    pub(super) fn of_value(code: Code, at: Pointer, message: impl Into<String>) -> Self {
        Self {
            part: Part::Value,
            ..Self::of_key(code, at, message)
        }
    }

    /// Adds what to do.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a member that helps to understand.
    pub(super) fn key_label(mut self, at: Pointer, message: impl Into<String>) -> Self {
        self.labels.push((at, Part::Key, message.into()));
        self
    }

    /// Adds a value that helps to understand.
    pub(super) fn value_label(mut self, at: Pointer, message: impl Into<String>) -> Self {
        self.labels.push((at, Part::Value, message.into()));
        self
    }
}

impl Findings {
    pub(super) fn push(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    /// Whether there is a finding of a kind.
    #[cfg(test)]
    pub(super) fn has(&self, code: Code) -> bool {
        self.0.iter().any(|finding| finding.code == code)
    }

    /// Turns what is wanted into diagnostics, in the order in which it was found.
    pub(super) fn report(
        self,
        origins: &Origins,
        wanted: impl Fn(&Code) -> bool,
        report: &mut Report,
    ) {
        for finding in self.0.into_iter().filter(|finding| wanted(&finding.code)) {
            let place = origins.place(&finding.at, finding.part);
            let mut diagnostic =
                Diagnostic::new(finding.code, finding.at, finding.message).at(place);
            diagnostic.help = finding.help;
            let labels = finding.labels.into_iter();
            diagnostic.labels = labels
                .map(|(at, part, message)| Label {
                    place: origins.place(&at, part),
                    message,
                })
                .collect();
            report.push(diagnostic);
        }
    }
}
