//! What the oracle says of a request before it is sent, which decides what is expected.

use bytes::Bytes;
use http::Request;

use super::case::{Break, Case, Focus, Intent};
use super::context::{Context, DRAWN};
use crate::api::{Location, Route};
use crate::check::Check;
use crate::conform::{self, Fault, Part};

/// Statuses that anything before the server itself may give, for any request that is out of bounds.
pub(super) const TOO_LARGE: &[u16] = &[413, 414, 431];

/// Causes that say more than the keyword that is broken.
const NAMED: [&str; 5] = ["null", "coercion", "absent", "any type", DRAWN];

/// What breaks the document in a request; `None` where it does not reach the operation at all.
pub(super) fn faults(
    context: &Context<'_>,
    case: &Case,
    request: &Request<Bytes>,
) -> Option<Vec<Fault>> {
    let base = context.settings.base_url.path().trim_end_matches('/');
    let path = request.uri().path().strip_prefix(base)?;
    match context.api.router.find(request.method(), path) {
        Route::Operation(index, texts) if index == case.operation => {
            let operation = &context.api.operations[index];
            let (verdict, _) = conform::request(context.api, operation, &texts, request);
            Some(verdict.faults)
        }
        Route::Operation(..) | Route::OtherMethod(_) | Route::Unknown => None,
    }
}

/// Gives a case its intent: what is said of its request decides, not what it was made for. `None`
/// where HTTP cannot carry it, or where it breaks the document in several parts.
pub(super) fn settle(
    context: &Context<'_>,
    case: Case,
    what: &str,
) -> Option<(Case, Request<Bytes>)> {
    let request = case.request(context.api, context.settings).ok()?;
    let case = settled(context, case, &request, what)?;
    Some((case, request))
}

fn settled(
    context: &Context<'_>,
    mut case: Case,
    request: &Request<Bytes>,
    what: &str,
) -> Option<Case> {
    let Some(mut faults) = faults(context, &case, request) else {
        case.intent = Intent::Either;
        return Some(case);
    };
    // A scheme that is optional, as the settings say, is none that a request may lack.
    let optional = &context.settings.manners.optional_schemes;
    faults.retain(|fault| fault.part != Part::Credentials || optional.is_empty());
    let Some(first) = faults.first() else {
        case.intent = Intent::Valid;
        return Some(case);
    };
    if faults.iter().any(|fault| fault.part != first.part) {
        return None;
    }
    let is_missing = first.keyword == "required" && first.instance.is_empty();
    let check = match (&first.part, is_missing) {
        (Part::Header(name), true) if name != "Content-Type" => Check::MissingRequiredHeader,
        _ => Check::NegativeDataRejection,
    };
    let mut focus = case.focus.clone().unwrap_or_else(|| Focus {
        pointer: first.pointer.clone(),
        ..Focus::default()
    });
    let is_named = NAMED.contains(&focus.cause.as_str());
    if !is_named
        && !faults
            .iter()
            .any(|fault| focus.cause.starts_with(&fault.keyword))
    {
        focus.cause.clone_from(&first.keyword);
    }
    case.intent = Intent::Invalid(Break {
        check,
        pointer: focus.pointer.clone(),
        cause: focus.cause.clone(),
        what: format!("{what} ({first})"),
        usual: usual(&first.part),
    });
    case.focus = Some(focus);
    Some(case)
}

/// Statuses that HTTP itself has for what is broken in a part.
const fn usual(part: &Part) -> &'static [u16] {
    match part {
        Part::Path(_) | Part::Target => &[404],
        Part::Header(_) => &[406, 415],
        Part::Credentials => &[401, 403],
        Part::Query(_) | Part::Cookie(_) | Part::Body | Part::Status => &[],
    }
}

/// Whether servers and what stands before them treat a text in a path as they like: where it has
/// the signs that part or name places.
pub(super) fn is_unsteady(location: Location, text: &str) -> bool {
    let in_path = text.is_empty()
        || text == "."
        || text == ".."
        || text.contains(['/', '\\', ';', '%', '\0', '\n']);
    match location {
        Location::Path => in_path,
        Location::Header | Location::Cookie => {
            text.trim() != text || text.is_empty() || !text.is_ascii()
        }
        Location::Query => text.contains('\0'),
    }
}
