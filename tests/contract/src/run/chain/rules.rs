//! Rules along chains, each held by a few requests.

mod written;

use super::walk::{Chains, Step, Walk};
use crate::api::Operation;
use crate::check::Check;
use crate::run::base;
use crate::run::check::Problem;
use crate::run::context::{Context, key};

pub(super) use crate::run::settings::Rule;

/// Holds the server to a rule. What could not be tried is noted.
pub(super) async fn hold(context: &Context<'_>, chains: &Chains, rule: &Rule) {
    let subject = format!("{} of {}", rule.check, rule.operation);
    let Some(operation) = find(context, &rule.operation) else {
        let why = "the document has no such operation";
        return context.tally.borrow_mut().skip(subject, why, false);
    };
    let others = rule.uses.iter().chain(&rule.read);
    let others = others.filter_map(|name| find(context, name));
    let mut all = std::iter::once(operation).chain(others);
    if !all.any(|index| context.settings.tries(&context.api.operations[index])) {
        return;
    }
    let holding = Holding {
        context,
        chains,
        rule,
        operation,
    };
    let tried = match rule.check {
        Check::SingleUse => holding.single_use().await,
        Check::DistinctCreations => holding.distinct_creations().await,
        Check::WrittenIsRead => holding.written_is_read().await,
        Check::UseAfterFree => holding.of_uses(true).await,
        Check::EnsureResourceAvailability => holding.of_uses(false).await,
        _ => Err("it is no check of chains".to_owned()),
    };
    if let Err(why) = tried {
        context.tally.borrow_mut().skip(subject, why, true);
    }
}

/// The number of an operation.
pub(in crate::run) fn find(context: &Context<'_>, name: &str) -> Option<usize> {
    let mut operations = context.api.operations.iter();
    operations.position(|operation| operation.id == name || operation.label() == name)
}

struct Holding<'h, 'r> {
    context: &'h Context<'r>,
    chains: &'h Chains,
    rule: &'h Rule,
    operation: usize,
}

impl<'r> Holding<'_, 'r> {
    /// What works once is refused the second time.
    async fn single_use(&self) -> Result<(), String> {
        let mut walk = Walk::judged();
        self.provide(&mut walk, self.operation).await;
        let before = walk.values.clone();
        let first = self.step(&mut walk, self.operation).await?;
        accepted(&first)?;
        walk.values = before;
        let second = self.step(&mut walk, self.operation).await?;
        if second.is_accepted() {
            self.report(
                self.operation,
                &walk,
                None,
                "accepted a second time".to_owned(),
            );
        }
        Ok(())
    }

    /// Two creations give two values.
    async fn distinct_creations(&self) -> Result<(), String> {
        let wanted = self.rule.value.clone().unwrap_or_default();
        let outputs = &self.chains.graph.outputs[self.operation];
        let is_wanted = |key: &String| key.trim_start_matches('#') == wanted;
        let field = outputs
            .iter()
            .find(|field| field.keys.iter().any(is_wanted));
        let field = field.ok_or_else(|| format!("it gives no `{wanted}`"))?;
        let mut walk = Walk::judged();
        self.provide(&mut walk, self.operation).await;
        let before = walk.values.clone();
        let first = self.step(&mut walk, self.operation).await?;
        accepted(&first)?;
        walk.values = before;
        let second = self.step(&mut walk, self.operation).await?;
        accepted(&second)?;
        let value = |step: &Step| step.performed.json()?.pointer(&field.instance).cloned();
        if value(&first).is_some() && value(&first) == value(&second) {
            let message = format!("two calls gave the same `{wanted}`");
            self.report(self.operation, &walk, None, message);
        }
        Ok(())
    }

    /// What was created can be used; what was removed cannot.
    async fn of_uses(&self, is_removal: bool) -> Result<(), String> {
        let mut why = Ok(());
        for name in &self.rule.uses {
            let Some(use_of) = find(self.context, name) else {
                continue;
            };
            let tried = if is_removal {
                self.removed(use_of).await
            } else {
                let plain = self.created(use_of, false).await;
                // Whether all that is optional is taken together is not said here.
                let _ = self.created(use_of, true).await;
                plain
            };
            why = why.and(tried);
        }
        why
    }

    /// With only what creating must have, or with `all` that it may have.
    async fn created(&self, use_of: usize, all: bool) -> Result<(), String> {
        let mut walk = Walk::judged();
        self.chains
            .provide(self.context, &mut walk, self.operation, all)
            .await;
        let mut case = self
            .chains
            .case(self.context, &walk, self.operation)
            .ok_or("no valid request could be made")?;
        if all {
            let full = self.drawn("").ok_or("it has no body")?;
            *case.value_mut().ok_or("it has no body")? = full;
            base::dress(self.context, &mut case, None);
            for live in self.chains.lives(&walk, self.operation) {
                live.put(&mut case, false);
            }
        }
        let first = self
            .chains
            .take(self.context, &mut walk, self.operation, case)
            .await
            .ok_or("a step could not be sent")?;
        accepted(&first)?;
        self.provide(&mut walk, use_of).await;
        // Nothing can be said where what was created is not what the use takes.
        let given = &self.chains.graph.outputs[self.operation];
        let given: Vec<_> = given.iter().flat_map(|field| &field.keys).collect();
        let inputs = &self.chains.graph.inputs[use_of];
        if !inputs
            .iter()
            .any(|input| input.keys.iter().any(|key| given.contains(&key)))
        {
            return Ok(());
        }
        let used = self.step(&mut walk, use_of).await?;
        if used.is_refused() {
            let status = used.performed.status().unwrap_or_default();
            let created = &self.context.api.operations[self.operation].id;
            let message = format!("answered {status} to what `{created}` had just given");
            self.report(use_of, &walk, Some(&used), message);
        }
        Ok(())
    }

    async fn removed(&self, use_of: usize) -> Result<(), String> {
        let mut walk = Walk::judged();
        self.provide(&mut walk, self.operation).await;
        self.provide(&mut walk, use_of).await;
        let before = walk.values.clone();
        if use_of != self.operation {
            let first = self.step(&mut walk, use_of).await?;
            accepted(&first)?;
        }
        walk.values.clone_from(&before);
        let removal = self.step(&mut walk, self.operation).await?;
        accepted(&removal)?;
        walk.values = before;
        let again = self.step(&mut walk, use_of).await?;
        if again.is_accepted() {
            let removed = &self.context.api.operations[self.operation].id;
            let status = again.performed.status().unwrap_or_default();
            let message = format!("answered {status} to what `{removed}` had removed");
            self.report(use_of, &walk, None, message);
        }
        Ok(())
    }

    async fn provide(&self, walk: &mut Walk, operation: usize) {
        self.chains
            .provide(self.context, walk, operation, false)
            .await;
    }

    async fn step(&self, walk: &mut Walk, operation: usize) -> Result<Step, String> {
        let step = self.chains.step(self.context, walk, operation).await;
        step.ok_or_else(|| "a step could not be sent".to_owned())
    }

    fn report(&self, at: usize, walk: &Walk, last: Option<&Step>, message: String) {
        self.report_at(at, walk, last, message, "");
    }

    fn report_at(&self, at: usize, walk: &Walk, last: Option<&Step>, message: String, place: &str) {
        let operation: &Operation = &self.context.api.operations[at];
        let steps = walk.steps.iter().chain(last);
        let exchanges: Vec<_> = steps.clone().map(|step| &step.performed).collect();
        let Some(case) = steps.last().map(|step| step.case.clone()) else {
            return;
        };
        let cause = format!("{} {place}", self.rule.operation);
        let problem = Problem {
            key: key(
                operation,
                self.rule.check,
                &operation.pointer,
                cause.trim_end(),
            ),
            message,
        };
        self.context.report(&case, &exchanges, problem);
    }
}

fn accepted(step: &Step) -> Result<(), String> {
    if step.is_accepted() {
        return Ok(());
    }
    let status = step
        .performed
        .status()
        .map_or("none".to_owned(), |status| status.to_string());
    Err(format!(
        "a step that should have been accepted was answered {status}"
    ))
}
