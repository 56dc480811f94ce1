//! The cases of one operation, one after the other.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use bytes::Bytes;
use http::Request;

use super::base;
use super::case::{Case, Intent};
use super::context::Context;

/// The cases of one operation, one after the other: none is sent twice, each only by the shard that
/// it is of, and live values that a use spoils are got anew.
pub(super) struct Lane<'c, 'r> {
    pub(super) context: &'c Context<'r>,
    pub(super) operation: usize,
    /// Whether requests were accepted, by what they were.
    seen: HashMap<u64, bool>,
    number: u64,
    is_spoilt: bool,
}

impl<'c, 'r> Lane<'c, 'r> {
    pub(super) fn new(context: &'c Context<'r>, operation: usize) -> Self {
        Self {
            context,
            operation,
            seen: HashMap::new(),
            number: context.seed(&context.api.operations[operation], "shard", 0) % 1024,
            is_spoilt: false,
        }
    }

    /// Sends a case if it is this shard's, and judges what comes. Says whether it was accepted,
    /// where that is known.
    pub(super) async fn run(&mut self, case: Case, request: Request<Bytes>) -> Option<bool> {
        self.number += 1;
        if self.context.is_over() || !self.context.settings.shard.takes(self.number) {
            return None;
        }
        self.run_always(case, request).await
    }

    /// As [`run`](Self::run), whoever the case is of.
    pub(super) async fn run_always(&mut self, case: Case, request: Request<Bytes>) -> Option<bool> {
        let print = print(&request);
        if let Some(accepted) = self.seen.get(&print) {
            let accepted = *accepted;
            self.note(&case, accepted);
            return Some(accepted);
        }
        let (case, request) = self.refreshed(case, request).await?;
        let performed = self.context.examine_built(&case, request).await;
        let accepted = performed.is_success();
        self.seen.insert(print, accepted);
        self.note(&case, accepted);
        self.is_spoilt |= accepted && self.is_spoilt_by_use();
        Some(accepted)
    }

    /// Notes what was exercised.
    fn note(&self, case: &Case, accepted: bool) {
        let Some(focus) = &case.focus else {
            return;
        };
        let operation = &self.context.api.operations[case.operation];
        let mut tally = self.context.tally.borrow_mut();
        let Some(input) = tally.covered(operation).inputs.get_mut(&focus.pointer) else {
            return;
        };
        match &case.intent {
            Intent::Valid | Intent::Either => input.valid |= accepted && focus.cause != "absent",
            Intent::Invalid(_) => input.invalid = true,
        }
    }

    fn is_spoilt_by_use(&self) -> bool {
        let pins = self.context.pins.borrow();
        let own = pins.get(&self.operation);
        own.is_some_and(|pins| pins.is_spoilt_by_use && pins.renew.is_some())
    }

    /// The case with live values got anew, where those that it has are spoilt.
    async fn refreshed(
        &mut self,
        mut case: Case,
        request: Request<Bytes>,
    ) -> Option<(Case, Request<Bytes>)> {
        if !self.is_spoilt {
            return Some((case, request));
        }
        let renew = {
            let pins = self.context.pins.borrow();
            pins.get(&self.operation)
                .and_then(|pins| pins.renew.clone())
        };
        if let Some(renew) = renew
            && let Some(values) = renew.renew(self.context, self.operation).await
        {
            self.is_spoilt = false;
            if let Some(pins) = self.context.pins.borrow_mut().get_mut(&self.operation) {
                pins.values = values;
            }
        }
        let focus = case.focus.clone();
        base::dress(self.context, &mut case, focus.as_ref());
        let request = case.request(self.context.api, self.context.settings).ok()?;
        Some((case, request))
    }
}

/// What tells one request from another.
fn print(request: &Request<Bytes>) -> u64 {
    let mut hasher = DefaultHasher::new();
    request.method().hash(&mut hasher);
    request.uri().to_string().hash(&mut hasher);
    for (name, value) in request.headers() {
        name.as_str().hash(&mut hasher);
        value.as_bytes().hash(&mut hasher);
    }
    request.body().hash(&mut hasher);
    hasher.finish()
}
