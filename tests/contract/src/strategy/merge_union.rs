//! Unions: `oneOf`, `anyOf` and `if` as alternatives to pick from.

use serde_json::Value;

use crate::oracle::translate::Translation;
use crate::pointer;

use super::flatten::Flat;
use super::shape::{Alternative, Conjunct, Shape, Slot};

/// The first undecided union among the schemas, as alternatives that each
/// merge everything else with one member.
pub(super) fn alternatives(translation: &Translation, flats: &[Flat<'_>], shape: &mut Shape) {
    for (index, flat) in flats.iter().enumerate() {
        for keyword in ["oneOf", "anyOf", "if"] {
            if !flat.keywords.contains_key(keyword) || flat.conjunct.picked.contains(&keyword) {
                continue;
            }
            let mut others: Vec<Conjunct> =
                flats.iter().map(|flat| flat.conjunct.clone()).collect();
            others[index].picked.push(keyword);
            let members: Vec<Vec<String>> = if keyword == "if" {
                conditions(flat)
            } else {
                let count = flat
                    .keywords
                    .get(keyword)
                    .and_then(Value::as_array)
                    .map_or(0, Vec::len);
                let places = (0..count).map(|index| format!("{}/{index}", flat.below(keyword)));
                places.map(|place| vec![place]).collect()
            };
            for places in members {
                let tag = places
                    .first()
                    .and_then(|place| tag(translation, flat, place));
                let mut conjuncts = others.clone();
                conjuncts.extend(places.into_iter().map(Conjunct::whole));
                let slot = Slot::new(conjuncts);
                shape.alternatives.push(Alternative { slot, tag });
            }
            // What one member admits another may too, or a sibling refuse.
            shape.checked = true;
            return;
        }
    }
}

/// The places of the members of each union of a schema that is not decided yet.
pub(super) fn undecided(flat: &Flat<'_>) -> Vec<Vec<String>> {
    let undecided = ["oneOf", "anyOf"]
        .into_iter()
        .filter(|keyword| !flat.conjunct.picked.contains(keyword));
    let members = undecided.filter_map(|keyword| {
        let members = flat.keywords.get(keyword)?.as_array()?;
        let places = (0..members.len()).map(|index| format!("{}/{index}", flat.below(keyword)));
        Some(places.collect())
    });
    members.collect()
}

/// `if` and `then`, or `else`.
fn conditions(flat: &Flat<'_>) -> Vec<Vec<String>> {
    let mut met = vec![flat.below("if")];
    if flat.keywords.contains_key("then") {
        met.push(flat.below("then"));
    }
    let unmet = if flat.keywords.contains_key("else") {
        vec![flat.below("else")]
    } else {
        Vec::new()
    };
    vec![met, unmet]
}

/// The discriminator value that announces the union member at `place`.
fn tag(translation: &Translation, flat: &Flat<'_>, place: &str) -> Option<(String, String)> {
    let discriminator = flat.keywords.get("x-discriminator")?;
    let target = translation.tree.pointer(place)?.get("$ref")?.as_str()?;
    tag_of(discriminator, &pointer::from_reference(target)?)
}

/// The discriminator value that announces the schema at `target`.
pub(super) fn tag_of(discriminator: &Value, target: &str) -> Option<(String, String)> {
    let property = discriminator.get("propertyName")?.as_str()?;
    let (_, name) = pointer::split_last(target)?;
    let mapped = discriminator
        .get("mapping")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .find(|(_, mapped)| {
            mapped.as_str().is_some_and(|mapped| {
                mapped == name || pointer::from_reference(mapped).is_some_and(|at| at == *target)
            })
        })
        .map(|(value, _)| value.clone());
    Some((property.to_owned(), mapped.unwrap_or(name)))
}
