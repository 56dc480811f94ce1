//! Rules along chains, each held by a few requests.

use serde_json::Value;

use super::walk::{Chains, Step, Walk, insert};
use crate::api::Operation;
use crate::check::Check;
use crate::equal::same;
use crate::run::base;
use crate::run::check::Problem;
use crate::run::context::{Context, key};

pub(super) use crate::run::settings::Rule;

/// Holds the server to a rule. What could not be tried is noted.
pub(super) async fn hold(context: &Context<'_>, chains: &Chains, rule: &Rule) {
    let Some(operation) = find(context, &rule.operation) else {
        return;
    };
    if !context.settings.tries(&context.api.operations[operation]) {
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
        // Whoever writes the settings is told by `fits`.
        _ => Ok(()),
    };
    if let Err(why) = tried {
        let subject = format!("{} of {}", rule.check, rule.operation);
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
        self.provide(&mut walk, self.operation).await;
        let mut case = self
            .chains
            .case(self.context, &walk, self.operation)
            .ok_or("no valid request could be made")?;
        if all {
            let full = self.drawn("").ok_or("it has no body")?;
            *case.value_mut().ok_or("it has no body")? = full;
            base::dress(self.context, &mut case, None);
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

    /// What was written is what is read.
    async fn written_is_read(&self) -> Result<(), String> {
        let read = self.rule.read.as_deref();
        let read = read.and_then(|name| find(self.context, name));
        let read = read.ok_or("it is not said what reads it")?;
        let mut walk = Walk::judged();
        self.provide(&mut walk, self.operation).await;
        self.provide_for_reading(&mut walk, read).await;
        let mut case = self
            .chains
            .case(self.context, &walk, self.operation)
            .ok_or("no valid request could be made")?;
        let body = case.value_mut().ok_or("there is no body to write")?;
        for place in self.rule.members.keys() {
            if body.pointer(place).is_none()
                && let Some(value) = self.drawn(place)
            {
                insert(body, place, value);
            }
        }
        for (place, value) in &self.rule.write {
            insert(body, place, value.clone());
        }
        let written = body.clone();
        let performed = self
            .context
            .perform(&case)
            .await
            .ok_or("it cannot be sent")?;
        let step = Step { case, performed };
        accepted(&step)?;
        self.chains
            .learn(self.context, &mut walk, self.operation, &step);
        walk.steps.push(step.clone());
        let answer = step.performed.json().unwrap_or_default();
        self.provide(&mut walk, read).await;
        let reading = self.step(&mut walk, read).await?;
        accepted(&reading)?;
        let found = reading.performed.json().unwrap_or_default();
        let pairs = self.rule.members.iter().map(|pair| (&written, pair));
        let pairs = pairs.chain(self.rule.answered.iter().map(|pair| (&answer, pair)));
        for (source, (place, at)) in pairs {
            let Some(expected) = source.pointer(place) else {
                continue;
            };
            let is_there = found.pointer(at).is_some_and(|found| has(found, expected));
            if !is_there {
                let writer = &self.context.api.operations[self.operation].id;
                let message = format!("`{at}` is not what `{writer}` had at `{place}` just before");
                self.report_at(read, &walk, None, message, at);
            }
        }
        Ok(())
    }

    /// What reading takes, where writing takes it, too: both are to be about one thing. What writing
    /// creates leads to what reading takes afterwards.
    async fn provide_for_reading(&self, walk: &mut Walk, read: usize) {
        let taken = self.chains.graph.inputs[self.operation].iter();
        let taken: Vec<_> = taken.flat_map(|input| &input.keys).collect();
        let inputs = &self.chains.graph.inputs[read];
        if inputs
            .iter()
            .any(|input| input.keys.iter().any(|key| taken.contains(&key)))
        {
            self.provide(walk, read).await;
        }
    }

    /// A value for a place of the body, out of the fullest one.
    fn drawn(&self, place: &str) -> Option<Value> {
        let operation = &self.context.api.operations[self.operation];
        let media = operation.body.as_ref()?.media.first()?;
        let full = self.context.values.full(media.schema.as_deref()?).ok()?;
        full.pointer(place).cloned()
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

/// Whether a value is there, in all that was written of it: more may have been added.
fn has(found: &Value, written: &Value) -> bool {
    match (found, written) {
        (Value::Object(found), Value::Object(written)) => written.iter().all(|(name, value)| {
            value.is_null() || found.get(name).is_some_and(|found| has(found, value))
        }),
        (Value::Array(found), Value::Array(written)) => {
            found.len() == written.len()
                && found
                    .iter()
                    .zip(written)
                    .all(|(found, written)| has(found, written))
        }
        (found, written) => same(found, written).is_ok(),
    }
}
