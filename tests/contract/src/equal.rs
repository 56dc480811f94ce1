//! When two JSON values count as the same after a round trip.
//!
//! The order of object members is irrelevant, numbers are compared as numbers,
//! and two texts that are both RFC 3339 date-times are the same when they name
//! the same instant at the same offset. Everything else must be identical.
//! Schemas play no part here.

use chrono::DateTime;
use serde_json::{Number, Value};

use crate::pointer;

/// Compares two values; the error is the pointer to the first difference.
///
/// ```
/// # use serde_json::json;
/// # use specwright_contract::equal::same;
/// assert!(same(&json!({"a": 1, "b": 2}), &json!({"b": 2.0, "a": 1})).is_ok());
/// assert_eq!(same(&json!({"a": [1, 2]}), &json!({"a": [1, 3]})), Err("/a/1".to_owned()));
/// ```
///
/// # Errors
///
/// The JSON Pointer of the first place where the values differ. A member that
/// only one side has is named by its own pointer.
pub fn same(left: &Value, right: &Value) -> Result<(), String> {
    compare(left, right, "")
}

fn compare(left: &Value, right: &Value, at: &str) -> Result<(), String> {
    let alike = match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            for (name, value) in left {
                let here = pointer::join(at, name);
                match right.get(name) {
                    Some(other) => compare(value, other, &here)?,
                    None => return Err(here),
                }
            }
            if let Some(extra) = right.keys().find(|name| !left.contains_key(*name)) {
                return Err(pointer::join(at, extra));
            }
            true
        }
        (Value::Array(left), Value::Array(right)) => {
            for (index, (value, other)) in left.iter().zip(right).enumerate() {
                compare(value, other, &format!("{at}/{index}"))?;
            }
            if left.len() != right.len() {
                return Err(format!("{at}/{}", left.len().min(right.len())));
            }
            true
        }
        (Value::Number(left), Value::Number(right)) => same_number(left, right),
        (Value::String(left), Value::String(right)) => left == right || same_instant(left, right),
        _ => left == right,
    };
    if alike { Ok(()) } else { Err(at.to_owned()) }
}

fn same_number(left: &Number, right: &Number) -> bool {
    match (exact(left), exact(right)) {
        (Some(left), Some(right)) => left == right,
        (None, None) => left.as_f64() == right.as_f64(),
        _ => false,
    }
}

/// The number as an integer, where it is one that `i128` can hold exactly.
fn exact(number: &Number) -> Option<i128> {
    if let Some(value) = number.as_i64() {
        return Some(value.into());
    }
    if let Some(value) = number.as_u64() {
        return Some(value.into());
    }
    let value = number.as_f64()?;
    // 2^126: every integral double below it converts without loss.
    (value.fract() == 0.0 && value.abs() < 8.5e37).then_some(value as i128)
}

fn same_instant(left: &str, right: &str) -> bool {
    match (
        DateTime::parse_from_rfc3339(left),
        DateTime::parse_from_rfc3339(right),
    ) {
        (Ok(left), Ok(right)) => left == right && left.offset() == right.offset(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_counts_as_the_same() {
        for (left, right) in [
            (json!(1), json!(1.0)),
            (json!(1e3), json!(1000)),
            (json!(u64::MAX), json!(u64::MAX)),
            (
                json!({"a": 1, "b": {"c": [], "d": null}}),
                json!({"b": {"d": null, "c": []}, "a": 1}),
            ),
            (
                json!("2024-02-29T00:00:00Z"),
                json!("2024-02-29T00:00:00.000+00:00"),
            ),
        ] {
            assert_eq!(same(&left, &right), Ok(()), "{left} and {right}");
        }
    }

    #[test]
    fn what_does_not() {
        for (left, right, at) in [
            (
                json!(9_007_199_254_740_993_i64),
                json!(9007199254740992.0),
                "",
            ),
            (json!({"a": null}), json!({}), "/a"),
            (json!({}), json!({"a/b": null}), "/a~1b"),
            (json!([1, 2]), json!([1]), "/1"),
            (json!("1"), json!(1), ""),
            (
                json!("2024-02-29T01:00:00+01:00"),
                json!("2024-02-29T00:00:00Z"),
                "",
            ),
            (json!("2024-02-29"), json!("2024-2-29"), ""),
        ] {
            assert_eq!(
                same(&left, &right),
                Err(at.to_owned()),
                "{left} and {right}"
            );
        }
    }
}
