//! What Specwright has to say about a document: data only.
//!
//! Rendering for a terminal or a machine lives in [`render`]; the table of codes in [`codes`].

pub mod codes;
mod levels;
pub mod render;

use crate::pointer::Pointer;
use crate::source::{Part, SourceId};

pub use codes::{Code, Stage};
pub use levels::{Level, Levels};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing was assumed.
    Note,
    /// A mistake that was tolerated, or a part that was left out; the message says what was assumed.
    Warning,
    /// Nothing can be generated before this is mended.
    Error,
}

impl Severity {
    /// The lower-case word: `error`, `warning` or `note`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The place in a source text that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A node of the parsed document.
    Node {
        /// The file.
        source: SourceId,
        /// The node in that file.
        pointer: Pointer,
        /// Its key or its value.
        part: Part,
    },
    /// A range of bytes, for text that could not be parsed.
    Bytes {
        /// The file.
        source: SourceId,
        /// First byte.
        start: usize,
        /// One past the last byte.
        end: usize,
    },
    /// A file as a whole.
    File(SourceId),
}

/// A second place that helps to understand a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What is to be seen there.
    pub message: String,
}

/// One finding: what, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable name of the kind of finding.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// The node in the document as generation sees it (after overlays and normalization).
    pub pointer: Pointer,
    /// The place in the source text; `None` where the finding has none.
    pub place: Option<Place>,
    /// What was found and what was expected, in one sentence.
    pub message: String,
    /// Related places.
    pub labels: Vec<Label>,
    /// What to do, or what was assumed.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding of the code's own severity about the node at `pointer`.
    ///
    /// The source place is filled in by [`Report::locate`].
    #[must_use]
    pub fn new(code: Code, pointer: Pointer, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            pointer,
            place: None,
            message: message.into(),
            labels: Vec::new(),
            help: None,
        }
    }

    /// Adds what to do, or what was assumed.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the place in the source text.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }
}

/// All findings of a run, in the order in which they were met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// An empty report.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds all findings of another report.
    pub fn extend(&mut self, other: Self) {
        self.diagnostics.extend(other.diagnostics);
    }

    /// Whether a finding forbids to go on.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// The number of findings of one severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|d| d.severity == severity).count()
    }

    /// The findings in the order in which they were met.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.diagnostics.iter()
    }

    /// Lets the user's choices decide about each finding that is there.
    pub fn apply(&mut self, levels: &Levels) {
        self.diagnostics.retain_mut(|found| {
            let severity = levels.decide(found);
            found.severity = severity.unwrap_or(found.severity);
            severity.is_some()
        });
    }

    /// Removes findings about the document as it is written that say of a place what an earlier
    /// one says: what several references stand for is looked at in each of their places.
    pub(crate) fn remove_repeated(&mut self) {
        let mut told = std::collections::HashSet::new();
        self.diagnostics.retain(|found| match &found.place {
            Some(Place::Node { .. }) if found.code.stage() > Stage::Lint => true,
            Some(Place::Node {
                source, pointer, ..
            }) => told.insert((found.code, *source, pointer.clone(), found.message.clone())),
            Some(Place::Bytes { .. } | Place::File(_)) | None => true,
        });
    }

    /// Gives every finding that has none yet its place in the source text.
    pub fn locate(&mut self, place_of: impl Fn(&Pointer) -> Option<Place>) {
        for diagnostic in &mut self.diagnostics {
            if diagnostic.place.is_none() {
                diagnostic.place = place_of(&diagnostic.pointer);
            }
        }
    }
}

impl<'r> IntoIterator for &'r Report {
    type Item = &'r Diagnostic;
    type IntoIter = std::slice::Iter<'r, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl FromIterator<Diagnostic> for Report {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(diagnostics: I) -> Self {
        Self {
            diagnostics: diagnostics.into_iter().collect(),
        }
    }
}
