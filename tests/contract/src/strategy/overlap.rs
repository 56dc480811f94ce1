//! Unions whose members can never be told apart.
//!
//! `oneOf` wants exactly one member to match. Documents use it for members
//! that differ in nothing that a schema states, so that whatever matches one
//! matches another and no value is valid. What is meant is "any of them"; this
//! module finds those unions by trying, and nothing else is read that way.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::oracle::{Direction, Oracle};

use super::Values;

/// How often unions that hold other unions are looked at again.
const ROUNDS: usize = 6;

/// The oracle that reads `oneOf` as `anyOf` where it cannot be kept otherwise.
pub(super) fn settle(document: &Value) -> Oracle {
    let mut settled = BTreeSet::new();
    let mut oracle = Oracle::new(document);
    for _ in 0..ROUNDS {
        let values = Values::of(&oracle, Direction::Any);
        let overlapping = overlapping(&values);
        if overlapping.is_empty() {
            break;
        }
        settled.extend(overlapping);
        oracle = Oracle::with_overlaps(document, &settled);
    }
    oracle
}

/// The places of the unions that have no value though some member has one.
fn overlapping(values: &Values) -> Vec<String> {
    let translation = values.oracle().translation(Direction::Any);
    let unions = translation.unions.iter();
    unions
        .filter(|(place, members)| {
            values.valid(place).is_err()
                && (0..*members)
                    .any(|index| values.valid(&format!("{place}/oneOf/{index}")).is_ok())
        })
        .map(|(place, _)| place.clone())
        .collect()
}
