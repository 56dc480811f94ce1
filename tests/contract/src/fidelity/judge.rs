//! What a type has to do with one value.
//!
//! The rules are those of the fidelity contract: accept what satisfies the schema and give it back
//! unchanged, live with what servers really send, refuse what is of another kind, and find every
//! broken limit. Nothing here knows a type beyond its [`Entry`].

use serde_json::Value;

use crate::oracle::{Direction, Oracle, Violation};
use crate::pointer;
use crate::strategy::{Drift, Expect, Invalid, Repeated};

use super::compare::{at_place, drop_lost_nulls, same, without};
use super::limits::{is_limit, limits};
use super::{Entry, Failure};

/// The promises of the fidelity contract, in the order in which they can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Promise {
    /// What satisfies the schema, or departs from it as servers do, is read.
    Accepted,
    /// What was read is written the same.
    Lossless,
    /// What is written satisfies the schema, and `validate` has nothing against it.
    Conforming,
    /// What breaks the schema is refused, or found by `validate`, with its place.
    Refused,
}

impl Promise {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Accepted,
        Self::Lossless,
        Self::Conforming,
        Self::Refused,
    ];

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Lossless => "lossless",
            Self::Conforming => "conforming",
            Self::Refused => "refused",
        }
    }
}

/// What a type got wrong, and where in the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The promise that is broken.
    pub promise: Promise,
    /// The place in the value, as a JSON Pointer.
    pub at: String,
    /// What is wrong there.
    pub what: String,
}

pub(super) fn finding<T>(
    promise: Promise,
    at: impl Into<String>,
    what: impl Into<String>,
) -> Result<T, Finding> {
    Err(Finding {
        promise,
        at: at.into(),
        what: what.into(),
    })
}

/// A value that satisfies the schema is accepted, comes back the same and still satisfies it, and
/// breaks no limit.
///
/// # Errors
/// What the type got wrong.
pub fn valid(entry: &Entry, oracle: &Oracle, value: &Value) -> Result<(), Finding> {
    let back = accepted(entry, value)?;
    same(Promise::Lossless, value, &back)?;
    if let Err(violations) = oracle.check(entry.pointer, &back) {
        let first = &violations[0];
        let what = format!("what was written does not satisfy the schema: {first}");
        return finding(Promise::Conforming, &first.instance_pointer, what);
    }
    limits(Promise::Conforming, entry, value, &[], None)
}

/// A value as servers really send it is accepted and comes back as it has to.
///
/// # Errors
/// What the type got wrong.
pub fn drift(entry: &Entry, drift: &Drift) -> Result<(), Finding> {
    let back = accepted(entry, &drift.value)?;
    let lossless = |sent: &Value, back: &Value| same(Promise::Lossless, sent, back);
    if let Some(repeated) = &drift.repeated {
        lossless(&drift.value, &by_the_last(entry, drift, repeated)?)?;
    }
    match &drift.expect {
        Expect::Same => lossless(&drift.value, &back),
        Expect::WithoutNulls { pointer } => lossless(&without(&drift.value, pointer), &back),
        Expect::WithoutMember { pointer } => {
            lossless(&without(&drift.value, pointer), &without(&back, pointer))
        }
    }
}

/// What a text becomes in which a member stands twice. It is read in one go, since a client that
/// has to read it again gets the last one whatever the type does.
fn by_the_last(entry: &Entry, drift: &Drift, repeated: &Repeated) -> Result<Value, Finding> {
    let once = |value: &Value| (entry.read_once)(&value.to_string());
    (entry.read_once)(&repeated.text).or_else(|failure| {
        // What is not read in one go with either of the members alone cannot be with both.
        once(&repeated.first)
            .and_then(|_| once(&drift.value))
            .map_or_else(
                |_| accepted(entry, &drift.value),
                |_| {
                    let what = format!("with the member twice, {failure}");
                    finding(Promise::Accepted, &drift.pointer, what)
                },
            )
    })
}

/// A value that breaks one keyword: one of another kind, or one that lacks a required member, is
/// refused with its place; a broken limit is found by `validate`; anything else may be refused, or
/// else comes back the same. A union may always keep what none of its members is.
///
/// # Errors
/// What the type got wrong.
pub fn invalid(entry: &Entry, oracle: &Oracle, invalid: &Invalid) -> Result<(), Finding> {
    let Invalid {
        pointer,
        value,
        union,
        keyword,
    } = invalid;
    match ((entry.round_trip)(value), union) {
        (Err(failure @ Failure::Broken(_)), _) => {
            finding(Promise::Refused, pointer, failure.to_string())
        }
        (Err(Failure::Refused { path, .. }), Some(union)) if pointer::is_within(&path, union) => {
            Ok(())
        }
        (Err(Failure::Refused { path, .. }), Some(union)) => at_place(union, &path),
        (Err(Failure::Refused { path, message }), None) => {
            let unrelated =
                !pointer::is_within(&path, pointer) && !pointer::is_within(pointer, &path);
            if unrelated {
                let what = format!("a good value is refused: {message}");
                return finding(Promise::Accepted, path, what);
            }
            refused(entry, oracle, invalid, &path, &message)
        }
        (Ok(back), Some(union)) => {
            // A closed member may have been chosen, and skipped what it does not know.
            let skips = keyword == "additionalProperties";
            let violations = oracle.check(entry.pointer, value).err();
            if !skips && same(Promise::Refused, value, &back).is_err() {
                let mut absent = without(value, pointer);
                if violations.is_some() {
                    // It is read as a member that it nearly is, to which a null may mean nothing.
                    drop_lost_nulls(&mut absent, &back);
                }
                same(Promise::Refused, &absent, &without(&back, pointer))?;
            }
            limits(
                Promise::Refused,
                entry,
                value,
                &violations.unwrap_or_default(),
                Some(union),
            )
        }
        (Ok(back), None) => kept(entry, oracle, invalid, &back),
    }
}

/// A value that is refused outside of unions.
fn refused(
    entry: &Entry,
    oracle: &Oracle,
    invalid: &Invalid,
    path: &str,
    message: &str,
) -> Result<(), Finding> {
    let Invalid {
        pointer,
        keyword,
        value,
        ..
    } = invalid;
    match keyword.as_str() {
        "type" => at_place(pointer, path),
        "required" => match pointer::split_last(path) {
            Some((parent, _)) => at_place(pointer, parent),
            None => finding(Promise::Refused, pointer, "refused without a place"),
        },
        limit if is_limit(limit) => {
            // What breaks a limit may break the format, too: no unsigned number is below zero.
            let violations = oracle.check(entry.pointer, value).err().unwrap_or_default();
            if violations.iter().any(|other| !is_limit(&other.keyword)) {
                return at_place(pointer, path);
            }
            let what = format!("{keyword} is no reason to refuse: {message}");
            finding(Promise::Refused, pointer, what)
        }
        _ => Ok(()),
    }
}

/// A value that is accepted outside of unions.
fn kept(entry: &Entry, oracle: &Oracle, invalid: &Invalid, back: &Value) -> Result<(), Finding> {
    let Invalid {
        pointer,
        keyword,
        value,
        ..
    } = invalid;
    match keyword.as_str() {
        "type" => match absent_instead(entry, oracle, value, pointer) {
            Some(absent) => same(Promise::Refused, &absent, back),
            None => finding(
                Promise::Refused,
                pointer,
                "a value of another type is accepted",
            ),
        },
        // A member that cannot travel in one direction does not have to be there.
        "required" if excused(oracle, entry, value) => same(Promise::Refused, value, back),
        "required" => finding(
            Promise::Refused,
            pointer,
            "a required member may be missing",
        ),
        // An enumeration keeps what it does not list, whatever its format.
        "format" if is_unlisted(oracle, entry, value, pointer) => {
            same(Promise::Refused, value, back)
        }
        "format" => finding(Promise::Refused, pointer, "a broken format is accepted"),
        _ => {
            // A member that a closed object does not know is skipped, which `drift` looks at.
            let violations = oracle.check(entry.pointer, value).err();
            let skipped = |violation: &Violation| violation.keyword == "additionalProperties";
            if !violations.iter().flatten().any(skipped) {
                same(Promise::Refused, value, back)?;
            }
            limits(
                Promise::Refused,
                entry,
                value,
                &violations.unwrap_or_default(),
                None,
            )
        }
    }
}

/// Whether a list of values stands at a place, and the value there is none of them.
fn is_unlisted(oracle: &Oracle, entry: &Entry, value: &Value, place: &str) -> bool {
    let violations = oracle.check(entry.pointer, value).err().unwrap_or_default();
    violations.iter().any(|violation| {
        let lists = ["enum", "const", "oneOf", "anyOf"];
        violation.instance_pointer == place && lists.contains(&violation.keyword.as_str())
    })
}

fn accepted(entry: &Entry, value: &Value) -> Result<Value, Finding> {
    (entry.round_trip)(value).or_else(|failure| match failure {
        Failure::Refused { path, message } => {
            let what = format!("a good value is refused: {message}");
            finding(Promise::Accepted, path, what)
        }
        Failure::Broken(_) => finding(Promise::Accepted, "", failure.to_string()),
    })
}

/// The value without a null that may read as absent, if that makes it a good one.
fn absent_instead(entry: &Entry, oracle: &Oracle, value: &Value, place: &str) -> Option<Value> {
    let absent = without(value, place);
    let is_null = value.pointer(place) == Some(&Value::Null);
    // Without the null there may be too few members, which is another matter.
    let only_limits =
        |violations: &[Violation]| violations.iter().all(|one| is_limit(&one.keyword));
    let good = || match oracle.check(entry.pointer, &absent) {
        Ok(()) => true,
        Err(violations) => only_limits(&violations) || excused(oracle, entry, &absent),
    };
    (is_null && absent != *value && good()).then_some(absent)
}

/// Whether a value is a good one in one of the directions.
fn excused(oracle: &Oracle, entry: &Entry, value: &Value) -> bool {
    [Direction::Request, Direction::Response]
        .into_iter()
        .any(|direction| oracle.check_in(direction, entry.pointer, value).is_ok())
}
