//! Prose and annotations.

use openapiv3::{ReferenceOr, Schema};

use super::view::View;
use crate::ir::Docs;
use crate::resolve::{AsSchema, Resolved};

/// What a schema says about itself.
pub(super) fn of_schema(schema: &Schema, format: Option<String>) -> Docs {
    let data = &schema.schema_data;
    Docs {
        title: data.title.clone(),
        description: data.description.clone(),
        deprecated: data.deprecated,
        format,
    }
}

/// What is said about a property: its own words, else the first sentence of what it refers to.
pub(super) fn of_property<S: AsSchema>(document: &Resolved, item: &ReferenceOr<S>) -> Docs {
    let target = document.schema(item);
    let mut docs = of_schema(target.schema, None);
    if target.component.is_some() {
        docs.description = docs.description.as_deref().map(first_sentence);
        docs.title = None;
        // A deprecated type says so itself.
        docs.deprecated = false;
    } else if docs.description.is_none() {
        docs.description = of_members(document, target.schema);
    }
    docs
}

/// What the members of an `allOf` say: one of their own words, else the first sentence of the one
/// schema that is referred to.
fn of_members(document: &Resolved, schema: &Schema) -> Option<String> {
    let members = View::new(schema).all_of;
    let (references, own): (Vec<_>, Vec<_>) = members
        .iter()
        .partition(|member| matches!(member, ReferenceOr::Reference { .. }));
    let says = |member| {
        document
            .schema(member)
            .schema
            .schema_data
            .description
            .clone()
    };
    match (own.into_iter().find_map(says), references.as_slice()) {
        (Some(words), _) => Some(words),
        (None, [reference]) => says(reference).as_deref().map(first_sentence),
        (None, _) => None,
    }
}

fn first_sentence(text: &str) -> String {
    let end = text
        .match_indices(". ")
        .map(|(at, _)| at + 1)
        .chain(text.find(".\n").map(|at| at + 1))
        .chain(text.find("\n\n"))
        .min()
        .unwrap_or(text.len());
    text[..end].trim().to_owned()
}
