//! Refusals, in the shape that the document gives errors.

use plaid_link::types::{PlaidError, PlaidErrorType};
use specwright_contract::conform::{Fault, Part};

/// Why a request is not carried out.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) kind: PlaidErrorType,
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl Refusal {
    /// The request itself is wrong.
    pub(super) fn request(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(400, PlaidErrorType::InvalidRequest, code, message)
    }

    /// The request is well made, and names something that is not there.
    pub(super) fn input(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(400, PlaidErrorType::InvalidInput, code, message)
    }

    pub(super) fn new(
        status: u16,
        kind: PlaidErrorType,
        code: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self {
            status,
            kind,
            code,
            message: message.into(),
        }
    }

    /// The refusal for what the document says is wrong with a request: what is missing is told
    /// before what is of the wrong form.
    pub(super) fn of(faults: &[Fault]) -> Option<Self> {
        let first = faults.first()?;
        if let Some(fault) = faults.iter().find(|fault| fault.keyword == "content") {
            return Some(Self::request("INVALID_BODY", fault.to_string()));
        }
        let missing: Vec<_> = faults
            .iter()
            .filter(|fault| fault.keyword == "required" && fault.part == Part::Body)
            .map(|fault| fault.message.clone())
            .collect();
        if !missing.is_empty() {
            return Some(Self::request("MISSING_FIELDS", missing.join("; ")));
        }
        Some(Self::request("INVALID_FIELD", first.to_string()))
    }

    /// The body.
    pub(super) fn body(&self, request_id: String) -> PlaidError {
        let mut error = PlaidError::new(None, self.code, self.message.clone(), self.kind.clone());
        error.request_id = Some(request_id);
        error
    }
}

/// No access token of that text is known.
pub(super) fn access_token() -> Refusal {
    Refusal::input("INVALID_ACCESS_TOKEN", "this access token leads to no Item")
}

/// No user of that identity is known.
pub(super) fn user() -> Refusal {
    Refusal::input("INVALID_USER_ID", "no user is known by what was given")
}
