//! Limits: what `validate` finds broken against what the oracle finds broken.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::oracle::Violation;
use crate::pointer;

use super::Entry;
use super::judge::{Finding, Promise, finding};

/// `validate` and the oracle name the same broken limits at the same places.
///
/// A value that an enumeration does not list is kept whatever it is, so its limits do not count;
/// nor do those below a union that none of its members fits, nor those within `kept`, the place of
/// a union that may keep a value which is none of its members.
pub(super) fn limits(
    promise: Promise,
    entry: &Entry,
    value: &Value,
    violations: &[Violation],
    kept: Option<&str>,
) -> Result<(), Finding> {
    if entry.is_alias {
        // Another name for an array or map is no type that could check anything; whoever uses it
        // does.
        return Ok(());
    }
    let places = |keywords: &[&str]| -> Vec<&str> {
        violations
            .iter()
            .filter(|violation| keywords.contains(&violation.keyword.as_str()))
            .map(|violation| violation.instance_pointer.as_str())
            .collect()
    };
    let unlisted = places(&["enum", "const"]);
    let unmatched = places(&["anyOf", "oneOf"]);
    // What a closed object does not know is skipped, and so neither counted nor looked at.
    let closed = places(&["additionalProperties"]);
    let is_miscounted = |violation: &Violation| {
        let at = violation.instance_pointer.as_str();
        let object = match violation.keyword.as_str() {
            "propertyNames" => pointer::split_last(at).map_or(at, |(object, _)| object),
            _ => at,
        };
        let counts = ["minProperties", "maxProperties", "propertyNames"];
        counts.contains(&violation.keyword.as_str()) && closed.contains(&object)
    };
    let expected: BTreeSet<(String, String)> = violations
        .iter()
        .filter(|violation| is_limit(&violation.keyword))
        .filter(|violation| !is_miscounted(violation))
        .filter(|violation| !unlisted.contains(&violation.instance_pointer.as_str()))
        .map(|violation| {
            let at = violation.instance_pointer.clone();
            (at, violation.keyword.clone())
        })
        .collect();
    let found: BTreeSet<(String, String)> = match entry.validate {
        Some(validate) => match validate(value) {
            Ok(breaches) => breaches
                .into_iter()
                .map(|breach| (breach.pointer, breach.keyword))
                .collect(),
            Err(failure) => return finding(promise, "", format!("to be validated, {failure}")),
        },
        // A named scalar has no members; its limits are checked where it is used.
        None if !value.is_object() => return Ok(()),
        None => BTreeSet::new(),
    };
    // Of an inclusive and an exclusive bound the stricter says it all.
    let said = |(at, keyword): &&(String, String)| {
        let other = match keyword.as_str() {
            "minimum" => "exclusiveMinimum",
            "maximum" => "exclusiveMaximum",
            "exclusiveMinimum" => "minimum",
            "exclusiveMaximum" => "maximum",
            _ => return false,
        };
        let other = (at.clone(), other.to_owned());
        expected.contains(&other) && found.contains(&other)
    };
    let is_kept = |at: &str| kept.is_some_and(|union| pointer::is_within(at, union));
    let mut unseen = expected
        .difference(&found)
        .filter(|broken| !said(broken) && !is_kept(&broken.0));
    if let Some((pointer, keyword)) = unseen.next() {
        let what = format!("`validate` does not see the broken {keyword}");
        return finding(promise, pointer, what);
    }
    let mut superfluous = found.difference(&expected).filter(|(at, _)| {
        let inside = |union: &&str| pointer::is_within(at, union);
        !unmatched.iter().any(inside) && !is_kept(at)
    });
    if let Some((pointer, keyword)) = superfluous.next() {
        let what = format!("`validate` sees a broken {keyword}");
        return finding(promise, pointer, what);
    }
    Ok(())
}

/// Whether a keyword is one that `validate` is there for.
pub(super) fn is_limit(keyword: &str) -> bool {
    matches!(
        keyword,
        "minLength"
            | "maxLength"
            | "pattern"
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
            | "propertyNames"
    )
}
