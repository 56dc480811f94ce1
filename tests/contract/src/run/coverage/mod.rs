//! Phase *coverage*: for every operation and every property the same boundary cases in each run.

mod bodies;
mod credentials;
mod messages;
mod methods;
mod parameters;

pub(super) use messages::NO_JSON;

use super::base;
use super::case::Case;
use super::context::Context;
use super::lane::Lane;
use super::verdict::settle;
use crate::finding::Phase;

/// Runs the phase.
pub(super) async fn run(context: &Context<'_>) {
    context
        .for_each_operation(|index| operation(context, index))
        .await;
}

async fn operation(context: &Context<'_>, index: usize) {
    let operation = &context.api.operations[index];
    let mut lane = Lane::new(context, index);
    methods::run(&mut lane).await;
    let base = match base::minimal(context, index, Phase::Coverage) {
        Ok(base) => base,
        Err(why) => {
            let mut tally = context.tally.borrow_mut();
            return tally.skip(operation.label(), why, true);
        }
    };
    let Some((plain, request)) = settle(context, base.clone(), "only what is required") else {
        let mut tally = context.tally.borrow_mut();
        let why = "no valid request could be made";
        return tally.skip(operation.label(), why, true);
    };
    if !plain.intent.is_valid() {
        let mut tally = context.tally.borrow_mut();
        let why = "the plainest request is not one of this operation";
        tally.skip(operation.label(), why, true);
    }
    lane.run_always(plain, request).await;
    if operation.body.is_some() {
        messages::run(&mut lane, &base).await;
        bodies::run(&mut lane, &base).await;
    }
    parameters::run(&mut lane, &base).await;
    credentials::run(&mut lane, &base).await;
}

/// Settles a case and sends it. Says whether it was accepted.
async fn try_case(lane: &mut Lane<'_, '_>, case: Case, what: &str) -> Option<bool> {
    let (case, request) = settle(lane.context, case, what)?;
    lane.run(case, request).await
}
