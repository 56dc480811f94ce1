//! References to other files, and to places where no component stands.
//!
//! Later stages know references of one form only: to a component of the same document, of the
//! kind that belongs in the place. Two steps bring a document there, the same way: a survey walks
//! what is read along the grammar and settles what each reference leads to; what is to become a
//! component is named; then the document is written anew. [`join`] does so with what lies in
//! other files, and gives a document that is complete in itself and else as it was. [`straighten`]
//! does so with what lies anywhere in the one document.
//!
//! Where no component can be referred to (a path item, an operation, a section as a whole), what a
//! reference stands for is put in its place. A tree without such references stays untouched.

mod aim;
mod complain;
mod files;
mod locate;
mod names;
mod places;
mod similar;
mod survey;
mod text;
mod write;

use crate::diagnostic::Report;
use crate::load::Loaded;
use crate::source::Sources;

pub(crate) use similar::most_similar;
pub(crate) use text::text;

use files::{Files, Spot};
use survey::Survey;
use write::Writer;

/// Which references a step is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Those that lead to other files, or stand there.
    Files,
    /// Those that lead to a place of the document where no component stands.
    Places,
}

/// Why a reference cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    /// It leads to an address, not to a file.
    Remote,
    /// The file cannot be read, for that reason.
    Unread(String),
    /// There is no such place.
    Missing(Spot),
    /// It leads back to itself.
    Loop,
    /// It has been said what is wrong.
    Reported,
}

/// Brings what other files hold into the document; says whether that has changed it.
///
/// `None` where that would make it too large or nest it too deeply.
pub(crate) fn join(
    sources: &mut Sources,
    loaded: &mut Loaded,
    report: &mut Report,
) -> Option<bool> {
    step(sources, loaded, Reach::Files, report)
}

/// Makes components of what references lead to elsewhere in the document, as [`join`] does.
pub(crate) fn straighten(
    sources: &mut Sources,
    loaded: &mut Loaded,
    report: &mut Report,
) -> Option<bool> {
    step(sources, loaded, Reach::Places, report)
}

fn step(
    sources: &mut Sources,
    loaded: &mut Loaded,
    reach: Reach,
    report: &mut Report,
) -> Option<bool> {
    let Loaded { tree, origins } = loaded;
    let files = Files::new(sources, origins.document(), std::mem::take(tree));
    let mut survey = Survey::run(files, reach, origins, report);
    let concerns = reach == Reach::Places || survey.files.opened();
    let mut written = None;
    if concerns && !survey.outcomes.is_empty() {
        let finals = survey.finals();
        match Writer::run(&survey, &finals, origins) {
            Ok(whole) => written = Some(whole),
            Err(error) => {
                survey.report.push(*error);
                return None;
            }
        }
    }
    let files = survey.files;
    match written {
        None => {
            *tree = files.into_root();
            Some(false)
        }
        Some((value, moved)) => {
            *tree = value;
            *origins = moved;
            Some(true)
        }
    }
}
