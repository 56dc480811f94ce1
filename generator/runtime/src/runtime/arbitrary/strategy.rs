//! The few strategies that all others consist of.
//!
//! Each strategy of `proptest` is a type of its own, which a crate compiles for itself. So all values
//! are drawn as JSON by these, whose functions are boxed: a new kind of value is a new function.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::strategy::{BoxedStrategy, Just, Strategy as _, Union};
use proptest::string::string_regex;
use serde_json::Value;

/// How JSON is drawn.
pub(super) type Drawing = BoxedStrategy<Value>;

/// Values that are made of a random number up to `most`, and shrink as that does; numbers that make no
/// value are drawn again, of which `whence` tells.
pub(super) fn made(
    whence: &'static str,
    most: u128,
    make: Box<dyn Fn(u128) -> Option<Value>>,
) -> Drawing {
    (0..=most).prop_filter_map(whence, make).boxed()
}

/// What becomes of drawn values; those of which nothing becomes are drawn again.
pub(super) fn kept(
    values: Drawing,
    whence: &'static str,
    keep: Box<dyn Fn(Value) -> Option<Value>>,
) -> Drawing {
    values.prop_filter_map(whence, keep).boxed()
}

/// One of these values, of which there is at least one; it shrinks to the first.
pub(super) fn listed<T: Clone + Into<Value>>(values: &'static [T]) -> Drawing {
    let last = values.len().saturating_sub(1);
    made(
        "no value is listed",
        u128::try_from(last).unwrap_or(u128::MAX),
        Box::new(|place| {
            let value = values.get(usize::try_from(place).ok()?)?;
            Some(value.clone().into())
        }),
    )
}

/// Always this value.
pub(super) fn always(value: Value) -> Drawing {
    Just(value).boxed()
}

/// One of several things, each as often as its weight says; it shrinks to the first.
pub(super) fn one_of(choices: Vec<(u32, Drawing)>) -> Drawing {
    Union::new_weighted(choices).boxed()
}

/// An array with a value of each.
pub(super) fn each(values: Vec<Drawing>) -> Drawing {
    values.prop_map(Value::Array).boxed()
}

/// An array of so many values.
pub(super) fn many(value: Drawing, count: RangeInclusive<usize>) -> Drawing {
    vec(value, count).prop_map(Value::Array).boxed()
}

/// Texts that an expression in the dialect of the crate `regex` matches; nothing where it cannot be
/// generated from.
pub(super) fn matching(expression: &str) -> Option<Drawing> {
    let texts = string_regex(expression).ok()?;
    Some(texts.prop_map(Value::String).boxed())
}
