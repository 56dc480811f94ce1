//! From shapes to strategies.
//!
//! A shape may lead back to itself, so each is drawn with a number of levels that may lie in each
//! other below it; what does not fit in there is left out where it may be.

use std::collections::HashMap;
use std::ptr;

use proptest::arbitrary::any;
use proptest::collection::vec;
use proptest::option;
use proptest::sample::select;
use proptest::strategy::{BoxedStrategy, Just, Strategy as _, Union};
use serde_json::{Map, Value};

use super::shape::{Member, Others, Part, Presence, Shape};
use super::{number, text};
use crate::runtime::Rule;
use crate::runtime::open_enum::{json, same};

/// How many levels lie in each other, where no more are needed.
const LEVELS: u32 = 5;

/// The most levels that are tried.
const MOST_LEVELS: u32 = 64;

/// How many elements more than demanded an array or map has.
const MORE: usize = 3;

/// About how many optional members of an object hold further objects or arrays.
const DEEP_MEMBERS: f64 = 2.0;

/// About how many other optional members of an object are present.
const FLAT_MEMBERS: f64 = 12.0;

/// What is known of shapes already.
#[derive(Default)]
pub(super) struct Builder {
    fitting: HashMap<(*const Shape, u32), bool>,
    made: HashMap<(*const Shape, u32), BoxedStrategy<Value>>,
}

impl Builder {
    /// The strategy for a shape; one that needs endless levels gives nothing.
    pub(super) fn strategy(&mut self, shape: &'static Shape) -> BoxedStrategy<Value> {
        let levels = (LEVELS..MOST_LEVELS).find(|levels| self.fits(shape, *levels));
        match levels {
            Some(levels) => self.within(shape, levels),
            None => Just(Value::Null)
                .prop_filter("a value of it has no end", |_| false)
                .boxed(),
        }
    }

    /// Whether a value of the shape fits in so many levels.
    fn fits(&mut self, shape: &'static Shape, levels: u32) -> bool {
        let key = (ptr::from_ref(shape), levels);
        if let Some(known) = self.fitting.get(&key) {
            return *known;
        }
        let fits = match shape {
            Shape::Of(other) => self.fits(other(), levels),
            Shape::Array(items, rules) => at_least(rules) == 0 || self.fits_below(items, levels),
            Shape::Map(values, rules) => at_least(rules) == 0 || self.fits_below(values, levels),
            Shape::Tuple(elements) => elements.iter().all(|it| self.fits_below(it, levels)),
            Shape::OneOf { parts, .. } => parts
                .iter()
                .any(|part| self.fits_below(&part.shape, levels)),
            Shape::Object { members, .. } => {
                let mut required = members
                    .iter()
                    .filter(|it| it.presence == Presence::Required);
                required.all(|member| self.fits_below(&member.shape, levels))
            }
            Shape::OrNull(_)
            | Shape::Any
            | Shape::Bool(_)
            | Shape::Text(_)
            | Shape::DateTime
            | Shape::Date
            | Shape::Uuid
            | Shape::Bytes
            | Shape::Ipv4
            | Shape::Ipv6
            | Shape::I32(_)
            | Shape::I64(_)
            | Shape::U32(_)
            | Shape::U64(_)
            | Shape::I128(_)
            | Shape::F32(_)
            | Shape::F64(_)
            | Shape::Listed(_)
            | Shape::Constant(_) => true,
        };
        self.fitting.insert(key, fits);
        fits
    }

    fn fits_below(&mut self, shape: &'static Shape, levels: u32) -> bool {
        levels > 0 && self.fits(shape, levels - 1)
    }

    /// The strategy for a shape that fits in so many levels.
    fn within(&mut self, shape: &'static Shape, levels: u32) -> BoxedStrategy<Value> {
        let key = (ptr::from_ref(shape), levels);
        if let Some(made) = self.made.get(&key) {
            return made.clone();
        }
        let made = self.make(shape, levels);
        self.made.insert(key, made.clone());
        made
    }

    fn make(&mut self, shape: &'static Shape, levels: u32) -> BoxedStrategy<Value> {
        match shape {
            Shape::Any => text::anything(),
            Shape::Bool(rules) => match only(rules) {
                Some(value) => Just(Value::from(value)).boxed(),
                None => any::<bool>().prop_map(Value::from).boxed(),
            },
            Shape::Text(rules) => text::text(rules),
            Shape::DateTime => text::date_time(),
            Shape::Date => text::date(),
            Shape::Uuid => text::uuid(),
            Shape::Bytes => text::bytes(),
            Shape::Ipv4 => any::<std::net::Ipv4Addr>()
                .prop_map(|it| it.to_string().into())
                .boxed(),
            Shape::Ipv6 => any::<std::net::Ipv6Addr>()
                .prop_map(|it| it.to_string().into())
                .boxed(),
            Shape::I32(rules) => number::whole(i32::MIN.into(), i32::MAX.into(), rules),
            Shape::I64(rules) => number::whole(i64::MIN.into(), i64::MAX.into(), rules),
            Shape::U32(rules) => number::whole(0, u32::MAX.into(), rules),
            Shape::U64(rules) => number::whole(0, u64::MAX.into(), rules),
            Shape::I128(rules) => number::whole(i128::MIN, i128::MAX, rules),
            Shape::F32(rules) => number::single(rules),
            Shape::F64(rules) => number::double(rules),
            Shape::Constant(text) => Just(json(text)).boxed(),
            Shape::Listed(values) => select(values()).boxed(),
            Shape::Of(other) => self.within(other(), levels),
            Shape::OrNull(inner) => {
                let null = Just(Value::Null).boxed();
                if self.fits(inner, levels) {
                    Union::new_weighted(vec![(1, null), (3, self.within(inner, levels))]).boxed()
                } else {
                    null
                }
            }
            Shape::Array(items, rules) => self.array(items, rules, levels),
            Shape::Map(values, rules) => self.object(&[], Some(*values), rules, levels),
            Shape::Tuple(elements) => {
                let below = levels.saturating_sub(1);
                let elements: Vec<_> = elements.iter().map(|it| self.within(it, below)).collect();
                elements.prop_map(Value::Array).boxed()
            }
            Shape::Object {
                members,
                others,
                counted,
            } => {
                let others = match others {
                    Others::Free => None,
                    Others::Like(shape) => Some(*shape),
                };
                self.object(members, others, counted, levels)
            }
            Shape::OneOf {
                parts,
                tag,
                is_known,
            } => {
                let parts = parts
                    .iter()
                    .filter_map(|part| self.part(part, *tag, levels));
                let parts: Vec<_> = parts.collect();
                let is_known = *is_known;
                let strategy = Union::new(parts);
                strategy
                    .prop_filter("it is read as something unknown", move |it| is_known(it))
                    .boxed()
            }
        }
    }

    /// One of several things, with the tag that names it.
    fn part(
        &mut self,
        part: &'static Part,
        tag: Option<&'static str>,
        levels: u32,
    ) -> Option<BoxedStrategy<Value>> {
        if !self.fits_below(&part.shape, levels) {
            return None;
        }
        let value = self.within(&part.shape, levels - 1);
        let tag = tag.filter(|_| !part.tags.is_empty());
        Some(match tag {
            None => value,
            Some(name) => (value, select(part.tags))
                .prop_map(move |(mut value, text)| {
                    if let Some(members) = value.as_object_mut() {
                        members.insert(name.to_owned(), text.into());
                    }
                    value
                })
                .boxed(),
        })
    }

    fn array(
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
            .prop_map(move |mut items| {
                if is_set {
                    without_doubles(&mut items);
                }
                items
            })
            .prop_filter("too few elements differ", move |items| items.len() >= least)
            .prop_map(Value::Array)
            .boxed()
    }

    fn object(
        &mut self,
        members: &'static [Member],
        others: Option<&'static Shape>,
        counted: &'static [Rule],
        levels: u32,
    ) -> BoxedStrategy<Value> {
        let below = levels.saturating_sub(1);
        let fitting: Vec<&Member> = members
            .iter()
            .filter(|member| {
                member.presence == Presence::Required || self.fits_below(&member.shape, levels)
            })
            .collect();
        let optional = |member: &&&Member| member.presence == Presence::Optional;
        let deep = fitting.iter().filter(optional);
        let deep = deep.filter(|member| is_deep(&member.shape)).count();
        let flat = fitting.iter().filter(optional).count() - deep;
        let (least, most) = (at_least(counted), at_most(counted));
        // Where a number of members is demanded, chance has to come near to it.
        let required = fitting.len() - deep - flat;
        let wanted = most.min(fitting.len()).midpoint(least.max(required));
        let share = wanted.saturating_sub(required) as f64 / (deep + flat).max(1) as f64;
        let share = (least > 0 || most < fitting.len()).then(|| share.clamp(0.01, 1.0));
        let declared: Vec<BoxedStrategy<Option<Value>>> = fitting
            .iter()
            .map(|member| {
                let value = self.within(&member.shape, below);
                let (room, count) = if is_deep(&member.shape) {
                    (DEEP_MEMBERS, deep)
                } else {
                    (FLAT_MEMBERS, flat)
                };
                match member.presence {
                    Presence::Required => value.prop_map(Some).boxed(),
                    Presence::Optional => {
                        let usual = (room / count as f64).min(0.5);
                        option::weighted(share.unwrap_or(usual), value).boxed()
                    }
                }
            })
            .collect();
        let names: Vec<&'static str> = fitting.iter().map(|member| member.name).collect();
        let missing = least.saturating_sub(fitting.len());
        let room = most.saturating_sub(names.len());
        let others = match others {
            Some(shape) if self.fits_below(shape, levels) => {
                Some((self.within(shape, below), missing + MORE))
            }
            _ => (missing > 0).then(|| (text::anything(), missing)),
        };
        let others = match others {
            Some((value, many)) => {
                let many = many.min(room).max(missing);
                vec((text::name(members), value), missing..=many).boxed()
            }
            None => Just(Vec::new()).boxed(),
        };
        (declared, others)
            .prop_map(move |(declared, others)| {
                let declared = names.iter().zip(declared);
                let declared =
                    declared.filter_map(|(name, value)| Some(((*name).to_owned(), value?)));
                declared.chain(others).collect::<Map<String, Value>>()
            })
            .prop_filter("too few or too many members", move |members| {
                (least..=most).contains(&members.len())
            })
            .prop_map(Value::Object)
            .boxed()
    }
}

/// Whether further values lie below a value of the shape.
fn is_deep(shape: &Shape) -> bool {
    match shape {
        Shape::Of(other) => is_deep(other()),
        Shape::OrNull(inner) => is_deep(inner),
        Shape::Object { .. }
        | Shape::OneOf { .. }
        | Shape::Array(..)
        | Shape::Tuple(_)
        | Shape::Map(..) => true,
        Shape::Any
        | Shape::Bool(_)
        | Shape::Text(_)
        | Shape::DateTime
        | Shape::Date
        | Shape::Uuid
        | Shape::Bytes
        | Shape::Ipv4
        | Shape::Ipv6
        | Shape::I32(_)
        | Shape::I64(_)
        | Shape::U32(_)
        | Shape::U64(_)
        | Shape::I128(_)
        | Shape::F32(_)
        | Shape::F64(_)
        | Shape::Listed(_)
        | Shape::Constant(_) => false,
    }
}

/// The one truth value that is allowed.
fn only(rules: &[Rule]) -> Option<bool> {
    rules.iter().find_map(|rule| match rule {
        Rule::Only(value) => Some(*value),
        _ => None,
    })
}

/// How many elements or members there are at least.
fn at_least(rules: &[Rule]) -> usize {
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
