//! Arrays and objects: how many elements and members there are.

use proptest::collection::vec;
use proptest::option;
use proptest::strategy::{BoxedStrategy, Just, Strategy as _};
use serde_json::{Map, Value};

use super::builder::Builder;
use super::shape::{Member, Shape};
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
    ) -> BoxedStrategy<Value> {
        let least = at_least(rules);
        if !self.fits_below(items, levels) {
            return Just(Value::Array(Vec::new())).boxed();
        }
        let most = at_most(rules).min(least + MORE);
        let items = self.within(items, levels - 1);
        let is_set = rules.iter().any(|rule| matches!(rule, Rule::UniqueItems));
        vec(items, least..=most.max(least))
            .prop_filter_map("too few elements differ", move |mut items| {
                if is_set {
                    without_doubles(&mut items);
                }
                (items.len() >= least).then_some(Value::Array(items))
            })
            .boxed()
    }

    pub(super) fn object(
        &mut self,
        members: &'static [Member],
        others: Option<&'static Shape>,
        counted: &'static [Rule],
        levels: u32,
    ) -> BoxedStrategy<Value> {
        let below = levels.saturating_sub(1);
        let fitting: Vec<&Member> = members
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
        let declared: Vec<BoxedStrategy<Option<Value>>> = fitting
            .iter()
            .map(|member| {
                let value = self.within(&member.shape, below);
                let (room, count) = if self.is_deep(&member.shape) {
                    (DEEP_MEMBERS, deep)
                } else {
                    (FLAT_MEMBERS, flat)
                };
                if member.is_required {
                    value.prop_map(Some).boxed()
                } else {
                    let usual = (room / count as f64).min(0.5);
                    option::weighted(share.unwrap_or(usual), value).boxed()
                }
            })
            .collect();
        let names: Vec<&'static str> = fitting.iter().map(|member| member.name.as_str()).collect();
        let missing = least.saturating_sub(fitting.len());
        let room = most.saturating_sub(names.len());
        let (value, many) = match others {
            Some(shape) if self.fits_below(shape, levels) => {
                (self.within(shape, below), missing + MORE)
            }
            _ => (bits::anything(), missing),
        };
        let many = many.min(room).max(missing);
        let others = vec((text::name(members, counted), value), missing..=many);
        (declared, others)
            .prop_filter_map("too few or too many members", move |(declared, others)| {
                let declared = names.iter().zip(declared);
                let declared =
                    declared.filter_map(|(name, value)| Some(((*name).to_owned(), value?)));
                let members: Map<String, Value> = declared.chain(others).collect();
                (least..=most)
                    .contains(&members.len())
                    .then_some(Value::Object(members))
            })
            .boxed()
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
