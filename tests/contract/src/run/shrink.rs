//! The smallest request that shows a fault, and what it is about.

use serde_json::Value;

use super::base;
use super::case::{Body, Case, Given, Intent};
use super::check::Problem;
use super::context::{Context, Performed};
use super::pins::At;
use super::verdict::faults;
use crate::conform::Part;
use crate::finding::{Key, Phase};
use crate::pointer;
use crate::strategy::Values;

/// So many requests are sent for one finding, at most.
const MOST_REQUESTS: u32 = 120;

/// So many smaller requests are thought of for one finding, at most.
const MOST_THOUGHTS: u32 = 4000;

/// What is wrong with a request, in terms that stay when the rest of it changes.
type Wrong = Option<Vec<(Part, String, String)>>;

/// The smallest case with the same problem that was found with a bounded number of requests.
pub(super) async fn smallest(
    context: &Context<'_>,
    case: &Case,
    performed: &Performed,
    problem: Problem,
) -> (Case, Performed, Problem) {
    let mut best = (case.clone(), performed.clone(), problem);
    let is_plain = case.method.is_none() && !matches!(case.body, Body::Raw { .. });
    if !is_plain || performed.response.is_err() {
        return best;
    }
    let wanted = wrong(context, case, performed);
    let mut requests = 0;
    let mut thoughts = 0;
    'smaller: loop {
        for case in smaller(context, &best.0) {
            thoughts += 1;
            if requests >= MOST_REQUESTS || thoughts >= MOST_THOUGHTS || context.is_over() {
                break 'smaller;
            }
            let Ok(request) = case.request(context.api, context.settings) else {
                continue;
            };
            let trial = Performed {
                request: request.clone(),
                ..best.1.clone()
            };
            if wrong(context, &case, &trial) != wanted {
                continue;
            }
            requests += 1;
            let performed = context.send(&case, request).await;
            let problems = context.judge(&case, &performed);
            let same = problems
                .into_iter()
                .find(|problem| problem.key == best.2.key);
            if let Some(problem) = same {
                best = (case, performed, problem);
                continue 'smaller;
            }
        }
        break;
    }
    best
}

fn wrong(context: &Context<'_>, case: &Case, performed: &Performed) -> Wrong {
    let faults = faults(context, case, &performed.request)?;
    let places = faults
        .into_iter()
        .map(|fault| (fault.part, fault.instance, fault.keyword));
    Some(places.collect())
}

/// The cases that are one step smaller, the largest steps first.
fn smaller(context: &Context<'_>, case: &Case) -> Vec<Case> {
    let operation = &context.api.operations[case.operation];
    let mut found = Vec::new();
    for parameter in operation
        .parameters
        .iter()
        .filter(|parameter| !parameter.required)
    {
        let key = (parameter.location, parameter.name.clone());
        let is_fixed = context
            .settings
            .fixed(operation, &parameter.name, "")
            .is_some();
        if case.parameters.contains_key(&key) && !is_fixed {
            let mut without = case.clone();
            without.parameters.remove(&key);
            found.push(without);
        }
    }
    let focus = case.focus.as_ref().and_then(|focus| focus.at.as_ref());
    let keep = match (focus, &case.intent) {
        (Some(At::Body(pointer)), Intent::Invalid(_)) => Some(pointer.as_str()),
        _ => None,
    };
    if let Body::Value { media, value } = &case.body {
        let is_optional = operation.body.as_ref().is_some_and(|body| !body.required);
        if is_optional && keep.is_none() {
            let mut without = case.clone();
            without.body = Body::None;
            found.push(without);
        }
        let plain = base::minimal(context, case.operation, case.phase).ok();
        let plain = plain.as_ref().and_then(Case::value);
        let restored = plain.map(|plain| plainer(value, plain, keep));
        let restored = restored.into_iter().flatten();
        let simpler = Values::simpler(value, keep)
            .filter(|simpler| plain.is_none_or(|plain| is_no_less_plain(simpler, value, plain)));
        for value in restored.chain(simpler) {
            let mut simpler = case.clone();
            simpler.body = Body::Value {
                media: *media,
                value,
            };
            found.push(simpler);
        }
    }
    for (key, given) in &case.parameters {
        if let Given::Value(value) = given {
            for value in Values::simpler(value, None) {
                let mut simpler = case.clone();
                simpler.parameters.insert(key.clone(), Given::Value(value));
                found.push(simpler);
            }
        }
    }
    found
}

/// The values in which one member is that of the plainest request.
fn plainer(value: &Value, plain: &Value, keep: Option<&str>) -> Vec<Value> {
    let (Some(members), Some(others)) = (value.as_object(), plain.as_object()) else {
        return Vec::new();
    };
    let differing = members.iter().filter_map(|(name, member)| {
        let other = others.get(name).filter(|other| *other != member)?;
        let here = pointer::join("", name);
        if keep.is_some_and(|keep| pointer::is_within(keep, &here)) {
            return None;
        }
        let mut plainer = members.clone();
        plainer.insert(name.clone(), other.clone());
        Some(Value::Object(plainer))
    });
    differing.collect()
}

/// Whether all members stay that are those of the plainest request already.
fn is_no_less_plain(simpler: &Value, value: &Value, plain: &Value) -> bool {
    let others = plain.as_object().into_iter().flatten();
    let mut same = others.filter(|(name, other)| value.get(name) == Some(other));
    same.all(|(name, other)| simpler.get(name) == Some(other))
}

/// The key of a problem of a drawn request by what is left of it beyond what is required.
pub(super) fn attributed(context: &Context<'_>, case: &Case, key: Key) -> Key {
    let pointer = about(context, case).unwrap_or_else(|| key.pointer.clone());
    let tally = context.tally.borrow();
    let known = tally.findings.find(|known| {
        let is_same_place = known.pointer == pointer && known.operation == key.operation;
        is_same_place && known.check == key.check
    });
    match known {
        Some(known) => known.clone(),
        None => Key { pointer, ..key },
    }
}

/// The place in the document of the first thing that differs from the plainest request.
fn about(context: &Context<'_>, case: &Case) -> Option<String> {
    let operation = &context.api.operations[case.operation];
    let base = base::minimal(context, case.operation, Phase::Fuzzing).ok()?;
    for parameter in &operation.parameters {
        let key = (parameter.location, parameter.name.clone());
        if case.parameters.get(&key) != base.parameters.get(&key) {
            return Some(parameter.pointer.clone());
        }
    }
    let Body::Value { media, value } = &case.body else {
        return None;
    };
    let schema = operation
        .body
        .as_ref()?
        .media
        .get(*media)?
        .schema
        .as_ref()?;
    let instance = match base.value() {
        Some(plain) => difference(value, plain, String::new())?,
        None => String::new(),
    };
    Some(context.values.pointer_of(schema, value, &instance))
}

/// The first place at which a value differs from another.
fn difference(value: &Value, other: &Value, at: String) -> Option<String> {
    match (value, other) {
        (Value::Object(members), Value::Object(others)) => {
            members.iter().find_map(|(name, member)| {
                let here = pointer::join(&at, name);
                match others.get(name) {
                    Some(other) => difference(member, other, here),
                    None => Some(deepest(member, here)),
                }
            })
        }
        (Value::Array(items), Value::Array(others)) if !others.is_empty() => {
            let pairs = items.iter().zip(others).enumerate();
            pairs
                .filter_map(|(index, (item, other))| {
                    difference(item, other, format!("{at}/{index}"))
                })
                .next()
        }
        _ => (value != other).then_some(at),
    }
}

/// The place of the only thing in a value; of the value itself, where it holds several.
fn deepest(value: &Value, at: String) -> String {
    match value {
        Value::Object(members) if members.len() == 1 => match members.iter().next() {
            Some((name, member)) => deepest(member, pointer::join(&at, name)),
            None => at,
        },
        Value::Array(items) if items.len() == 1 => deepest(&items[0], format!("{at}/0")),
        _ => at,
    }
}
