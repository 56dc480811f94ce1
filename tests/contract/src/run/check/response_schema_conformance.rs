//! The body of the answer satisfies its schema.

use super::{Judged, Problem};
use crate::check::Check;

pub(super) fn check(judged: &Judged<'_>) -> Vec<Problem> {
    judged.shown(Check::ResponseSchemaConformance)
}
