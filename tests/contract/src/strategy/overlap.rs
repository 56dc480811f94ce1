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
///
/// Where every member of some of them has one, these alone: the others may get values by that.
fn overlapping(values: &Values) -> Vec<String> {
    let translation = values.oracle().translation(Direction::Any);
    let mut found = Vec::new();
    let mut innermost = Vec::new();
    for (place, members) in &translation.unions {
        if values.valid(place).is_ok() {
            continue;
        }
        let has_value = |index| values.valid(&format!("{place}/oneOf/{index}")).is_ok();
        let with_value = (0..*members).filter(|index| has_value(*index)).count();
        if with_value > 0 {
            found.push(place.clone());
        }
        if with_value > 0 && with_value == *members {
            innermost.push(place.clone());
        }
    }
    if innermost.is_empty() {
        found
    } else {
        innermost
    }
}
