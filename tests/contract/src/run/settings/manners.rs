//! How an API departs from what HTTP would have it do, as data.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

/// The manners of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manners {
    /// Statuses that refuse missing or wrong credentials.
    pub unauthorized: BTreeSet<u16>,
    /// Error codes that refuse missing or wrong credentials, where a status of
    /// [`unauthorized`](Self::unauthorized) says too little.
    pub unauthorized_codes: BTreeSet<String>,
    /// Statuses that refuse valid data for what the server holds: an unknown id, a conflict.
    pub needs_state: BTreeSet<u16>,
    /// Error codes that do the same under another status.
    pub needs_state_codes: BTreeSet<String>,
    /// Statuses that refuse data as invalid.
    pub invalid: BTreeSet<u16>,
    /// Where the error codes stand in the body of an error, as JSON Pointers, the most exact first.
    pub code_at: Vec<String>,
    /// Security schemes whose credential may be missing or wrong.
    pub optional_schemes: BTreeSet<String>,
    /// Whether members that the document does not declare may be refused though it allows them.
    pub may_refuse_unknown_members: bool,
    /// Whether a missing or wrong `Content-Type` may be accepted.
    pub may_ignore_content_type: bool,
}

/// The table `[manners]` of a settings file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MannersFile {
    unauthorized: Option<BTreeSet<u16>>,
    unauthorized_codes: Option<BTreeSet<String>>,
    needs_state: Option<BTreeSet<u16>>,
    needs_state_codes: Option<BTreeSet<String>>,
    invalid: Option<BTreeSet<u16>>,
    code_at: Option<Vec<String>>,
    optional_schemes: Option<BTreeSet<String>>,
    may_refuse_unknown_members: Option<bool>,
    may_ignore_content_type: Option<bool>,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            unauthorized: [401, 403].into(),
            unauthorized_codes: BTreeSet::new(),
            needs_state: [401, 402, 403, 404, 409, 410, 412, 423, 424, 425, 428, 429].into(),
            needs_state_codes: BTreeSet::new(),
            invalid: [400, 405, 406, 411, 415, 422].into(),
            code_at: Vec::new(),
            optional_schemes: BTreeSet::new(),
            may_refuse_unknown_members: false,
            may_ignore_content_type: false,
        }
    }
}

impl Manners {
    /// Takes over what a file says.
    pub(super) fn overlay(&mut self, file: &MannersFile) {
        fn set<T: Clone>(own: &mut T, told: Option<&T>) {
            if let Some(told) = told {
                own.clone_from(told);
            }
        }
        set(&mut self.unauthorized, file.unauthorized.as_ref());
        set(
            &mut self.unauthorized_codes,
            file.unauthorized_codes.as_ref(),
        );
        set(&mut self.needs_state, file.needs_state.as_ref());
        set(&mut self.needs_state_codes, file.needs_state_codes.as_ref());
        set(&mut self.invalid, file.invalid.as_ref());
        set(&mut self.optional_schemes, file.optional_schemes.as_ref());
        let refuse = file.may_refuse_unknown_members.as_ref();
        set(&mut self.may_refuse_unknown_members, refuse);
        let ignore = file.may_ignore_content_type.as_ref();
        set(&mut self.may_ignore_content_type, ignore);
        set(&mut self.code_at, file.code_at.as_ref());
    }

    /// The most exact error code of an answer.
    #[must_use]
    pub fn code(&self, body: &[u8]) -> Option<String> {
        self.codes(body).into_iter().next()
    }

    fn codes(&self, body: &[u8]) -> Vec<String> {
        if self.code_at.is_empty() {
            return Vec::new();
        }
        let body = serde_json::from_slice::<Value>(body).unwrap_or_default();
        let found = self
            .code_at
            .iter()
            .filter_map(|at| body.pointer(at)?.as_str());
        found.map(str::to_owned).collect()
    }

    /// Whether an answer refuses a valid request for what the server holds.
    #[must_use]
    pub fn wants_state(&self, status: u16, body: &[u8]) -> bool {
        let named = |code| self.needs_state_codes.contains(&code);
        self.needs_state.contains(&status)
            || status >= 400 && self.codes(body).into_iter().any(named)
    }

    /// Whether an answer refuses the credentials of a request.
    #[must_use]
    pub fn refuses_credentials(&self, status: u16, body: &[u8]) -> bool {
        if !self.unauthorized.contains(&status) {
            return false;
        }
        // A status that also refuses other things says too little by itself.
        (status == 401 && !self.invalid.contains(&401))
            || (self.codes(body).iter()).any(|code| self.unauthorized_codes.contains(code))
    }
}
