//! `discriminator`: which values of a tag name which member, and which components inherit from
//! one that has a tag.

use std::collections::{HashMap, HashSet};

use openapiv3::{Discriminator, ReferenceOr, Schema};
use serde_json::Value;

use super::Lowering;
use super::union::Facts;
use super::view::View;
use crate::pointer::Pointer;
use crate::resolve::Resolved;

/// The values of a tag that name one member of a union.
#[derive(Clone, Debug, Default)]
pub(super) struct Tags {
    pub(super) values: Vec<String>,
    /// Whether the member may do without the tag.
    pub(super) optional: bool,
    /// Whether the member declares the tag as a property.
    pub(super) declared: bool,
}

/// The values of the tag for each member, given its component name and what is known of it.
///
/// A mapping counts first, then the constants that the members state for the property, then the
/// names of the components. `None` where nothing names any member.
pub(super) fn tags(
    discriminator: &Discriminator,
    members: &[(Option<&str>, &Facts)],
) -> Option<Vec<Tags>> {
    let property = discriminator.property_name.as_str();
    let constants: Vec<Vec<&str>> = members
        .iter()
        .map(|(_, facts)| {
            let values = facts
                .members
                .get(property)
                .and_then(|of| of.values.as_ref());
            let values = values.into_iter().flatten();
            values.filter_map(Value::as_str).collect()
        })
        .collect();
    let mut tags: Vec<Tags> = members
        .iter()
        .map(|(_, facts)| Tags {
            values: Vec::new(),
            optional: !facts.required.contains(property),
            declared: facts.members.contains_key(property),
        })
        .collect();
    let named = |wanted: &str| members.iter().position(|(name, _)| *name == Some(wanted));
    for (value, target) in &discriminator.mapping {
        let component = component(target);
        let within = || constants.iter().position(|of| of.contains(&value.as_str()));
        if let Some(index) = named(&component).or_else(within) {
            tags[index].values.push(value.clone());
        }
    }
    let mapped: HashSet<&str> = discriminator.mapping.keys().map(String::as_str).collect();
    for (index, own) in constants.iter().enumerate() {
        for value in own.iter().filter(|value| !mapped.contains(*value)) {
            // Where all list all values, the names of the components decide.
            if named(value).is_none_or(|owner| owner == index) {
                tags[index].values.push((*value).to_owned());
            }
        }
    }
    for (index, (name, _)) in members.iter().enumerate() {
        if let Some(name) = name
            && tags[index].values.is_empty()
            && constants[index].is_empty()
            && !mapped.contains(name)
        {
            tags[index].values.push((*name).to_owned());
        }
    }
    tags.iter()
        .any(|tag| !tag.values.is_empty())
        .then_some(tags)
}

/// The component that a mapping names, by its name or by a reference.
fn component(target: &str) -> String {
    if target.contains(['#', '/']) {
        let fragment = target.rsplit('#').next().unwrap_or(target);
        let last = Pointer::parse(fragment).and_then(|pointer| pointer.last());
        last.unwrap_or_else(|| target.to_owned())
    } else {
        target.to_owned()
    }
}

/// Whether a schema names its own component as one of the things that it may be.
pub(super) fn is_concrete(discriminator: &Discriminator, name: &str, facts: &Facts) -> bool {
    let property = facts.members.get(&discriminator.property_name);
    match property.and_then(|of| of.values.as_ref()) {
        _ if !discriminator.mapping.is_empty() => discriminator
            .mapping
            .values()
            .any(|target| component(target) == name),
        Some(values) => values.iter().any(|value| value == name),
        None => true,
    }
}

/// Every component with a discriminator and no choice of its own, and the components that inherit
/// from it through `allOf`, at any distance, in the order of the document.
pub(super) fn children(document: &Resolved) -> HashMap<&str, Vec<&str>> {
    let mut found: HashMap<&str, Vec<&str>> = HashMap::new();
    let Some(components) = &document.api.components else {
        return found;
    };
    let schemas = components.schemas.iter();
    let own = schemas.filter_map(|(name, item)| Some((name.as_str(), item.as_item()?)));
    for (name, schema) in own {
        let mut ancestors = HashSet::new();
        gather(document, schema, &mut ancestors);
        for ancestor in ancestors {
            let item = components.schemas.get(ancestor);
            if ancestor != name
                && let Some(schema) = item.and_then(ReferenceOr::as_item)
                && is_base(schema)
            {
                // The keys are without order, what belongs to each is in that of the document.
                found.entry(ancestor).or_default().push(name);
            }
        }
    }
    found
}

/// Whether a schema leaves it to those that inherit from it what a value is.
fn is_base(schema: &Schema) -> bool {
    let view = View::new(schema);
    schema.schema_data.discriminator.is_some() && view.one_of.is_empty() && view.any_of.is_empty()
}

/// The components that a schema inherits from.
fn gather<'d>(document: &'d Resolved, schema: &'d Schema, ancestors: &mut HashSet<&'d str>) {
    for member in View::new(schema).all_of {
        let target = document.schema(member);
        if target.component.is_none_or(|name| ancestors.insert(name)) {
            gather(document, target.schema, ancestors);
        }
    }
}

/// Whether a component refers to one that it inherits from, and adds nothing to it.
///
/// It is one of the things that the other may be, and not another name for it.
pub(super) fn inherits(
    lowering: &Lowering<'_, '_>,
    reference: &ReferenceOr<Schema>,
    at: &Pointer,
) -> bool {
    let target = lowering.document.schema(reference).component;
    at.is_component_schema() && target.is_some_and(|name| lowering.children.contains_key(name))
}

/// Whether a component inherits from another one through `allOf`, at any distance.
pub(super) fn is_child(document: &Resolved, schema: &Schema, of: &str) -> bool {
    let mut ancestors = HashSet::new();
    gather(document, schema, &mut ancestors);
    ancestors.contains(of)
}
