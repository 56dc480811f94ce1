//! Arrays and objects: how many elements and members there are.

use serde_json::{Map, Value};

use super::builder::Builder;
use super::shape::{Member, Shape};
use super::strategy::{Drawing, always, each, kept, many, one_of};
use super::{bits, text};
use crate::runtime::Rule;
use crate::runtime::open_enum::same;

/// How many elements more than demanded an array or map has.
const MORE: usize = 3;

/// About how many optional members of an object hold further objects or arrays.
const DEEP_MEMBERS: f64 = 2.0;

/// About how many other optional members of an object are present.
const FLAT_MEMBERS: f64 = 12.0;

impl Builder {
    pub(super) fn array(
        &mut self,
        items: &'static Shape,
        rules: &'static [Rule],
        levels: u32,
    ) -> Drawing {
        let least = at_least(rules);
        if !self.fits_below(items, levels) {
            return always(Value::Array(Vec::new()));
        }
        let most = at_most(rules).min(least + MORE);
        let items = self.within(items, levels - 1);
        let is_set = rules.iter().any(|rule| matches!(rule, Rule::UniqueItems));
        let items = many(items, least..=most.max(least));
        if !is_set {
            return items;
        }
        kept(
            items,
            "too few elements differ",
            Box::new(move |mut items| {
                let differing = items.as_array_mut()?;
                without_doubles(differing);
                (differing.len() >= least).then_some(items)
            }),
        )
    }

    pub(super) fn object(
        &mut self,
        members: &'static [Member],
        others: Option<&'static Shape>,
        counted: &'static [Rule],
        levels: u32,
    ) -> Drawing {
        let below = levels.saturating_sub(1);
        let fitting: Vec<&'static Member> = members
            .iter()
            .filter(|member| member.is_required || self.fits_below(&member.shape, levels))
            .collect();
        let optional = |member: &&&Member| !member.is_required;
        let deep = fitting.iter().filter(optional);
        let deep = deep.filter(|member| self.is_deep(&member.shape)).count();
        let flat = fitting.iter().filter(optional).count() - deep;
        let (least, most) = (at_least(counted), at_most(counted));
        // Where a number of members is demanded, chance has to come near to it.
        let required = fitting.len() - deep - flat;
        let wanted = most.min(fitting.len()).midpoint(least.max(required));
        let share = wanted.saturating_sub(required) as f64 / (deep + flat).max(1) as f64;
        let share = (least > 0 || most < fitting.len()).then(|| share.clamp(0.01, 0.99));
        let mut parts = Vec::new();
        for member in &fitting {
            let value = self.within(&member.shape, below);
            if member.is_required {
                parts.push(value);
                continue;
            }
            let (room, count) = if self.is_deep(&member.shape) {
                (DEEP_MEMBERS, deep)
            } else {
                (FLAT_MEMBERS, flat)
            };
            let usual = (room / count as f64).min(0.5);
            let weight = (share.unwrap_or(usual) * 1_000.0).clamp(1.0, 999.0) as u32;
            let absent = always(Value::Array(Vec::new()));
            parts.push(one_of(vec![
                (1_000 - weight, absent),
                (weight, each(vec![value])),
            ]));
        }
        let missing = least.saturating_sub(fitting.len());
        let room = most.saturating_sub(fitting.len());
        let (value, most_others) = match others {
            Some(shape) if self.fits_below(shape, levels) => {
                (self.within(shape, below), missing + MORE)
            }
            _ => (bits::anything(), missing),
        };
        let most_others = most_others.min(room).max(missing);
        let other = each(vec![text::name(members, counted), value]);
        parts.push(many(other, missing..=most_others));
        kept(
            each(parts),
            "too few or too many members",
            Box::new(move |parts| {
                let members = put_together(&fitting, parts)?;
                (least..=most)
                    .contains(&members.len())
                    .then_some(Value::Object(members))
            }),
        )
    }

    /// Whether further values lie below a value of the shape.
    fn is_deep(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Of(name) => self.is_deep(self.shapes.of(name)),
            Shape::OrNull(inner) => self.is_deep(inner),
            Shape::Array(..) | Shape::Tuple(_) | Shape::Object { .. } | Shape::OneOf { .. } => true,
            _ => false,
        }
    }
}

/// The object of what was drawn: the value of each required member, an array with the value of an
/// optional one or without, and at the end an array of pairs, which are the other members.
fn put_together(declared: &[&Member], drawn: Value) -> Option<Map<String, Value>> {
    let Value::Array(mut drawn) = drawn else {
        return None;
    };
    let Some(Value::Array(others)) = drawn.pop() else {
        return None;
    };
    let mut members = Map::new();
    for (member, mut value) in declared.iter().zip(drawn) {
        if !member.is_required {
            let Some(present) = value.as_array_mut()?.pop() else {
                continue;
            };
            value = present;
        }
        members.insert(member.name.clone(), value);
    }
    for mut pair in others {
        let name = pair[0].as_str()?.to_owned();
        members.insert(name, pair[1].take());
    }
    Some(members)
}

/// How many elements or members there are at least.
pub(super) fn at_least(rules: &[Rule]) -> usize {
    let limits = rules.iter().map(|rule| match rule {
        Rule::MinItems(limit) | Rule::MinProperties(limit) => *limit,
        _ => 0,
    });
    limits.max().unwrap_or(0)
}

/// How many elements or members there are at most.
fn at_most(rules: &[Rule]) -> usize {
    let limits = rules.iter().filter_map(|rule| match rule {
        Rule::MaxItems(limit) | Rule::MaxProperties(limit) => Some(*limit),
        _ => None,
    });
    limits.min().unwrap_or(usize::MAX)
}

/// Takes out what is equal to something before it.
fn without_doubles(items: &mut Vec<Value>) {
    let mut kept: Vec<Value> = Vec::with_capacity(items.len());
    for item in items.drain(..) {
        if !kept.iter().any(|other| same(other, &item)) {
            kept.push(item);
        }
    }
    *items = kept;
}
