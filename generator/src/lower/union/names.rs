//! The names of the variants of a union.

use serde_json::Value;

use super::Making;
use super::facts::Facts;
use super::parts::Part;
use crate::ir::Kinds;
use crate::lower::Lowering;
use crate::lower::discriminator::Tags;

/// The names of the variants: the component's, else the title, else a constant that names the
/// member, else what kind of value it is.
pub(super) fn names(
    lowering: &Lowering<'_, '_>,
    parts: &[Part<'_>],
    facts: &[Facts],
    tags: Option<&[Tags]>,
    making: &Making<'_, '_>,
) -> Vec<String> {
    let arrays = facts
        .iter()
        .filter(|facts| facts.kinds.contains(Kinds::ARRAY))
        .count();
    let mut names: Vec<Option<String>> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let tag = tags.and_then(|tags| tags[index].values.first().cloned());
        let title = lowering
            .document
            .schema(part.item())
            .schema
            .schema_data
            .title
            .clone();
        // A title that repeats the union's own name says nothing.
        let title = title.filter(|title| !title.trim().is_empty() && title != making.name);
        let constant = || constant_name(&facts[index]);
        names.push(part.component.clone().or(title).or(tag).or_else(constant));
    }
    let plain: Vec<String> = facts
        .iter()
        .map(|facts| kind_name(facts, arrays > 1))
        .collect();
    let several = |name: &String| {
        let unnamed = names.iter().zip(&plain).filter(|(name, _)| name.is_none());
        unnamed.filter(|(_, plain)| *plain == name).count() > 1
    };
    names
        .iter()
        .enumerate()
        .map(|(index, name)| match (name, own_member(facts, index)) {
            (Some(name), _) => name.clone(),
            (None, Some(own)) if several(&plain[index]) => format!("{} with {own}", plain[index]),
            (None, _) => plain[index].clone(),
        })
        .collect()
}

/// The constant text that an object always has.
fn constant_name(facts: &Facts) -> Option<String> {
    let mut members = facts.members.iter();
    members.find_map(|(name, member)| match member.texts()?.as_slice() {
        [text] if facts.required.contains(name) && !text.is_empty() => Some((*text).to_owned()),
        _ => None,
    })
}

/// The first member of an object that no other object of the union has.
fn own_member(facts: &[Facts], index: usize) -> Option<&str> {
    let mut names = facts[index].members.keys();
    let elsewhere = |name: &&String| {
        let others = facts.iter().enumerate();
        others
            .filter(|(other, _)| *other != index)
            .any(|(_, facts)| facts.members.contains_key(name.as_str()))
    };
    names.find(|name| !elsewhere(name)).map(String::as_str)
}

/// What kind of value a member is.
fn kind_name(facts: &Facts, several_arrays: bool) -> String {
    let kinds = facts.kinds.without(Kinds::NULL);
    let name = if kinds == Kinds::STRING {
        match facts.format.as_deref() {
            Some(format) if !format.trim().is_empty() => format,
            _ => "string",
        }
    } else if kinds == Kinds::INTEGER {
        "integer"
    } else if kinds == Kinds::NUMBER {
        "number"
    } else if kinds == Kinds::BOOLEAN {
        "boolean"
    } else if kinds == Kinds::OBJECT {
        "object"
    } else if kinds == Kinds::ARRAY {
        return match &facts.items {
            Some(items) if several_arrays => format!("{} array", kind_name(items, true)),
            _ => "array".to_owned(),
        };
    } else {
        "value"
    };
    name.to_owned()
}

/// The name of a constant: a text names itself, another value has its title or its digits.
pub(super) fn constant_variant(
    lowering: &Lowering<'_, '_>,
    part: &Part<'_>,
    value: &Value,
) -> String {
    let title = &lowering
        .document
        .schema(part.item())
        .schema
        .schema_data
        .title;
    match (value.as_str(), title) {
        (Some(text), _) => text.to_owned(),
        (None, Some(title)) => title.clone(),
        (None, None) => value.to_string(),
    }
}
