//! The values at the borders of what a place may be, on both sides: the same in each run.
//!
//! Which side one is on is said by the oracle, never by what it was made for.

mod tried;

use serde_json::Value;

use crate::oracle::Violation;
use crate::pointer;

use super::place::Place;
use super::plan::Plan;
use tried::Change;

/// Keywords that say of a value only that none or several of their members are it.
const UNIONS: [&str; 4] = ["oneOf", "anyOf", "not", "if"];

/// A value at a border.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    /// What is tried: the keyword that is broken, or `null`, `coercion`, `any type`, `absent`,
    /// `present`, `text`…
    pub kind: String,
    /// What the value is, in words.
    pub what: String,
    /// The whole value.
    pub value: Value,
    /// What the schema says of it.
    pub standing: Standing,
}

/// What a schema says of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is valid.
    Valid,
    /// It is not.
    Invalid,
    /// It is valid, yet a server may have good reasons to refuse it: very long, very large.
    Doubtful,
}

/// The borders of a place, in the value that is its base.
pub(super) fn all(plan: &Plan, pointer: &str, place: &Place) -> Vec<Boundary> {
    let base = &place.base;
    let Some(here) = base.pointer(&place.instance) else {
        return Vec::new();
    };
    let list = tried::all(plan, place, here);
    let judged = list.into_iter().filter_map(|change| {
        let value = applied(base, &place.instance, &change)?;
        let is_same = change.kind != "present" && value == *base;
        let violations = plan.oracle.check_in(plan.direction, pointer, &value).err();
        let standing = match (&violations, change.is_doubtful) {
            (Some(_), _) => Standing::Invalid,
            (None, true) => Standing::Doubtful,
            (None, false) => Standing::Valid,
        };
        (!is_same).then_some(Boundary {
            kind: kind(change.kind, &place.instance, violations.as_deref()),
            what: change.what,
            value,
            standing,
        })
    });
    let mut found: Vec<Boundary> = Vec::new();
    for boundary in judged {
        if !found.iter().any(|known| known.value == boundary.value) {
            found.push(boundary);
        }
    }
    found
}

/// What is broken, as the oracle has it: what a value was made for may be another keyword, or none.
fn kind(tried: &str, instance: &str, violations: Option<&[Violation]>) -> String {
    let is_named = ["null", "coercion", "absent", "any type"].contains(&tried);
    let here = violations.into_iter().flatten().filter(|violation| {
        violation.instance_pointer == instance && !UNIONS.contains(&violation.keyword.as_str())
    });
    let keywords: Vec<_> = here.map(|violation| violation.keyword.as_str()).collect();
    match keywords.first() {
        Some(first) if !is_named && !keywords.iter().any(|keyword| tried.starts_with(keyword)) => {
            (*first).to_owned()
        }
        _ => tried.to_owned(),
    }
}

fn applied(base: &Value, instance: &str, change: &Change) -> Option<Value> {
    let mut value = base.clone();
    match &change.with {
        Some(with) => *value.pointer_mut(instance)? = with.clone(),
        None => {
            let (parent, name) = pointer::split_last(instance)?;
            let members = value.pointer_mut(parent)?.as_object_mut()?;
            members.shift_remove(&name)?;
        }
    }
    Some(value)
}
