//! Phase *chains*: values flow from answers to requests.
//!
//! [`graph`] knows which operation gives what another one takes: by the name of a schema, of a
//! member or a parameter. [`walk`] calls them one after the other. [`prepare`] gets live values for
//! every other phase; [`broken`] and [`rules`] hold the server to what must not happen, and what
//! must.

mod broken;
mod field;
mod graph;
mod prepare;
mod rest;
mod rules;
mod walk;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::context::Context;
use graph::Graph;
use walk::Chains;

use rules::Rule;
pub(in crate::run) use rules::find;
pub(in crate::run) use walk::{Step, Walk, insert};

/// The chains of a document.
#[derive(Clone, Debug)]
pub(super) struct Walker(pub(super) Rc<Chains>);

impl Walker {
    pub(super) fn new(context: &Context<'_>) -> Self {
        Self(Rc::new(Chains {
            graph: Graph::new(context.api, context.settings),
            needed: RefCell::new(BTreeMap::new()),
            tried: RefCell::new(BTreeSet::new()),
        }))
    }

    /// Gets live values for every operation.
    pub(super) async fn prepare(&self, context: &Context<'_>) {
        prepare::run(context, &self.0).await;
    }

    /// The members of bodies with one of these names, by operation.
    pub(super) fn members(
        &self,
        context: &Context<'_>,
        names: &BTreeSet<String>,
    ) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for (index, operation) in context.api.operations.iter().enumerate() {
            let media = operation.body.as_ref().and_then(|body| body.media.first());
            let Some(schema) = media.and_then(|media| media.schema.as_ref()) else {
                continue;
            };
            let places = field::named_members(&context.api.document, schema, names);
            found.extend(places.into_iter().map(|place| (index, place)));
        }
        found
    }

    /// Runs the phase.
    pub(super) async fn run(&self, context: &Context<'_>) {
        let chains = &*self.0;
        let told = context.settings.chains.rules.iter().cloned();
        let rules: Vec<_> = rest::rules(context.api).into_iter().chain(told).collect();
        context.announce(rules.len() as u64);
        for rule in rules {
            if context.is_over() {
                return;
            }
            rules::hold(context, chains, &rule).await;
        }
        broken::run(context, chains).await;
    }
}
