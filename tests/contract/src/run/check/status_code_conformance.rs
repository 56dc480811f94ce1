//! The status is one that the document lists.

use super::{Judged, Problem};
use crate::api::{Answers, Operation};
use crate::check::Check;
use crate::run::case::Intent;
use crate::run::verdict::TOO_LARGE;

/// Statuses with which HTTP lets every server refuse a request.
const REFUSALS: [u16; 13] = [
    400, 401, 403, 404, 405, 406, 408, 411, 415, 417, 422, 426, 429,
];

pub(super) fn check(judged: &Judged<'_>) -> Vec<Problem> {
    let Some(status) = judged.status() else {
        return Vec::new();
    };
    let own = judged.context.settings.operation(judged.operation);
    let is_expected = own.is_some_and(|own| own.expected.contains(&status));
    if is_expected || is_usual(judged, status) {
        return Vec::new();
    }
    let mut problems = judged.shown(Check::StatusCodeConformance);
    for problem in &mut problems {
        problem.key.cause = status.to_string();
    }
    problems
}

/// Whether a request that is broken on purpose may be refused so though the document does not say
/// it: as HTTP has it for what is broken, or in any way where the document tells of no refusal.
fn is_usual(judged: &Judged<'_>, status: u16) -> bool {
    if TOO_LARGE.contains(&status) || status == 429 {
        return true;
    }
    match &judged.case.intent {
        Intent::Valid => false,
        Intent::Either => REFUSALS.contains(&status) && !lists_refusal(judged.operation),
        Intent::Invalid(broken) => {
            broken.usual.contains(&status)
                || REFUSALS.contains(&status) && !lists_refusal(judged.operation)
        }
    }
}

/// Whether the document tells how invalid requests are refused.
fn lists_refusal(operation: &Operation) -> bool {
    operation.answers.iter().any(|answer| match answer.answers {
        Answers::Status(status) => matches!(status, 400 | 422),
        Answers::Range(range) => range == 4,
        Answers::Default => true,
    })
}
