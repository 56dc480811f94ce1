//! Numbers within limits: the limits themselves, their neighbours, landmarks of
//! the number formats, and anything between.

use serde_json::{Number, Value};

use crate::oracle::formats::integer_range;

use super::dice::Dice;
use super::shape::NumberLimits;

/// Integers where implementations tend to break.
const LANDMARKS: [i128; 12] = [
    0,
    1,
    -1,
    7,
    -128,
    256,
    i32::MAX as i128,
    i32::MIN as i128,
    (1 << 32) + 1,
    (1 << 53) + 1,
    -(1 << 53) - 1,
    1_700_000_000_000,
];

/// Doubles where implementations tend to break.
const FLOATS: [f64; 14] = [
    0.0,
    0.5,
    -0.5,
    1.0,
    -1.5,
    1e-7,
    2.5e-10,
    0.1,
    99.99,
    123_456_789.125,
    1.5e300,
    -1.5e300,
    5e-324,
    1e21,
];

/// An integer within the limits; `None` where none is found.
pub(super) fn integer(limits: &NumberLimits, dice: &mut Dice<'_>, plain: bool) -> Option<Value> {
    let (first, last) = range(limits)?;
    let step = limits
        .multiple_of
        .iter()
        .filter_map(Number::as_u64)
        .fold(1_i128, |step, multiple| {
            least_common(step, i128::from(multiple))
        });
    let on_step = |value: i128| {
        let down = value - value.rem_euclid(step);
        if down < first {
            down.checked_add(step)
        } else {
            Some(down)
        }
    };
    let wanted = if plain {
        first.max(last.min(1))
    } else {
        match dice.below(8) {
            0 => first,
            1 => last,
            2 => first.saturating_add(1),
            3 => last.saturating_sub(1),
            4 | 5 => LANDMARKS[dice.below(LANDMARKS.len())],
            6 => dice.wide(first.max(-1000).min(last), last.min(1000).max(first)),
            _ => dice.wide(first, last),
        }
    };
    let value = on_step(wanted.clamp(first, last))?;
    (first..=last).contains(&value).then(|| from_wide(value))?
}

/// A number within the limits; `None` where none is found.
pub(super) fn number(limits: &NumberLimits, dice: &mut Dice<'_>, plain: bool) -> Option<Value> {
    if limits.format.as_deref().and_then(integer_range).is_some() {
        return integer(limits, dice, plain);
    }
    if dice.once_in(3)
        && let Some(whole) = integer(limits, dice, plain)
        && survives(&whole, limits.format.as_deref())
    {
        return Some(whole);
    }
    let candidate = if let Some(multiple) = limits.multiple_of.first() {
        multiple_within(limits, multiple.as_f64()?, dice)
    } else if plain {
        within(limits, 1.5)
    } else {
        let fraction = (dice.below(2000) as f64 - 1000.0) / 8.0;
        let decimals = (dice.below(2_000_000) as f64 - 1_000_000.0) / 1000.0;
        match dice.below(4) {
            0 => within(limits, FLOATS[dice.below(FLOATS.len())]),
            1 => within(limits, decimals),
            2 => within(limits, fraction),
            _ => near_bound(limits, dice),
        }
    }?;
    let single = limits.format.as_deref() == Some("float");
    let value = json_number(candidate)?;
    if single && !survives_as_single(&value) {
        let coarse = within(limits, (dice.below(2000) as f64 - 1000.0) / 8.0)?;
        return json_number(coarse).filter(survives_as_single);
    }
    Some(value)
}

/// The integers that the limits leave: within 64 bits where no format says
/// otherwise.
pub(super) fn range(limits: &NumberLimits) -> Option<(i128, i128)> {
    let named = limits.format.as_deref().and_then(integer_range);
    let (mut first, mut last) = named.unwrap_or((i64::MIN.into(), i64::MAX.into()));
    for bound in &limits.lower {
        let (value, exact) = rounded(&bound.value, f64::ceil)?;
        first = first.max(value + i128::from(bound.exclusive && exact));
    }
    for bound in &limits.upper {
        let (value, exact) = rounded(&bound.value, f64::floor)?;
        last = last.min(value - i128::from(bound.exclusive && exact));
    }
    (first <= last).then_some((first, last))
}

/// A wide integer as JSON; `None` beyond 64 bits.
pub(super) fn from_wide(value: i128) -> Option<Value> {
    if let Ok(value) = i64::try_from(value) {
        return Some(Value::from(value));
    }
    u64::try_from(value).ok().map(Value::from)
}

/// A finite double that reads back as itself from its JSON text.
pub(super) fn json_number(value: f64) -> Option<Value> {
    let number = Value::Number(Number::from_f64(value)?);
    let read: Value = serde_json::from_str(&number.to_string()).ok()?;
    let negative_zero = value == 0.0 && value.is_sign_negative();
    (read == number && !negative_zero).then_some(number)
}

fn rounded(number: &Number, round: fn(f64) -> f64) -> Option<(i128, bool)> {
    if let Some(value) = number.as_i64() {
        return Some((value.into(), true));
    }
    if let Some(value) = number.as_u64() {
        return Some((value.into(), true));
    }
    let value = number.as_f64()?;
    Some((round(value) as i128, value.fract() == 0.0))
}

/// The value, moved into the limits where it is outside.
fn within(limits: &NumberLimits, value: f64) -> Option<f64> {
    let (low, low_open) = tightest(&limits.lower, f64::max, f64::NEG_INFINITY);
    let (high, high_open) = tightest(&limits.upper, f64::min, f64::INFINITY);
    let inside = |value: f64| {
        (value > low || value == low && !low_open) && (value < high || value == high && !high_open)
    };
    let middle = if low.is_finite() && high.is_finite() {
        low + (high - low) / 2.0
    } else if low.is_finite() {
        low + 0.5
    } else {
        high - 0.5
    };
    [value, -value, value.abs() + low, middle]
        .into_iter()
        .find(|candidate| candidate.is_finite() && inside(*candidate))
}

fn tightest(
    bounds: &[super::shape::Bound],
    choose: fn(f64, f64) -> f64,
    start: f64,
) -> (f64, bool) {
    let values = || {
        bounds
            .iter()
            .filter_map(|bound| Some((bound.value.as_f64()?, bound.exclusive)))
    };
    let limit = values().fold(start, |limit, (value, _)| choose(limit, value));
    let open = values().any(|(value, exclusive)| exclusive && value == limit);
    (limit, open)
}

fn near_bound(limits: &NumberLimits, dice: &mut Dice<'_>) -> Option<f64> {
    let bounds: Vec<f64> = limits
        .lower
        .iter()
        .chain(&limits.upper)
        .filter_map(|bound| bound.value.as_f64())
        .collect();
    let bound = dice.pick(&bounds).copied().unwrap_or(1.25);
    let step = [0.0, 0.001, -0.001, 1.0, -1.0][dice.below(5)];
    within(limits, bound + step)
}

fn multiple_within(limits: &NumberLimits, step: f64, dice: &mut Dice<'_>) -> Option<f64> {
    let (low, _) = tightest(&limits.lower, f64::max, -1000.0 * step);
    let (high, _) = tightest(&limits.upper, f64::min, low.max(0.0) + 1000.0 * step);
    let first = (low / step).ceil();
    let count = ((high / step).floor() - first).clamp(0.0, 10_000.0) as usize;
    let steps = first + dice.between(0, count) as f64;
    // 0.29 is 29/100 and not 29 * 0.01.
    let parts = (1.0 / step).round();
    let value = if (parts * step - 1.0).abs() < 1e-12 {
        steps / parts
    } else {
        steps * step
    };
    Some(value)
}

/// Whether the floating-point number that a `number` is read into keeps the integer: more digits
/// than those of a double are not interoperable (RFC 8259, section 6).
fn survives(whole: &Value, format: Option<&str>) -> bool {
    match format {
        Some("float") => survives_as_single(whole),
        _ => whole
            .as_i64()
            .is_none_or(|value| value as f64 as i128 == i128::from(value)),
    }
}

/// Whether an `f32` keeps the number and writes it with the same digits.
pub(super) fn survives_as_single(value: &Value) -> bool {
    value.as_f64().is_some_and(|value| {
        let single = value as f32;
        single.is_finite() && single.to_string().parse() == Ok(value)
    })
}

fn least_common(one: i128, other: i128) -> i128 {
    let (mut a, mut b) = (one, other);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    if a == 0 { 1 } else { one / a * other }
}
