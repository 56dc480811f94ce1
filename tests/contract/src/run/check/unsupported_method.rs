//! A method that the document does not list for a path is refused.

use super::{Judged, Problem};
use crate::check::Check;

pub(super) fn check(judged: &Judged<'_>) -> Option<Problem> {
    judged.accepted(Check::UnsupportedMethod)
}
