//! Numbers within the limits of rules.

use serde_json::Value;

use super::strategy::{Drawing, made};
use crate::runtime::Rule;
use crate::runtime::validate::{Measure, Number};

/// How far from its limit, or from zero, a number with one limit at most may be.
const FAR: f64 = 1e9;

/// The width of the range near zero that every second number is from.
const NEAR: u128 = 100;

/// Why a number is dropped.
const OUTSIDE: &str = "out of its limits";

/// Whole numbers from a range.
pub(super) fn whole(least: i128, most: i128, rules: &'static [Rule]) -> Drawing {
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
    let most = last.max(first).abs_diff(first).saturating_mul(2);
    made(
        OUTSIDE,
        most.saturating_add(1),
        Box::new(move |bits| {
            let value = between(bits, first, last)? * step;
            if !value.keeps_all(rules) {
                return None;
            }
            let signed = i64::try_from(value).ok().map(Value::from);
            signed.or_else(|| u64::try_from(value).ok().map(Value::from))
        }),
    )
}

/// A whole number from a range, every second one from near the first that is not below zero; fewer
/// bits lead nearer to that.
fn between(bits: u128, first: i128, last: i128) -> Option<i128> {
    let last = last.max(first);
    let start = first.max(0).min(last);
    let most = if bits & 1 == 0 {
        last.abs_diff(start).min(NEAR)
    } else {
        last.abs_diff(first)
    };
    let ahead = i128::try_from((bits >> 1) % most.checked_add(1)?).ok()?;
    let value = start.checked_add(ahead)?;
    // Behind the last follows the first.
    Some(if value > last {
        first + (value - last - 1)
    } else {
        value
    })
}

/// Numbers that a float of 64 bits holds, and that are read back as they are written: of the longest
/// decimals, the parser of JSON may miss the last bit.
pub(super) fn double(rules: &'static [Rule]) -> Drawing {
    let floats = Floats::of(rules);
    made(
        OUTSIDE,
        FLOAT_BITS,
        Box::new(move |bits| {
            let value = floats.draw(bits)?;
            if !value.keeps_all(rules) {
                return None;
            }
            let written = Value::from(value).to_string();
            let read: Value = written.parse().ok()?;
            (read == value).then_some(read)
        }),
    )
}

/// Numbers that a float of 32 bits holds, as they are written.
pub(super) fn single(rules: &'static [Rule]) -> Drawing {
    let floats = Floats::of(rules);
    made(
        OUTSIDE,
        FLOAT_BITS,
        Box::new(move |bits| {
            let value = floats.draw(bits)? as f32;
            if !value.is_finite() || !value.keeps_all(rules) {
                return None;
            }
            value.to_string().parse::<f64>().ok().map(Value::from)
        }),
    )
}

/// The floats that limits leave.
struct Floats {
    least: f64,
    most: f64,
    step: Option<f64>,
}

impl Floats {
    fn of(rules: &[Rule]) -> Self {
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
        Self {
            least,
            most,
            step: step.filter(|step| *step > 0.0),
        }
    }

    /// A float, of which some are near to zero and some are whole; fewer bits lead nearer to that.
    fn draw(&self, bits: u128) -> Option<f64> {
        let Self { least, most, step } = *self;
        if let Some(step) = step {
            // A decimal is a multiple of another as it is written, so it is written that way.
            let places = step.to_string();
            let places = places.split_once('.').map_or(0, |(_, places)| places.len());
            let (first, last) = ((least / step).ceil() as i128, (most / step).floor() as i128);
            let value = between(bits, first, last)? as f64 * step;
            return format!("{value:.places$}").parse().ok();
        }
        let start = least.max(0.0).min(most);
        let width = match bits & 1 {
            0 => (most - start).min(NEAR as f64),
            _ => most - least,
        };
        let share = (bits >> 2 & FRACTION) as f64 / FRACTION as f64;
        let value = start + share * width;
        // Behind the most follows the least.
        let value = if value > most {
            least + (value - most)
        } else {
            value
        };
        let whole = value.round();
        let is_whole = bits & 2 == 0 && (least..=most).contains(&whole);
        Some(if is_whole { whole } else { value })
    }
}

/// The bits of a float's fraction.
const FRACTION: u128 = (1 << 53) - 1;

/// Those, and two that say what kind of float it is.
const FLOAT_BITS: u128 = FRACTION << 2 | 3;

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
