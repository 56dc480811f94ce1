//! Every example of the document satisfies its schema, and passes through its type unharmed.

use std::collections::BTreeMap;

use serde_json::json;
use specwright_contract::fidelity::{Entry, judge};
use specwright_contract::pointer;
use specwright_suite::examples::{self, Example};
use specwright_suite::{document, entry_at, schema, values};

/// The type that reads an example: that of its schema, or of the only one that it refers to.
fn entry_of(example: &Example<'_>) -> Option<&'static Entry> {
    schema::facets(document(), &example.schema)
        .iter()
        .find_map(|facet| entry_at(&facet.pointer))
}

/// An example of a member that has no type of its own, within a value of the type around it.
fn in_place(example: &Example<'_>) -> Option<Result<(), judge::Finding>> {
    let (holder, keyword) = example.schema.split_once("/properties/")?;
    let entry = entry_at(holder)?;
    let mut value = values().minimal(holder).ok()?;
    let members = value.as_object_mut()?;
    members.insert(pointer::unescape(keyword), example.value.clone());
    Some(judge::valid(entry, values().oracle(), &value))
}

#[test]
fn every_example_holds() {
    let all = examples::all(document());
    let oracle = values().oracle();
    let mut failures = Vec::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for example in &all {
        let kind = match &example.pointer {
            place if place.contains("/x-examples/") => "x-examples",
            place if place.contains("/examples/") => "examples",
            _ => "example",
        };
        *counts.entry(kind).or_default() += 1;
        if let Err(violations) = oracle.check(&example.schema, example.value) {
            failures.push(format!("{}: {}", example.pointer, violations[0]));
        }
        let judged = match entry_of(example) {
            Some(entry) => Some(judge::valid(entry, oracle, example.value)),
            None => in_place(example),
        };
        match judged {
            None => failures.push(format!("{}: no type reads it", example.pointer)),
            Some(Err(found)) => {
                let judge::Finding { at, what, .. } = found;
                failures.push(format!("{}: at `{at}`: {what}", example.pointer));
            }
            Some(Ok(())) => {}
        }
    }
    let count = failures.len();
    assert!(count == 0, "{count} failures:\n{}", failures.join("\n"));
    assert!(all.len() >= 70, "{counts:?}");
    assert_eq!(counts.len(), 3, "{counts:?}");
}

/// The walk over the document finds the examples that a plain search for their keys finds.
#[test]
fn no_example_is_overlooked() {
    let found = examples::all(document());
    let mut missed = Vec::new();
    schema::walk(document(), "", &mut |at, node| {
        for key in ["example", "examples", "x-examples"] {
            let here = pointer::join(at, key);
            // Members of examples and properties may have these names, too.
            let inside = found.iter().any(|e| pointer::is_within(&here, &e.pointer));
            let known = found.iter().any(|e| pointer::is_within(&e.pointer, &here));
            let property = at.ends_with("/properties");
            let given = node.get(key).is_some_and(|given| *given != json!({}));
            if given && !inside && !known && !property {
                missed.push(here);
            }
        }
    });
    assert!(missed.is_empty(), "{missed:?}");
}
