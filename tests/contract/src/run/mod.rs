//! Holds a live server to its document.
//!
//! Phases build [cases](case), the [`context`] sends them, judges what comes back by the
//! [checks](check) and reports findings, each shrunk to the smallest request that shows it. Nothing
//! of a run depends on the order in which answers arrive: the same seed sends the same cases.

pub mod base;
pub mod case;
pub mod check;
pub mod context;
pub mod pins;
pub mod sender;
pub mod settings;
pub mod tally;

mod chain;
mod coverage;
mod examples;
mod fuzzing;
mod lane;
mod probe;
mod shrink;
mod verdict;
mod webhook;

use std::fmt;

use crate::api::Api;
use crate::finding::Phase;
use crate::outcome::Outcome;

use chain::Walker;
pub use context::Context;
pub use settings::Settings;

/// Why nothing could be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unusable {
    /// What is in the way, and what helps.
    pub text: String,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Unusable {}

/// How far a run is.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The phase that runs.
    pub phase: Option<Phase>,
    /// How many of its cases are done.
    pub done: u64,
    /// How many it has, as far as that is known.
    pub total: u64,
    /// How many distinct findings there are.
    pub findings: usize,
}

/// Is told how far a run is, often.
pub trait Progress {
    /// Called after each case.
    fn show(&self, state: &State);
}

/// Shows nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn show(&self, _: &State) {}
}

/// Tries a server. The future is to be driven by a Tokio runtime with time and I/O.
///
/// # Errors
/// The server cannot be reached, refuses the credentials, or the settings do not fit the document.
pub async fn run(
    api: &Api,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Outcome, Unusable> {
    let context = Context::new(api, settings, progress).map_err(|text| Unusable { text })?;
    fits(&context)?;
    probe::run(&context).await?;
    let walker = Walker::new(&context);
    context.begin(Phase::Chains);
    walker.prepare(&context).await;
    for phase in Phase::ALL {
        if !settings.phases.contains(phase) || context.is_over() {
            continue;
        }
        context.begin(*phase);
        match phase {
            Phase::Examples => examples::run(&context).await,
            Phase::Coverage => coverage::run(&context).await,
            Phase::Fuzzing => fuzzing::run(&context).await,
            Phase::Chains => walker.run(&context).await,
            Phase::Webhooks => webhook::run(&context, &walker).await,
            Phase::Traffic => {}
        }
    }
    if context.is_over() {
        let mut tally = context.tally.borrow_mut();
        tally.skip("the run", "the time was over before all was tried", true);
    }
    let tally = context.tally.take();
    Ok(tally.outcome(&context))
}

/// Whether the settings speak of what the document has.
fn fits(context: &Context<'_>) -> Result<(), Unusable> {
    let (api, settings) = (context.api, context.settings);
    let mut wrong = Vec::new();
    for entry in settings.filter.idle(&api.operations) {
        wrong.push(format!("no operation is `{entry}`"));
    }
    for name in settings.operations.keys() {
        if api.operation(name).is_none() {
            wrong.push(format!("no operation is `{name}`"));
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        let text = wrong.join("\n");
        Err(Unusable { text })
    }
}
