//! A request that keeps to the document is not refused as invalid.

use super::{Judged, Problem};
use crate::check::Check;
use crate::run::case::Intent;
use crate::run::context::key;

pub(super) fn check(judged: &Judged<'_>) -> Option<Problem> {
    if judged.case.intent != Intent::Valid || !judged.is_of_operation() {
        return None;
    }
    let status = judged.status()?;
    let manners = &judged.context.settings.manners;
    let own = judged.context.settings.operation(judged.operation);
    let is_expected = own.is_some_and(|own| own.expected.contains(&status));
    if is_expected
        || !manners.invalid.contains(&status)
        || manners.wants_state(status, judged.performed.body())
    {
        return None;
    }
    let check = Check::PositiveDataAcceptance;
    let key = match &judged.case.focus {
        Some(focus) => key(
            judged.operation,
            check,
            &focus.pointer,
            focus.cause.as_str(),
        ),
        None => key(judged.operation, check, &judged.operation.pointer, "any"),
    };
    let label = &judged.case.label;
    Some(Problem {
        key: judged.first_blamed(key),
        message: format!("answered {status} to a valid request with {label}"),
    })
}
