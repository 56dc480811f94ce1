//! Responses: what a call gives, and what a refused one gives.

use openapiv3::{ReferenceOr, Response, Responses, StatusCode};

use super::{Lowering, media_type};
use crate::diagnostic::Code;
use crate::ir::Outcome;
use crate::pointer::Pointer;

/// The body of success and the body of failure, each where the document declares one.
pub(super) fn lower_all(
    lowering: &mut Lowering<'_, '_>,
    responses: &Responses,
    at: &Pointer,
    owner: &str,
) -> (Outcome, Option<Outcome>) {
    let at = at.join("responses");
    let is_success = |status: &StatusCode| match status {
        StatusCode::Code(code) => (200..300).contains(code),
        StatusCode::Range(range) => *range == 2,
    };
    let (good, bad): (Vec<_>, Vec<_>) = responses
        .responses
        .iter()
        .map(|(status, response)| (is_success(status), status.to_string(), response))
        .partition(|(success, ..)| *success);
    let default = responses
        .default
        .as_ref()
        .map(|response| (false, "default".to_owned(), response));
    let success = choose(
        lowering,
        good.into_iter(),
        &at,
        &format!("{owner} response"),
    );
    let failure = choose(
        lowering,
        default.into_iter().chain(bad),
        &at,
        &format!("{owner} error"),
    );
    (success.unwrap_or_default(), failure)
}

/// The first outcome that has a body; a second one with another body is named in a warning.
fn choose<'r>(
    lowering: &mut Lowering<'_, '_>,
    responses: impl Iterator<Item = (bool, String, &'r ReferenceOr<Response>)>,
    at: &Pointer,
    name: &str,
) -> Option<Outcome> {
    let mut chosen: Option<Outcome> = None;
    for (_, status, response) in responses {
        let Some(response) = lowering.document.response(response) else {
            continue;
        };
        let at = at.join(&status).join("content");
        let types_before = lowering.types.len();
        let content = media_type::lower(lowering, &response.content, &at, name);
        if content.is_none() && !response.content.is_empty() {
            let message = format!("the media types of the response `{status}`");
            lowering.find(Code::Unsupported, &at, message, "its body is not read");
        }
        let outcome = Outcome {
            description: Some(response.description.clone()).filter(|text| !text.is_empty()),
            content,
        };
        match &chosen {
            None => chosen = Some(outcome),
            Some(first) if first.content.is_none() && outcome.content.is_some() => {
                chosen = Some(outcome);
            }
            Some(first) => {
                let same = match (&first.content, &outcome.content) {
                    (Some(a), Some(b)) => a.schema == b.schema,
                    (_, None) => true,
                    (None, Some(_)) => false,
                };
                if !same {
                    lowering.forget_from(types_before);
                    let message = format!("the response `{status}` has a body of its own");
                    let help = "its body is read as that of the other responses";
                    lowering.find(Code::Unsupported, &at, message, help);
                }
            }
        }
    }
    chosen
}
