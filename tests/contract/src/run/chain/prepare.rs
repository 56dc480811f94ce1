//! Live values for every operation, got before anything else is tried.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use super::walk::{Chains, Step, Walk};
use crate::run::context::Context;
use crate::run::pins::{Live, Pins, Renew};

/// Fills the pins of all operations that are tried.
pub(super) async fn run(context: &Context<'_>, chains: &Rc<Chains>) {
    let operations: Vec<usize> = context.operations().map(|(index, _)| index).collect();
    for index in operations {
        if chains.graph.inputs[index].is_empty() || context.is_over() {
            continue;
        }
        let mut pins = pins(context, chains, index).await;
        pins.renew = Some(Rc::clone(chains) as Rc<dyn Renew>);
        context.pins.borrow_mut().insert(index, pins);
    }
}

async fn pins(context: &Context<'_>, chains: &Chains, index: usize) -> Pins {
    let mut walk = Walk::default();
    chains.provide(context, &mut walk, index, true).await;
    let mut first = chains.step(context, &mut walk, index).await;
    if first.as_ref().is_some_and(Step::is_refused) {
        let mut under_way = vec![index];
        let more = chains.with_one_more(context, &mut walk, index, &mut under_way);
        first = more.await.or(first);
    }
    let mut pins = Pins::default();
    if first.as_ref().is_some_and(Step::is_accepted) {
        // What the first call gave is not what it took.
        let again = chains.renewed(context, index).await;
        if let Some((mut walk, _)) = again {
            let lives = chains.lives(&walk, index);
            let accepted = chains.step(context, &mut walk, index).await;
            pins.values = lives.clone();
            let mut walk = Walk::default();
            walk.keep(&lives, chains, index);
            let repeated = chains.step(context, &mut walk, index).await;
            let was_accepted = accepted.as_ref().is_some_and(Step::is_accepted);
            if was_accepted && repeated.as_ref().is_some_and(Step::is_refused) {
                pins.is_spoilt_by_use = true;
                if let Some((_, lives)) = chains.renewed(context, index).await {
                    pins.values = lives;
                }
            }
        }
    } else {
        pins.values = chains.lives(&walk, index);
    }
    pins
}

impl Walk {
    /// Has the values of live places again.
    fn keep(&mut self, lives: &[Live], chains: &Chains, index: usize) {
        for input in &chains.graph.inputs[index] {
            let live = lives.iter().find(|live| live.at == input.at);
            if let (Some(live), Some(key)) = (live, input.keys.first()) {
                self.values.insert(key.clone(), live.value.clone());
            }
        }
    }
}

impl Chains {
    /// New values for an operation.
    pub(super) async fn renewed(
        &self,
        context: &Context<'_>,
        index: usize,
    ) -> Option<(Walk, Vec<Live>)> {
        let mut walk = Walk::default();
        self.provide(context, &mut walk, index, true).await;
        let lives = self.lives(&walk, index);
        (!lives.is_empty()).then_some((walk, lives))
    }
}

impl Renew for Chains {
    fn renew<'c>(
        &'c self,
        context: &'c Context<'_>,
        operation: usize,
    ) -> Pin<Box<dyn Future<Output = Option<Vec<Live>>> + 'c>> {
        Box::pin(async move {
            let (_, lives) = self.renewed(context, operation).await?;
            Some(lives)
        })
    }
}
