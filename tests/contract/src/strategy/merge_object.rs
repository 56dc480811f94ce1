//! Merging what several schemas say about the members of one object.
//!
//! Each schema judges a member by its own `properties`, and by its own
//! `additionalProperties` where it does not declare the name: a name that one
//! schema declares may therefore be refused, or typed, by another.

use serde_json::Value;

use crate::oracle::Direction;
use crate::oracle::translate::Translation;
use crate::pointer;

use super::flatten::Flat;
use super::merge::{size, tighter};
use super::shape::{Additional, Conjunct, ObjectLimits, Property, Slot};

/// The merged limits of an object.
pub(super) fn limits(
    translation: &Translation,
    direction: Direction,
    flats: &[Flat<'_>],
) -> ObjectLimits {
    let mut limits = ObjectLimits {
        properties: properties(translation, direction, flats),
        additional: additional(flats),
        ..ObjectLimits::default()
    };
    for flat in flats {
        if let Some(least) = size(flat, "minProperties") {
            limits.least = limits.least.max(least);
        }
        limits.most = tighter(limits.most, size(flat, "maxProperties"));
        let patterns = flat
            .keywords
            .get("patternProperties")
            .and_then(Value::as_object);
        for pattern in patterns.into_iter().flat_map(|patterns| patterns.keys()) {
            let place = pointer::join(&flat.below("patternProperties"), pattern);
            let slot = Slot::new(vec![Conjunct::whole(place)]);
            limits.patterns.push((pattern.clone(), slot));
        }
        if flat.keywords.contains_key("propertyNames") {
            let names = Conjunct::whole(flat.below("propertyNames"));
            limits.names = Some(Slot::new(vec![names]));
        }
    }
    limits
}

fn properties(
    translation: &Translation,
    direction: Direction,
    flats: &[Flat<'_>],
) -> Vec<Property> {
    let mut names: Vec<(&str, bool)> = Vec::new();
    for flat in flats {
        let declared = flat.keywords.get("properties").and_then(Value::as_object);
        for name in declared.into_iter().flat_map(|declared| declared.keys()) {
            if !names.iter().any(|(known, _)| known == name) {
                names.push((name, false));
            }
        }
    }
    for flat in flats {
        let required = flat.keywords.get("required").and_then(Value::as_array);
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            match names.iter_mut().find(|(known, _)| *known == name) {
                Some((_, required)) => *required = true,
                None => names.push((name, true)),
            }
        }
    }
    names
        .into_iter()
        .filter_map(|(name, required)| {
            let conjuncts = member(flats, name)?;
            let travels = required || !is_barred(translation, direction, &conjuncts);
            travels.then(|| Property {
                name: name.to_owned(),
                slot: Slot::new(conjuncts),
                required,
            })
        })
        .collect()
}

/// The schemas that judge the member `name`; `None` where one refuses it.
fn member(flats: &[Flat<'_>], name: &str) -> Option<Vec<Conjunct>> {
    let mut conjuncts = Vec::new();
    for flat in flats {
        let declared = flat
            .keywords
            .get("properties")
            .and_then(|all| all.get(name));
        if declared.is_some() {
            let place = pointer::join(&flat.below("properties"), name);
            conjuncts.push(Conjunct::whole(place));
            continue;
        }
        match flat.keywords.get("additionalProperties") {
            Some(Value::Bool(false)) if !flat.keywords.contains_key("patternProperties") => {
                return None;
            }
            Some(Value::Object(_)) => {
                conjuncts.push(Conjunct::whole(flat.below("additionalProperties")));
            }
            _ => {}
        }
    }
    Some(conjuncts)
}

fn additional(flats: &[Flat<'_>]) -> Additional {
    let mut typed = Vec::new();
    for flat in flats {
        for keyword in ["additionalProperties", "unevaluatedProperties"] {
            match flat.keywords.get(keyword) {
                Some(Value::Bool(false)) => return Additional::Closed,
                Some(Value::Object(schema)) if !schema.is_empty() => {
                    typed.push(Conjunct::whole(flat.below(keyword)));
                }
                _ => {}
            }
        }
    }
    if typed.is_empty() {
        Additional::Open
    } else {
        Additional::Typed(Slot::new(typed))
    }
}

/// Whether an optional member has no place in messages of this direction.
fn is_barred(translation: &Translation, direction: Direction, conjuncts: &[Conjunct]) -> bool {
    let mark = match direction {
        Direction::Any => return false,
        Direction::Request => "readOnly",
        Direction::Response => "writeOnly",
    };
    conjuncts
        .iter()
        .any(|conjunct| is_marked(translation, &conjunct.place, mark, 0))
}

fn is_marked(translation: &Translation, place: &str, mark: &str, depth: u32) -> bool {
    if depth > 16 {
        return false;
    }
    if translation.is_wrapped(place) {
        return is_marked(translation, &format!("{place}/else"), mark, depth + 1);
    }
    let Some(schema) = translation.tree.pointer(place) else {
        return false;
    };
    if schema.get(mark) == Some(&Value::Bool(true)) {
        return true;
    }
    let target = schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(pointer::from_reference);
    if target.is_some_and(|target| is_marked(translation, &target, mark, depth + 1)) {
        return true;
    }
    let members = schema
        .get("allOf")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    (0..members).any(|index| {
        is_marked(
            translation,
            &format!("{place}/allOf/{index}"),
            mark,
            depth + 1,
        )
    })
}
