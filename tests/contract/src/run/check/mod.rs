//! What is asked of an answer, one file for each check.

mod content_type_conformance;
mod ignored_auth;
mod missing_required_header;
mod negative_data_rejection;
mod not_a_server_error;
mod positive_data_acceptance;
mod response_headers_conformance;
mod response_schema_conformance;
mod response_time;
mod status_code_conformance;
mod unsupported_method;

use super::case::{Break, Case, Intent};
use super::context::{Context, Performed, key};
use super::coverage::NO_JSON;
use super::verdict::TOO_LARGE;
use crate::api::Operation;
use crate::check::Check;
use crate::conform::{self, Fault};
use crate::finding::{Key, Phase};
use crate::strategy::plain;

/// Causes that say of a place that it is not looked at at all, or that nothing with it is taken.
const GENERAL: [&str; 3] = [NO_JSON, "any type", "present"];

/// Something that is wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What tells it from others.
    pub key: Key,
    /// What was found and what was expected, in a sentence.
    pub message: String,
}

/// What the checks look at.
struct Judged<'j> {
    context: &'j Context<'j>,
    operation: &'j Operation,
    case: &'j Case,
    performed: &'j Performed,
    /// What breaks the document in the answer.
    faults: Vec<Fault>,
}

/// All that is wrong with the answer to a case.
#[must_use]
pub fn all(context: &Context<'_>, case: &Case, performed: &Performed) -> Vec<Problem> {
    let mut judged = Judged {
        context,
        operation: &context.api.operations[case.operation],
        case,
        performed,
        faults: Vec::new(),
    };
    // An answer of a server that failed promises nothing.
    if let Some(problem) = not_a_server_error::check(&judged) {
        return vec![problem];
    }
    judged.faults = judged.conformance();
    let mut problems = Vec::new();
    problems.extend(status_code_conformance::check(&judged));
    problems.extend(content_type_conformance::check(&judged));
    problems.extend(response_headers_conformance::check(&judged));
    problems.extend(response_schema_conformance::check(&judged));
    problems.extend(negative_data_rejection::check(&judged));
    problems.extend(missing_required_header::check(&judged));
    problems.extend(ignored_auth::check(&judged));
    problems.extend(positive_data_acceptance::check(&judged));
    problems.extend(unsupported_method::check(&judged));
    problems.extend(response_time::check(&judged));
    problems
}

impl Judged<'_> {
    fn status(&self) -> Option<u16> {
        self.performed.status()
    }

    /// Whether the request was for the operation at all.
    fn is_of_operation(&self) -> bool {
        self.case.method.is_none()
    }

    /// What breaks the document in the answer, where the operation gave it.
    fn conformance(&self) -> Vec<Fault> {
        let (Ok(response), true) = (&self.performed.response, self.is_of_operation()) else {
            return Vec::new();
        };
        let status = response.status().as_u16();
        if TOO_LARGE.contains(&status) && self.operation.answer(status).is_none() {
            return Vec::new();
        }
        let verdict = conform::response(self.context.api, self.operation, response);
        for unjudged in verdict.unjudged {
            let mut tally = self.context.tally.borrow_mut();
            tally.skip(unjudged.pointer, unjudged.reason, false);
        }
        let mut faults = verdict.faults;
        if matches!(self.case.intent, Intent::Invalid(_)) && self.performed.is_success() {
            // What was not to be accepted may well be shown again.
            faults.retain(|fault| fault.check != Check::ResponseSchemaConformance);
        }
        faults
    }

    /// The problems of one check that the answer itself shows.
    fn shown(&self, check: Check) -> Vec<Problem> {
        let faults = self.faults.iter().filter(|fault| fault.check == check);
        faults
            .map(|fault| Problem {
                key: key(self.operation, check, &fault.pointer, cause(fault)),
                message: format!("status {}, {fault}", self.status().unwrap_or_default()),
            })
            .collect()
    }

    /// The break of the case, where it is looked at by this check.
    fn broken(&self, check: Check) -> Option<&Break> {
        match &self.case.intent {
            Intent::Invalid(broken) if broken.check == check => Some(broken),
            Intent::Invalid(_) | Intent::Valid | Intent::Either => None,
        }
    }

    /// The problem that a broken request was accepted.
    fn accepted(&self, check: Check) -> Option<Problem> {
        let broken = self.broken(check)?;
        let status = self.status()?;
        (200..300).contains(&status).then(|| Problem {
            key: self.first_blamed(key(
                self.operation,
                check,
                &broken.pointer,
                broken.cause.as_str(),
            )),
            message: format!("answered {status} to {}", broken.what),
        })
    }

    /// A key that is known already and says the same and more: that a place is not looked at at all
    /// is not said again for each way to break it.
    fn first_blamed(&self, own: Key) -> Key {
        let tally = self.context.tally.borrow();
        let within = self.case.focus.iter().flat_map(|focus| &focus.within);
        let general = within
            .chain([&own.pointer])
            .flat_map(|pointer| GENERAL.map(|cause| (pointer, cause)))
            .chain([(&self.operation.pointer, "any")])
            .map(|(pointer, cause)| key(self.operation, own.check, pointer, cause))
            .find(|general| tally.findings.contains(general));
        if let Some(general) = general {
            return general;
        }
        // Drawn values of a wrong type are named less exactly.
        let is_type = |cause: &str| cause.starts_with("type") || cause == "coercion";
        if self.case.phase == Phase::Fuzzing && own.cause == "type" {
            let known = tally.findings.find(|known| {
                let is_here = known.pointer == own.pointer && known.operation == own.operation;
                is_here && known.check == own.check && is_type(&known.cause)
            });
            return known.cloned().unwrap_or(own);
        }
        own
    }
}

/// What tells a fault of an answer from others at the same place of the document.
fn cause(fault: &Fault) -> String {
    match fault.keyword.as_str() {
        // The message names the member.
        "required" | "additionalProperties" | "unevaluatedProperties" | "dependentRequired" => {
            format!("{} {}", plain(&fault.instance), fault.message)
        }
        "content" | "responses" => fault.message.clone(),
        keyword => format!("{} {keyword}", plain(&fault.instance)),
    }
}
