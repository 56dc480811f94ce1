//! No request makes the server fail.

use super::{Judged, Problem};
use crate::check::Check;
use crate::run::context::key;

pub(super) fn check(judged: &Judged<'_>) -> Option<Problem> {
    let (cause, message) = match &judged.performed.response {
        Ok(response) => {
            let status = response.status();
            let own = judged.context.settings.operation(judged.operation);
            let is_expected = own.is_some_and(|own| own.expected.contains(&status.as_u16()));
            // A method that nobody knows may be answered so.
            let is_usual = status.as_u16() == 501 && judged.case.method.is_some();
            if !status.is_server_error() || is_expected || is_usual {
                return None;
            }
            (status.as_u16().to_string(), format!("answered {status}"))
        }
        Err(failure) => ("no answer".to_owned(), failure.to_string()),
    };
    let of = |pointer: &str, more: &str| {
        let cause = if more.is_empty() {
            cause.clone()
        } else {
            format!("{cause} {more}")
        };
        key(judged.operation, Check::NotAServerError, pointer, cause)
    };
    let whole = of(&judged.operation.pointer, "");
    let tally = judged.context.tally.borrow();
    // Where every request fails, no place of one is to blame.
    let is_known = tally.findings.contains(&whole);
    let focus = judged.case.focus.as_ref().filter(|_| !is_known);
    let key = focus.map_or(whole, |focus| {
        let places = focus.within.iter().chain([&focus.pointer]);
        let mut general = places.flat_map(|place| [of(place, "present"), of(place, "any type")]);
        let known = general.find(|general| tally.findings.contains(general));
        known.unwrap_or_else(|| of(&focus.pointer, &focus.cause))
    });
    Some(Problem {
        key,
        message: format!("{message} to a request with {}", judged.case.label),
    })
}
