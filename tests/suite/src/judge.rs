//! What a type has to do with one value.
//!
//! The rules are those of the fidelity contract: accept what satisfies the schema and give it back
//! unchanged, live with what servers really send, refuse what is of another kind, and find every
//! broken limit. Nothing here knows a type beyond its [`Entry`].

use std::collections::BTreeSet;

use serde_json::Value;
use specwright_contract::equal;
use specwright_contract::oracle::{Oracle, Violation};
use specwright_contract::pointer;
use specwright_contract::strategy::{Drift, Expect, Invalid};

use crate::table::{Entry, Failure};

/// What a type got wrong, and where in the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The place in the value, as a JSON Pointer.
    pub at: String,
    /// What is wrong there.
    pub what: String,
}

fn finding<T>(at: impl Into<String>, what: impl Into<String>) -> Result<T, Finding> {
    Err(Finding {
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
    same(value, &back)?;
    if let Err(violations) = oracle.check(entry.pointer, &back) {
        let first = &violations[0];
        let what = format!("what was written does not satisfy the schema: {first}");
        return finding(&first.instance_pointer, what);
    }
    limits(entry, value, &[])
}

/// A value as servers really send it is accepted and comes back as it has to.
///
/// # Errors
/// What the type got wrong.
pub fn drift(entry: &Entry, drift: &Drift) -> Result<(), Finding> {
    let back = accepted(entry, &drift.value)?;
    match &drift.expect {
        Expect::Same => same(&drift.value, &back),
        Expect::WithoutNulls { pointer } => same(&without(&drift.value, pointer), &back),
        Expect::WithoutMember { pointer } => {
            same(&without(&drift.value, pointer), &without(&back, pointer))
        }
        other => finding("", format!("nobody knows what {other:?} expects")),
    }
}

/// A value that breaks one keyword: one of another kind, or one that lacks a required member, is
/// refused with its place; a broken limit is found by `validate`; anything else may be refused, or
/// else comes back the same.
///
/// # Errors
/// What the type got wrong.
pub fn invalid(entry: &Entry, oracle: &Oracle, invalid: &Invalid) -> Result<(), Finding> {
    let Invalid {
        pointer,
        keyword,
        value,
        ..
    } = invalid;
    let read = (entry.round_trip)(value);
    match (keyword.as_str(), read) {
        (_, Err(failure @ Failure::Broken(_))) => finding(pointer, failure.to_string()),
        ("type", Err(Failure::Refused(mismatch))) => at_place(pointer, &mismatch.path),
        ("required", Err(Failure::Refused(mismatch))) => {
            let missing = pointer::split_last(&mismatch.path);
            match missing {
                Some((parent, _)) => at_place(pointer, parent),
                None => finding(pointer, "refused without a place"),
            }
        }
        ("type", Ok(back)) => match absent_instead(entry, oracle, value, pointer) {
            Some(absent) => same(&absent, &back),
            None => finding(pointer, "a value of another type is accepted"),
        },
        ("required", Ok(_)) => finding(pointer, "a required member may be missing"),
        (_, Ok(back)) => {
            // A member that a closed object does not know is skipped, which `drift` looks at.
            if keyword != "additionalProperties" {
                same(value, &back)?;
            }
            let violations = oracle.check(entry.pointer, value).err();
            limits(entry, value, &violations.unwrap_or_default())
        }
        (keyword, Err(Failure::Refused(mismatch))) if is_limit(keyword) => finding(
            pointer,
            format!("{keyword} is no reason to refuse: {mismatch}"),
        ),
        (_, Err(Failure::Refused(_))) => Ok(()),
    }
}

fn accepted(entry: &Entry, value: &Value) -> Result<Value, Finding> {
    (entry.round_trip)(value).or_else(|failure| match failure {
        Failure::Refused(mismatch) => finding(
            mismatch.path.clone(),
            format!("a good value is refused: {mismatch}"),
        ),
        Failure::Broken(_) => finding("", failure.to_string()),
    })
}

fn same(sent: &Value, back: &Value) -> Result<(), Finding> {
    equal::same(sent, back).or_else(|at| {
        let show = |value: &Value| match value.pointer(&at) {
            Some(value) => value.to_string(),
            None => "nothing".to_owned(),
        };
        let what = format!("{} comes back as {}", show(sent), show(back));
        finding(at, what)
    })
}

fn at_place(expected: &str, found: &str) -> Result<(), Finding> {
    if expected == found {
        Ok(())
    } else {
        finding(expected, format!("refused, but at `{found}`"))
    }
}

/// `validate` and the oracle name the same broken limits at the same places.
///
/// A value that an enumeration does not list is kept whatever it is, so its limits do not count.
fn limits(entry: &Entry, value: &Value, violations: &[Violation]) -> Result<(), Finding> {
    let unlisted: Vec<&str> = violations
        .iter()
        .filter(|violation| matches!(violation.keyword.as_str(), "enum" | "const"))
        .map(|violation| violation.instance_pointer.as_str())
        .collect();
    let expected: BTreeSet<(String, String)> = violations
        .iter()
        .filter(|violation| is_limit(&violation.keyword))
        .filter(|violation| !unlisted.contains(&violation.instance_pointer.as_str()))
        .map(|violation| {
            let at = violation.instance_pointer.clone();
            (at, violation.keyword.clone())
        })
        .collect();
    let found: BTreeSet<(String, String)> = match entry.validate {
        Some(validate) => match validate(value) {
            Ok(violations) => violations
                .iter()
                .flat_map(|violations| violations.iter())
                .map(|found| (found.pointer.clone(), found.rule.keyword().to_owned()))
                .collect(),
            Err(failure) => return finding("", format!("to be validated, {failure}")),
        },
        // A named scalar or array has no members; its limits are checked where it is used.
        None if !value.is_object() => return Ok(()),
        None => BTreeSet::new(),
    };
    if let Some((at, keyword)) = expected.difference(&found).next() {
        return finding(at, format!("`validate` does not see the broken {keyword}"));
    }
    if let Some((at, keyword)) = found.difference(&expected).next() {
        return finding(at, format!("`validate` sees a broken {keyword}"));
    }
    Ok(())
}

/// Whether a keyword is one that `validate` is there for.
fn is_limit(keyword: &str) -> bool {
    matches!(
        keyword,
        "minLength"
            | "maxLength"
            | "minimum"
            | "maximum"
            | "exclusiveMinimum"
            | "exclusiveMaximum"
            | "multipleOf"
            | "minItems"
            | "maxItems"
            | "uniqueItems"
            | "minProperties"
            | "maxProperties"
    )
}

fn without(value: &Value, place: &str) -> Value {
    let mut value = value.clone();
    if let Some((parent, name)) = pointer::split_last(place)
        && let Some(Value::Object(members)) = value.pointer_mut(parent)
    {
        members.shift_remove(&name);
    }
    value
}

/// The value without a null that may read as absent, if that makes it a good one.
fn absent_instead(entry: &Entry, oracle: &Oracle, value: &Value, place: &str) -> Option<Value> {
    let absent = without(value, place);
    let is_null = value.pointer(place) == Some(&Value::Null);
    (is_null && absent != *value && oracle.check(entry.pointer, &absent).is_ok()).then_some(absent)
}
