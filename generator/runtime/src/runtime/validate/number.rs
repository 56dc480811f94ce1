//! Numbers of rules, compared and divided without rounding.

use std::cmp::Ordering;
use std::fmt;

/// A number: of a rule, or one that is held against it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A whole number.
    Int(i128),
    /// Any other number.
    Float(f64),
}

impl Number {
    /// How two numbers compare; `None` where one is not a number at all.
    #[must_use]
    pub fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => Some(a.cmp(&b)),
            (Self::Float(a), Self::Float(b)) => a.partial_cmp(&b),
            (Self::Int(a), Self::Float(b)) => whole_with_float(a, b),
            (Self::Float(a), Self::Int(b)) => whole_with_float(b, a).map(Ordering::reverse),
        }
    }

    /// Whether the number is a whole multiple of a step, both taken as the decimals that they are
    /// written as: 0.3 is a multiple of 0.1.
    #[must_use]
    pub fn is_multiple_of(self, step: Self) -> bool {
        if let (Self::Int(value), Self::Int(step)) = (self, step) {
            return step == 0 || value % step == 0;
        }
        match (Decimal::new(self), Decimal::new(step)) {
            (Some(value), Some(step)) => value.is_multiple_of(step),
            _ => true,
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
        }
    }
}

/// Beyond this every float is whole, and its whole part no longer fits.
const WHOLE: f64 = 1e38;

fn whole_with_float(whole: i128, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    if float.abs() >= WHOLE {
        return 0.0_f64.partial_cmp(&float);
    }
    // The cast is exact: the number is whole and in range.
    let part = whole.cmp(&(float.trunc() as i128));
    Some(part.then_with(|| 0.0_f64.total_cmp(&(float.fract() + 0.0))))
}

/// `digits × 10^exponent`, where the digits end in no zero.
struct Decimal {
    digits: u128,
    exponent: i32,
}

impl Decimal {
    /// The shortest decimal that stands for the number.
    fn new(number: Number) -> Option<Self> {
        let text = match number {
            Number::Int(value) => value.to_string(),
            Number::Float(value) => format!("{value:e}"),
        };
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let whole = whole.trim_start_matches('-');
        let digits = format!("{whole}{fraction}");
        let significant = digits.trim_end_matches('0');
        let zeros = i32::try_from(digits.len() - significant.len()).ok()?;
        let places = i32::try_from(fraction.len()).ok()?;
        Some(Self {
            digits: format!("0{significant}").parse().ok()?,
            exponent: exponent.parse::<i32>().ok()? + zeros - places,
        })
    }

    fn is_multiple_of(&self, step: Self) -> bool {
        if self.digits == 0 || step.digits == 0 {
            return true;
        }
        // Digits that end in no zero are no multiple of ten.
        let Ok(shift) = u32::try_from(self.exponent - step.exponent) else {
            return false;
        };
        let mut rest = self.digits % step.digits;
        for _ in 0..shift {
            let Some(next) = rest.checked_mul(10) else {
                // Too large to tell; nothing is reported that is not sure.
                return true;
            };
            rest = next % step.digits;
        }
        rest == 0
    }
}
