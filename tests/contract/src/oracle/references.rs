//! Faults in how schemas refer to each other, found on the translation.
//!
//! A schema that applies itself to the same value again and again (`A` is all
//! of `A`) has no meaning, and one that refers to a faulty schema cannot be
//! used either. Recursion through a property or an item is ordinary and no
//! fault.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use crate::pointer;

use super::translate::Translation;

/// How many references may be followed on the way to one place.
const MOST_HOPS: usize = 32;

/// The roots that apply themselves to the same value without end.
pub(super) fn endless(translation: &Translation) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut done = HashSet::new();
    for root in &translation.roots {
        let mut path = Vec::new();
        if let Some(at) = follow(translation, root, &mut path, &mut done) {
            let place = translation.origin(&at);
            found.insert(
                root.clone(),
                format!("applies {place} to the same value without end"),
            );
        }
    }
    found
}

/// Every root that a faulty root is reached from, with the reason.
pub(super) fn dependents(
    uses: &BTreeMap<String, BTreeSet<String>>,
    faulty: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (user, used) in uses {
        for target in used {
            users.entry(target).or_default().push(user);
        }
    }
    let mut found = BTreeMap::new();
    let mut waiting: Vec<&str> = faulty.keys().map(String::as_str).collect();
    while let Some(root) = waiting.pop() {
        for user in users.get(root).into_iter().flatten() {
            if !faulty.contains_key(*user) && !found.contains_key(*user) {
                found.insert(
                    (*user).to_owned(),
                    format!("refers to {root}, which does not compile"),
                );
                waiting.push(user);
            }
        }
    }
    found
}

/// Where a pointer leads in the document, through the references on its way.
pub(super) fn place(document: &Value, pointer: &str) -> String {
    let raw = |pointer: &str| -> Vec<String> {
        let mut segments: Vec<String> = pointer::raw_segments(pointer).map(str::to_owned).collect();
        segments.reverse();
        segments
    };
    let mut at = String::new();
    let mut hops = 0;
    let mut waiting = raw(pointer);
    while let Some(next) = waiting.pop() {
        let here = document.pointer(&at);
        let reference = here
            .and_then(|node| node.get("$ref"))
            .and_then(Value::as_str);
        let has_next = here.is_some_and(|node| node.get(pointer::unescape(&next)).is_some());
        match reference.and_then(pointer::from_reference) {
            Some(target) if !has_next && hops < MOST_HOPS => {
                hops += 1;
                at = String::new();
                waiting.push(next);
                waiting.extend(raw(&target));
            }
            _ => {
                at.push('/');
                at.push_str(&next);
            }
        }
    }
    at
}

/// Walks the schemas applied to the same value as `at`; returns the first one
/// that is met again on its own path.
fn follow(
    translation: &Translation,
    at: &str,
    path: &mut Vec<String>,
    done: &mut HashSet<String>,
) -> Option<String> {
    if path.iter().any(|earlier| earlier == at) {
        return Some(at.to_owned());
    }
    if done.contains(at) {
        return None;
    }
    let schema = translation.tree.pointer(at)?;
    path.push(at.to_owned());
    for next in applied(schema, at) {
        if let Some(found) = follow(translation, &next, path, done) {
            return Some(found);
        }
    }
    path.pop();
    done.insert(at.to_owned());
    None
}

/// The places of the schemas that `schema` applies to the value it is given.
fn applied(schema: &Value, at: &str) -> Vec<String> {
    let mut places = Vec::new();
    if let Some(target) = schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(pointer::from_reference)
    {
        places.push(target);
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let count = schema
            .get(keyword)
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        places.extend((0..count).map(|index| format!("{at}/{keyword}/{index}")));
    }
    for keyword in ["not", "if", "then", "else"] {
        if schema.get(keyword).is_some() {
            places.push(format!("{at}/{keyword}"));
        }
    }
    places
}
