//! The media type of the answer is one that the document lists.

use super::{Judged, Problem};
use crate::check::Check;

pub(super) fn check(judged: &Judged<'_>) -> Vec<Problem> {
    judged.shown(Check::ContentTypeConformance)
}
