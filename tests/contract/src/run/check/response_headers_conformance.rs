//! The headers of the answer are as the document says.

use super::{Judged, Problem};
use crate::check::Check;

pub(super) fn check(judged: &Judged<'_>) -> Vec<Problem> {
    judged.shown(Check::ResponseHeadersConformance)
}
