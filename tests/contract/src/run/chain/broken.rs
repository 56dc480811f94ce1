//! Steps with a value that nobody gave, or that was given for something else.

use heck::ToSnakeCase as _;
use serde_json::Value;

use super::graph::Input;
use super::walk::{Chains, Walk};
use crate::check::Check;
use crate::run::check::Problem;
use crate::run::context::{Context, key};
use crate::run::pins::{At, Live};

/// Breaks the step of each operation that takes a value which the settings say must be known.
pub(super) async fn run(context: &Context<'_>, chains: &Chains) {
    let operations: Vec<usize> = context.operations().map(|(index, _)| index).collect();
    let kinds = kinds(context, chains).await;
    for index in operations {
        for (number, input) in chains.graph.inputs[index].iter().enumerate() {
            let is_kept = input.is_required || chains.is_needed(index, number);
            if is_kept && must_be_known(context, input) && !context.is_over() {
                step(context, chains, index, input, &kinds).await;
            }
        }
    }
}

fn must_be_known(context: &Context<'_>, input: &Input) -> bool {
    let known = &context.settings.chains.known;
    let mut keys = input.keys.iter().map(|key| key.trim_start_matches('#'));
    keys.any(|key| known.contains(key))
}

async fn step(
    context: &Context<'_>,
    chains: &Chains,
    index: usize,
    input: &Input,
    kinds: &[(String, Value)],
) {
    let operation = &context.api.operations[index];
    let mut walk = Walk::default();
    chains.provide(context, &mut walk, index, false).await;
    let own = input
        .keys
        .iter()
        .find_map(|key| walk.values.get(key))
        .cloned();
    let Some(own) = own else {
        let subject = format!("{}: {}", operation.label(), input.keys.join(", "));
        let mut tally = context.tally.borrow_mut();
        return tally.skip(subject, "no operation gave such a value", true);
    };
    let mut variants = vec![("altered", "a value that nobody gave", altered(&own))];
    for (key, other) in kinds {
        let is_same = is_of(input, key) || variants.iter().any(|(.., one)| one == other);
        if !is_same && other.is_string() == own.is_string() {
            variants.push(("another kind", "a value of another kind", other.clone()));
        }
    }
    for (cause, what, value) in variants {
        let Some(mut case) = chains.case(context, &walk, index) else {
            return;
        };
        case.label = what.to_owned();
        case.intent = crate::run::case::Intent::Either;
        let live = Live {
            at: input.at.clone(),
            value,
            is_needed: true,
        };
        live.put(&mut case, false);
        let Some(performed) = context.perform(&case).await else {
            continue;
        };
        if performed
            .status()
            .is_some_and(|status| (200..300).contains(&status))
        {
            let mut exchanges: Vec<_> = walk.steps.iter().map(|step| &step.performed).collect();
            exchanges.push(&performed);
            let status = performed.status().unwrap_or_default();
            let place = match &input.at {
                At::Body(place) => format!("`{place}` of the body"),
                At::Parameter(_, name) => format!("the parameter `{name}`"),
            };
            let problem = Problem {
                key: key(operation, Check::BrokenChain, &input.pointer, cause),
                message: format!("answered {status} to {what} at {place}"),
            };
            context.report(&case, &exchanges, problem);
        }
    }
}

/// A value of the same form that nobody gave.
fn altered(value: &Value) -> Value {
    match value {
        Value::String(text) => {
            let mut characters: Vec<char> = text.chars().collect();
            for character in characters.iter_mut().rev().take(6) {
                *character = match *character {
                    '9' => '1',
                    '0'..='8' => char::from(*character as u8 + 1),
                    'f' | 'z' => 'a',
                    'F' | 'Z' => 'A',
                    other if other.is_ascii_alphabetic() => char::from(other as u8 + 1),
                    other => other,
                };
            }
            Value::String(characters.into_iter().collect())
        }
        Value::Number(number) => match number.as_i64() {
            Some(number) => Value::from(number.saturating_add(1_000_003)),
            None => value.clone(),
        },
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => value.clone(),
    }
}

/// Whether an input takes values of a kind; the schema `PetId` is that of a member `pet_id`.
fn is_of(input: &Input, key: &str) -> bool {
    let name = key.trim_start_matches('#').to_snake_case();
    let mut keys = input.keys.iter();
    keys.any(|own| own.trim_start_matches('#').to_snake_case() == name)
}

/// A live value of each kind that must be known, with its key.
async fn kinds(context: &Context<'_>, chains: &Chains) -> Vec<(String, Value)> {
    let mut kinds = Vec::new();
    for known in &context.settings.chains.known {
        for key in [format!("#{known}"), known.clone()] {
            let keys = [key];
            let mut walk = Walk::default();
            if chains
                .obtain(context, &mut walk, &keys, &mut Vec::new())
                .await
                && let Some(value) = walk.values.remove(&keys[0])
            {
                let [key] = keys;
                kinds.push((key, value));
            }
        }
    }
    kinds
}
