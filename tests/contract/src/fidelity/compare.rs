//! What came back against what was sent.

use serde_json::Value;

use crate::equal;
use crate::pointer;

use super::judge::{Finding, Promise, finding};

/// What came back is what was sent.
pub(super) fn same(promise: Promise, sent: &Value, back: &Value) -> Result<(), Finding> {
    equal::same(sent, back).or_else(|at| {
        let show = |value: &Value| match value.pointer(&at) {
            Some(value) => value.to_string(),
            None => "nothing".to_owned(),
        };
        let what = format!("{} comes back as {}", show(sent), show(back));
        finding(promise, at, what)
    })
}

/// What is refused is refused at the place that it should be.
pub(super) fn at_place(expected: &str, found: &str) -> Result<(), Finding> {
    if expected == found {
        Ok(())
    } else {
        let what = format!("refused, but at `{found}`");
        finding(Promise::Refused, expected, what)
    }
}

/// The value without the member at a place.
pub(super) fn without(value: &Value, place: &str) -> Value {
    let mut value = value.clone();
    if let Some((parent, name)) = pointer::split_last(place)
        && let Some(Value::Object(members)) = value.pointer_mut(parent)
    {
        members.shift_remove(&name);
    }
    value
}

/// Takes out of a value the nulls that did not come back.
pub(super) fn drop_lost_nulls(value: &mut Value, back: &Value) {
    match (value, back) {
        (Value::Object(members), Value::Object(back)) => {
            members.retain(|name, member| !member.is_null() || back.contains_key(name));
            for (name, member) in members {
                if let Some(back) = back.get(name) {
                    drop_lost_nulls(member, back);
                }
            }
        }
        (Value::Array(items), Value::Array(back)) => {
            for (item, back) in items.iter_mut().zip(back) {
                drop_lost_nulls(item, back);
            }
        }
        _ => {}
    }
}
