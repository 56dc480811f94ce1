//! Sequences of requests in which each has what those before it gave.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::Pin;

use serde_json::Value;

use super::graph::{Graph, Input};
use crate::finding::Phase;
use crate::oracle::Violation;
use crate::pointer;
use crate::run::base;
use crate::run::case::{Case, Intent};
use crate::run::context::{Context, Performed};
use crate::run::pins::{At, Live};

/// No sequence has more steps before its last one.
const MAX_STEPS: usize = 24;

/// Optional inputs that are tried one by one where an operation refuses what is plain.
const MOST_TRIED: usize = 6;

/// Places of one array that get a live value.
const ITEMS: usize = 3;

/// What walks.
#[derive(Debug)]
pub(in crate::run) struct Chains {
    pub(super) graph: Graph,
    /// Optional inputs without which an operation refuses everything, by its number.
    pub(super) needed: RefCell<BTreeMap<usize, BTreeSet<usize>>>,
    /// Producers whose optional inputs were tried.
    pub(super) tried: RefCell<BTreeSet<usize>>,
}

/// The steps of a sequence, and what they gave.
#[derive(Debug, Default)]
pub(in crate::run) struct Walk {
    /// What was given, by key.
    pub(in crate::run) values: BTreeMap<String, Value>,
    /// The requests that were accepted.
    pub(in crate::run) steps: Vec<Step>,
    /// Members of bodies that every request gets where it has such a place.
    pub(in crate::run) given: Vec<(usize, String, Value)>,
    /// Whether each answer is judged by itself, too.
    is_judged: bool,
    sent: usize,
}

impl Walk {
    /// A walk whose answers are judged by themselves, too.
    pub(super) fn judged() -> Self {
        Self {
            is_judged: true,
            ..Self::default()
        }
    }
}

/// One request of a sequence.
#[derive(Clone, Debug)]
pub(in crate::run) struct Step {
    pub(in crate::run) case: Case,
    pub(in crate::run) performed: Performed,
}

type Answer<'c, T> = Pin<Box<dyn Future<Output = T> + 'c>>;

impl Chains {
    /// Gets what an operation must have, and what is optional too where `all` says so.
    pub(in crate::run) async fn provide(
        &self,
        context: &Context<'_>,
        walk: &mut Walk,
        index: usize,
        all: bool,
    ) {
        let mut under_way = vec![index];
        for (number, input) in self.graph.inputs[index].iter().enumerate() {
            if all || input.is_required || self.is_needed(index, number) {
                self.obtain(context, walk, &input.keys, &mut under_way)
                    .await;
            }
        }
    }

    /// Gets a value by calling what gives it.
    pub(super) fn obtain<'c>(
        &'c self,
        context: &'c Context<'_>,
        walk: &'c mut Walk,
        keys: &'c [String],
        under_way: &'c mut Vec<usize>,
    ) -> Answer<'c, bool> {
        Box::pin(async move {
            if keys.iter().any(|key| walk.values.contains_key(key)) {
                return true;
            }
            for producer in self.graph.producers_of(keys) {
                if under_way.contains(&producer) || walk.sent >= MAX_STEPS || context.is_over() {
                    continue;
                }
                under_way.push(producer);
                for (number, input) in self.graph.inputs[producer].iter().enumerate() {
                    if input.is_required || self.is_needed(producer, number) {
                        self.obtain(context, walk, &input.keys, under_way).await;
                    }
                }
                let step = self.step(context, walk, producer).await;
                let is_new = self.tried.borrow_mut().insert(producer);
                if is_new && step.is_some_and(|step| step.is_refused()) {
                    self.with_one_more(context, walk, producer, under_way).await;
                }
                under_way.pop();
                if keys.iter().any(|key| walk.values.contains_key(key)) {
                    return true;
                }
            }
            false
        })
    }

    /// Tries one optional input after the other, until one is what was lacking.
    pub(super) async fn with_one_more(
        &self,
        context: &Context<'_>,
        walk: &mut Walk,
        index: usize,
        under_way: &mut Vec<usize>,
    ) -> Option<Step> {
        let optional = self.graph.inputs[index].iter().enumerate();
        let optional = optional.filter(|(_, input)| !input.is_required);
        for (number, input) in optional.take(MOST_TRIED) {
            if !self.obtain(context, walk, &input.keys, under_way).await {
                continue;
            }
            let needed = || self.needed.borrow_mut();
            needed().entry(index).or_default().insert(number);
            let step = self.step(context, walk, index).await;
            if step.as_ref().is_some_and(Step::is_accepted) {
                return step;
            }
            needed().entry(index).or_default().remove(&number);
        }
        None
    }

    /// Calls an operation with what there is, and keeps what it gives.
    pub(super) async fn step(
        &self,
        context: &Context<'_>,
        walk: &mut Walk,
        index: usize,
    ) -> Option<Step> {
        let case = self.case(context, walk, index)?;
        walk.sent += 1;
        self.take(context, walk, index, case).await
    }

    /// Sends a case as the next step, and keeps what it gives. What is wrong with the answer by
    /// itself is reported with all that led to it.
    pub(super) async fn take(
        &self,
        context: &Context<'_>,
        walk: &mut Walk,
        index: usize,
        mut case: Case,
    ) -> Option<Step> {
        // Whether it should be accepted is said by what is done before.
        case.intent = Intent::Either;
        let performed = context.perform(&case).await?;
        let problems = if walk.is_judged {
            context.judge(&case, &performed)
        } else {
            Vec::new()
        };
        for problem in problems {
            let mut exchanges: Vec<_> = walk.steps.iter().map(|step| &step.performed).collect();
            exchanges.push(&performed);
            context.report(&case, &exchanges, problem);
        }
        let step = Step { case, performed };
        if step.is_accepted() {
            self.learn(context, walk, index, &step);
            walk.steps.push(step.clone());
        }
        Some(step)
    }

    /// The plainest case of an operation, with what there is.
    pub(in crate::run) fn case(
        &self,
        context: &Context<'_>,
        walk: &Walk,
        index: usize,
    ) -> Option<Case> {
        let mut case = match base::minimal(context, index, Phase::Chains) {
            Ok(case) => case,
            Err(why) => {
                let label = context.api.operations[index].label();
                context.tally.borrow_mut().skip(label, why, true);
                return None;
            }
        };
        for live in self.lives(walk, index) {
            live.put(&mut case, false);
        }
        for (operation, place, value) in &walk.given {
            if *operation == index
                && let Some(body) = case.value_mut()
            {
                insert(body, place, value.clone());
            }
        }
        Some(case)
    }

    /// What there is for an operation, and where it goes.
    pub(super) fn lives(&self, walk: &Walk, index: usize) -> Vec<Live> {
        let mut lives = Vec::new();
        for (number, input) in self.graph.inputs[index].iter().enumerate() {
            let Some(value) = input.keys.iter().find_map(|key| walk.values.get(key)) else {
                continue;
            };
            let is_needed = input.is_required || self.is_needed(index, number);
            for (item, at) in places(input).into_iter().enumerate() {
                lives.push(Live {
                    at,
                    value: value.clone(),
                    is_needed: is_needed && item == 0,
                });
            }
        }
        lives
    }

    pub(super) fn is_needed(&self, index: usize, number: usize) -> bool {
        let needed = self.needed.borrow();
        needed
            .get(&index)
            .is_some_and(|needed| needed.contains(&number))
    }

    /// Keeps what an answer gives.
    pub(super) fn learn(&self, context: &Context<'_>, walk: &mut Walk, index: usize, step: &Step) {
        let Some(body) = step.performed.json() else {
            return;
        };
        // The surest key of a value counts before the name of another one.
        for rank in 0..2 {
            let mut met = BTreeSet::new();
            for field in &self.graph.outputs[index] {
                let value = body.pointer(&field.instance);
                let value = value.filter(|value| value.is_string() || value.is_number());
                // A value that breaks its schema would spoil all requests that it is put into.
                let value = value.filter(|value| satisfies(context, &field.pointer, value));
                if let (Some(key), Some(value)) = (field.keys.get(rank), value)
                    && met.insert(key)
                {
                    walk.values.insert(key.clone(), value.clone());
                }
            }
        }
    }
}

impl Step {
    pub(in crate::run) fn is_accepted(&self) -> bool {
        let status = self.performed.status();
        status.is_some_and(|status| (200..300).contains(&status))
    }

    /// Whether the server refused it, and did not fail.
    pub(super) fn is_refused(&self) -> bool {
        let status = self.performed.status();
        status.is_some_and(|status| (400..500).contains(&status))
    }
}

/// Whether a value satisfies a schema, as far as that can be said.
fn satisfies(context: &Context<'_>, schema: &str, value: &Value) -> bool {
    match context.api.oracle.check(schema, value) {
        Ok(()) => true,
        Err(violations) => {
            let mut violations = violations.iter();
            violations.all(|violation| violation.keyword == Violation::UNCOMPILED)
        }
    }
}

/// The places of an input: several where it is an item of an array.
fn places(input: &Input) -> Vec<At> {
    let At::Body(instance) = &input.at else {
        return vec![input.at.clone()];
    };
    match pointer::split_last(instance) {
        Some((array, last)) if last == "0" => (0..ITEMS)
            .map(|item| At::Body(format!("{array}/{item}")))
            .collect(),
        _ => vec![input.at.clone()],
    }
}

/// Puts a value at a place of a body; objects on the way are made.
pub(in crate::run) fn insert(body: &mut Value, place: &str, value: Value) {
    let mut at = body;
    for segment in pointer::raw_segments(place) {
        let name = pointer::unescape(segment);
        if !at.is_object() && !at.is_array() {
            *at = Value::Object(serde_json::Map::new());
        }
        at = match at {
            Value::Object(members) => members.entry(name).or_insert(Value::Null),
            Value::Array(items) => {
                let Ok(index) = name.parse::<usize>() else {
                    return;
                };
                if index >= items.len() {
                    items.push(Value::Null);
                }
                let last = items.len() - 1;
                &mut items[index.min(last)]
            }
            _ => return,
        };
    }
    *at = value;
}
