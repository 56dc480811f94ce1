//! Numbers within the limits of rules.

use proptest::strategy::{BoxedStrategy, Strategy as _, Union};
use serde_json::Value;

use crate::runtime::Rule;
use crate::runtime::validate::{Measure, Number};

/// How far from its limit, or from zero, a number with one limit at most may be.
const FAR: f64 = 1e9;

/// The width of the range near zero that every second number is from.
const NEAR: i128 = 100;

/// Whole numbers from a range.
pub(super) fn whole(least: i128, most: i128, rules: &'static [Rule]) -> BoxedStrategy<Value> {
    let (mut least, mut most) = (least.max(i64::MIN.into()), most.min(u64::MAX.into()));
    for rule in rules {
        match *rule {
            Rule::Minimum(limit) | Rule::ExclusiveMinimum(limit) => {
                least = least.max(rounded(limit, f64::ceil));
            }
            Rule::Maximum(limit) | Rule::ExclusiveMaximum(limit) => {
                most = most.min(rounded(limit, f64::floor));
            }
            _ => {}
        }
    }
    let step = rules.iter().fold(1, |step, rule| match *rule {
        Rule::MultipleOf(Number::Int(other)) if other > 0 => multiple(step, other),
        _ => step,
    });
    let (first, last) = (up(least, step), most.div_euclid(step));
    let last = last.max(first);
    let start = first.max(0).min(last);
    let near = start..=last.min(start.saturating_add(NEAR));
    Union::new([near, first..=last])
        .prop_filter_map("out of its limits", move |factor| {
            let value = factor * step;
            if !value.keeps_all(rules) {
                return None;
            }
            let signed = i64::try_from(value).ok().map(Value::from);
            signed.or_else(|| u64::try_from(value).ok().map(Value::from))
        })
        .boxed()
}

/// Numbers that a float of 64 bits holds, and that are read back as they are written: of the longest
/// decimals, the parser of JSON may miss the last bit.
pub(super) fn double(rules: &'static [Rule]) -> BoxedStrategy<Value> {
    floats(rules)
        .prop_filter_map("out of its limits", move |value| {
            if !value.keeps_all(rules) {
                return None;
            }
            let written = serde_json::to_string(&value).ok()?;
            let read: f64 = serde_json::from_str(&written).ok()?;
            (read == value).then(|| value.into())
        })
        .boxed()
}

/// Numbers that a float of 32 bits holds, as they are written.
pub(super) fn single(rules: &'static [Rule]) -> BoxedStrategy<Value> {
    floats(rules)
        .prop_filter_map("out of its limits", move |value| {
            let value = value as f32;
            if !value.is_finite() || !value.keeps_all(rules) {
                return None;
            }
            value.to_string().parse::<f64>().ok().map(Value::from)
        })
        .boxed()
}

fn floats(rules: &[Rule]) -> BoxedStrategy<f64> {
    let (mut least, mut most, mut step) = (None::<f64>, None::<f64>, None);
    for rule in rules {
        match *rule {
            Rule::Minimum(limit) | Rule::ExclusiveMinimum(limit) => {
                least = Some(least.map_or(float(limit), |known| known.max(float(limit))));
            }
            Rule::Maximum(limit) | Rule::ExclusiveMaximum(limit) => {
                most = Some(most.map_or(float(limit), |known| known.min(float(limit))));
            }
            Rule::MultipleOf(limit) => step = Some(float(limit)),
            _ => {}
        }
    }
    let (least, most) = match (least, most) {
        (Some(least), Some(most)) => (least, most.max(least)),
        (Some(least), None) => (least, least.max(0.0) + FAR),
        (None, Some(most)) => (most.min(0.0) - FAR, most),
        (None, None) => (-FAR, FAR),
    };
    match step.filter(|step| *step > 0.0) {
        // A decimal is a multiple of another as it is written, so it is written that way.
        Some(step) => {
            let places = step.to_string();
            let places = places.split_once('.').map_or(0, |(_, places)| places.len());
            let (first, last) = ((least / step).ceil() as i64, (most / step).floor() as i64);
            (first..=last.max(first))
                .prop_filter_map("not a number", move |factor| {
                    format!("{:.places$}", factor as f64 * step).parse().ok()
                })
                .boxed()
        }
        None => {
            let start = least.max(0.0).min(most);
            let near = start..=most.min(start + NEAR as f64);
            Union::new([near, least..=most]).boxed()
        }
    }
}

fn float(number: Number) -> f64 {
    match number {
        Number::Int(value) => value as f64,
        Number::Float(value) => value,
    }
}

fn rounded(number: Number, round: fn(f64) -> f64) -> i128 {
    match number {
        Number::Int(value) => value,
        // The cast stops at the ends of the range.
        Number::Float(value) => round(value) as i128,
    }
}

/// The number of steps to the first multiple that is not below a number.
const fn up(least: i128, step: i128) -> i128 {
    -((-least).div_euclid(step))
}

/// The least number that is a multiple of both.
const fn multiple(a: i128, b: i128) -> i128 {
    let (mut divisor, mut rest) = (a, b);
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    (a / divisor).saturating_mul(b)
}
