//! A request without credentials, or with wrong ones, is refused.

use super::{Judged, Problem};
use crate::check::Check;

pub(super) fn check(judged: &Judged<'_>) -> Option<Problem> {
    judged.accepted(Check::IgnoredAuth)
}
