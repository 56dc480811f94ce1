//! What was written is what is read.

use serde_json::Value;

use super::{Holding, accepted, find};
use crate::equal::same;
use crate::run::chain::walk::{Step, Walk, insert};

impl Holding<'_, '_> {
    /// What was written is what is read.
    pub(super) async fn written_is_read(&self) -> Result<(), String> {
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
    pub(super) fn drawn(&self, place: &str) -> Option<Value> {
        let operation = &self.context.api.operations[self.operation];
        let media = operation.body.as_ref()?.media.first()?;
        let full = self.context.values.full(media.schema.as_deref()?).ok()?;
        full.pointer(place).cloned()
    }
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
