//! Phase *webhooks*: the server is given a URL of this machine, and what it sends there is judged.

mod judge;
mod listener;

use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::future::join_all;
use http::Request;

use super::chain::{Step, Walk, Walker, find, insert};
use super::check::Problem;
use super::context::Context;
use super::settings::Due;
use crate::api::Webhook;
use crate::check::Check;
use crate::finding::{Key, Phase};
use listener::Listener;

/// How long is waited for a message that should not come.
const GRACE: Duration = Duration::from_millis(150);

/// How often is looked for messages.
const GLANCE: Duration = Duration::from_millis(5);

/// Something that is done to make the server send a message.
struct Trial<'t> {
    operation: usize,
    webhook: &'t Webhook,
    due: Due,
    /// Whether the message has to come.
    is_due: bool,
    /// The place of the body that takes the URL, where the document itself says it.
    place: Option<String>,
}

/// Runs the phase.
pub(super) async fn run(context: &Context<'_>, walker: &Walker) {
    let trials = trials(context);
    if trials.is_empty() {
        return;
    }
    let skip = |why: String| context.tally.borrow_mut().skip("webhooks", why, true);
    if !context.settings.is_loopback() {
        return skip("a server elsewhere cannot reach this machine by its loopback".to_owned());
    }
    let listener = match Listener::start().await {
        Ok(listener) => listener,
        Err(error) => return skip(format!("no port can be opened for them: {error}")),
    };
    context.announce(trials.len() as u64);
    let members = walker.members(context, &context.settings.webhooks.members);
    let trials = trials.iter().enumerate();
    join_all(trials.map(|(number, trial)| {
        let url = format!("{}/{number}", listener.url);
        trial.run(context, walker, &listener, url, &members)
    }))
    .await;
}

fn trials<'c>(context: &'c Context<'_>) -> Vec<Trial<'c>> {
    let mut trials = Vec::new();
    for due in &context.settings.webhooks.rules {
        let mut webhooks = context.api.webhooks.iter();
        let webhook = webhooks.find(|webhook| webhook.name == due.webhook);
        if let (Some(operation), Some(webhook)) = (find(context, &due.operation), webhook) {
            trials.push(Trial {
                operation,
                webhook,
                due: due.clone(),
                is_due: true,
                place: None,
            });
        }
    }
    for webhook in &context.api.webhooks {
        let Some(callback) = &webhook.callback else {
            continue;
        };
        let place = callback.expression.strip_prefix("{$request.body#");
        let place = place.and_then(|place| place.strip_suffix('}'));
        if let (Some(operation), Some(place)) = (find(context, &callback.operation), place) {
            trials.push(Trial {
                operation,
                webhook,
                due: Due {
                    operation: callback.operation.clone(),
                    write: Default::default(),
                    webhook: webhook.name.clone(),
                },
                is_due: false,
                place: Some(place.to_owned()),
            });
        }
    }
    trials.retain(|trial| {
        context
            .settings
            .tries(&context.api.operations[trial.operation])
    });
    trials
}

impl Trial<'_> {
    async fn run(
        &self,
        context: &Context<'_>,
        walker: &Walker,
        listener: &Listener,
        url: String,
        members: &[(usize, String)],
    ) {
        let (before, own) = (format!("{url}/before"), format!("{url}/own"));
        let mut walk = Walk::default();
        for (operation, place) in members {
            let url = if *operation == self.operation {
                &own
            } else {
                &before
            };
            walk.given
                .push((*operation, place.clone(), url.as_str().into()));
        }
        if let Some(place) = &self.place {
            walk.given
                .push((self.operation, place.clone(), own.as_str().into()));
        }
        let takes_url = walk
            .given
            .iter()
            .any(|(operation, ..)| *operation == self.operation);
        let right = if takes_url { "own" } else { "before" };
        let chains = &*walker.0;
        chains
            .provide(context, &mut walk, self.operation, false)
            .await;
        let Some(mut case) = chains.case(context, &walk, self.operation) else {
            return;
        };
        case.phase = Phase::Webhooks;
        if let Some(body) = case.value_mut() {
            for (place, value) in &self.due.write {
                insert(body, place, value.clone());
            }
        }
        let Some(performed) = context.perform(&case).await else {
            return;
        };
        let step = Step { case, performed };
        walk.steps.push(step.clone());
        if !step.is_accepted() {
            let subject = format!("{} after {}", self.due.webhook, self.due.operation);
            let why = "the request that it is due after was not accepted";
            return context.tally.borrow_mut().skip(subject, why, true);
        }
        let path = url.rsplit_once('/').map_or("", |(_, number)| number);
        let path = format!("/{path}");
        let arrived = self
            .wait(context, listener, &format!("{path}/{right}"))
            .await;
        let all = listener.below(&path);
        for message in &all {
            self.judge(context, &walk, message);
        }
        if self.is_due {
            let elsewhere = all.iter().filter(|message| {
                let is_elsewhere = !message.uri().path().ends_with(right);
                is_elsewhere && self.is_it(context, message)
            });
            self.count(context, &walk, arrived, elsewhere.count());
        }
    }

    /// Waits for the message, and a moment more for one that is too many.
    async fn wait(&self, context: &Context<'_>, listener: &Listener, path: &str) -> usize {
        let patience = if self.is_due {
            context.settings.webhooks.patience()
        } else {
            GRACE
        };
        let count = || {
            let below = listener.below(path);
            below
                .iter()
                .filter(|message| self.is_it(context, message))
                .count()
        };
        let begun = Instant::now();
        while count() == 0 && begun.elapsed() < patience {
            tokio::time::sleep(GLANCE).await;
        }
        tokio::time::sleep(GRACE).await;
        count()
    }

    fn is_it(&self, context: &Context<'_>, message: &Request<Bytes>) -> bool {
        judge::recognized(context, self.webhook, message)
            .is_some_and(|webhook| webhook.pointer == self.webhook.pointer)
    }

    fn judge(&self, context: &Context<'_>, walk: &Walk, message: &Request<Bytes>) {
        match judge::recognized(context, self.webhook, message) {
            Some(webhook) => {
                for problem in judge::problems(context, webhook, message) {
                    report(context, walk, problem);
                }
            }
            None => {
                let operation = &context.api.operations[self.operation];
                report(context, walk, judge::unknown(operation, message));
            }
        }
    }

    fn count(&self, context: &Context<'_>, walk: &Walk, arrived: usize, elsewhere: usize) {
        let after = &self.due.operation;
        let (cause, message) = match (arrived, elsewhere) {
            (1, 0) => return,
            (0, 0) => {
                let seconds = context.settings.webhooks.patience().as_secs_f64();
                (
                    "missing",
                    format!("it did not come within {seconds} s after `{after}`"),
                )
            }
            (0, _) => (
                "elsewhere",
                format!("it went to another URL after `{after}`"),
            ),
            (1, _) => (
                "elsewhere",
                format!("it went to another URL, too, after `{after}`"),
            ),
            (times, _) => (
                "repeated",
                format!("it came {times} times after one `{after}`"),
            ),
        };
        let problem = Problem {
            key: Key {
                operation: self.webhook.name.clone(),
                check: Check::WebhookDelivery,
                pointer: self.webhook.pointer.clone(),
                cause: format!("{cause} {after}"),
            },
            message,
        };
        report(context, walk, problem);
    }
}

fn report(context: &Context<'_>, walk: &Walk, problem: Problem) {
    let exchanges: Vec<_> = walk.steps.iter().map(|step| &step.performed).collect();
    if let Some(last) = walk.steps.last() {
        context.report(&last.case, &exchanges, problem);
    }
}
