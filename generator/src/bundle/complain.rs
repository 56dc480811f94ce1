//! What is said about a reference that cannot be followed.

use super::files::{ROOT, Spot};
use super::places::{self, What};
use super::similar::most_similar;
use super::survey::Survey;
use super::{Problem, Reach};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::grammar::Kind;
use crate::source::Part;

impl Survey<'_> {
    /// Reports a reference that cannot be followed.
    ///
    /// What is wrong within the root document is found later with all other references there.
    pub(super) fn complain(
        &mut self,
        from: &Spot,
        keyword: &str,
        target: &str,
        what: What,
        problem: &Problem,
    ) {
        let is_later = |what: What| {
            // No code comes from annotations, and callbacks are no references by then.
            let is_referred_to = what.kind().is_some_and(|kind| {
                let is_read = !places::is_annotation(kind) && kind != Kind::Callback;
                is_read && kind.section().is_some()
            });
            (is_referred_to && keyword == "$ref") || self.reach == Reach::Files
        };
        let is_here = |spot: &Spot| from.file == ROOT && spot.file == ROOT;
        let (code, message, help) = match problem {
            Problem::Reported => return,
            Problem::Missing(spot) if is_here(spot) && is_later(what) => return,
            Problem::Remote => (
                Code::ExternalReference,
                format!("`{target}` leads to an address, and nothing is read from a network"),
                Some("put the file beside the document, and refer to it by its path".to_owned()),
            ),
            Problem::Unread(why) => (
                Code::ExternalReference,
                format!("`{target}` cannot be read: {why}"),
                Some("a relative path begins at the folder of the file that names it".to_owned()),
            ),
            Problem::Missing(missing) => {
                let tree = &self.files.get(missing.file).tree;
                let similar = most_similar(tree, &missing.pointer);
                (
                    Code::UnresolvedReference,
                    format!("`{target}` does not exist"),
                    similar.map(|similar| format!("did you mean `{similar}`?")),
                )
            }
            Problem::Loop => (
                Code::ReferenceLoop,
                format!("`{target}` leads in a circle of references"),
                Some("let one of the places in the circle say something of its own".to_owned()),
            ),
        };
        let severity =
            (what.is_annotation() || keyword == "$dynamicRef").then_some(Severity::Warning);
        self.find(from, keyword, code, message, help, severity);
    }

    pub(super) fn find(
        &mut self,
        from: &Spot,
        keyword: &str,
        code: Code,
        message: String,
        help: Option<String>,
        severity: Option<Severity>,
    ) {
        if !self.complained.insert(from.clone()) {
            return;
        }
        let tree = &self.files.get(from.file).tree;
        let of_object = from.pointer.join(keyword);
        let is_object = tree.pointer(of_object.as_str()).is_some();
        let pointer = if is_object {
            of_object
        } else {
            from.pointer.clone()
        };
        let place = if from.file == ROOT {
            self.origins.place(&pointer, Part::Key)
        } else {
            Place::Node {
                source: self.files.get(from.file).source,
                pointer: pointer.clone(),
                part: Part::Key,
            }
        };
        let mut diagnostic = Diagnostic::new(code, pointer, message).at(place);
        diagnostic.help = help;
        if let Some(severity) = severity {
            diagnostic.severity = severity;
        }
        self.report.push(diagnostic);
    }
}
