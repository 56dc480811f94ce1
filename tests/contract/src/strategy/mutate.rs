//! One change at one place of a value.

use serde_json::{Map, Value};

use crate::pointer;

use super::repeat::{self, Repeated};

/// A change, and where it is made.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mutation {
    pub(super) pointer: String,
    pub(super) change: Change,
}

/// What is changed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Change {
    /// The value becomes another.
    Replace(Value),
    /// The object gets this member, or its member gets this value.
    Insert(String, Value),
    /// The object loses this member.
    Remove(String),
    /// The member stands twice, and has this value where it stands first. That changes the text
    /// alone.
    Repeat(String, Value),
    /// The item stands twice.
    RepeatItem(usize),
    /// Every object from here down has its members in reverse order.
    Reverse,
}

impl Mutation {
    /// The changed value; `None` where the change does not apply, or changes
    /// nothing.
    pub(super) fn apply(&self, base: &Value) -> Option<Value> {
        let mut value = base.clone();
        let place = value.pointer_mut(&self.pointer)?;
        match &self.change {
            Change::Replace(replacement) => *place = replacement.clone(),
            Change::Insert(name, member) => {
                place.as_object_mut()?.insert(name.clone(), member.clone());
            }
            Change::Remove(name) => {
                place.as_object_mut()?.shift_remove(name)?;
            }
            Change::Repeat(name, _) => {
                place.as_object()?.get(name)?;
                return Some(value);
            }
            Change::RepeatItem(index) => {
                let items = place.as_array_mut()?;
                items.push(items.get(*index)?.clone());
            }
            Change::Reverse => {
                if !reverse(place) {
                    return None;
                }
                return Some(value);
            }
        }
        (value != *base).then_some(value)
    }

    /// The text of the value, where it takes more than the value to write it.
    pub(super) fn repeated(&self, value: &Value) -> Option<Repeated> {
        match &self.change {
            Change::Repeat(name, first) => repeat::text(value, &self.pointer, name, first),
            Change::Replace(_)
            | Change::Insert(..)
            | Change::Remove(_)
            | Change::RepeatItem(_)
            | Change::Reverse => None,
        }
    }

    /// What may not be taken out of the value, so that the change still applies.
    pub(super) fn keeps(&self) -> String {
        match &self.change {
            Change::Repeat(..) => self.touched(),
            Change::Replace(_)
            | Change::Insert(..)
            | Change::Remove(_)
            | Change::RepeatItem(_)
            | Change::Reverse => self.pointer.clone(),
        }
    }

    /// The place that differs afterwards.
    pub(super) fn touched(&self) -> String {
        match &self.change {
            Change::Insert(name, _) | Change::Remove(name) | Change::Repeat(name, _) => {
                pointer::join(&self.pointer, name)
            }
            Change::Replace(_) | Change::RepeatItem(_) | Change::Reverse => self.pointer.clone(),
        }
    }
}

/// Reverses the members of all objects; whether any had more than one.
fn reverse(value: &mut Value) -> bool {
    match value {
        Value::Object(members) => {
            let mut reversed = members.len() > 1;
            for member in members.values_mut() {
                reversed |= reverse(member);
            }
            let backwards: Map<String, Value> = std::mem::take(members).into_iter().rev().collect();
            *members = backwards;
            reversed
        }
        Value::Array(items) => {
            let mut reversed = false;
            for item in items {
                reversed |= reverse(item);
            }
            reversed
        }
        _ => false,
    }
}
