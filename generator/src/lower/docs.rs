//! Prose and annotations.

use openapiv3::{ReferenceOr, Schema};

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
        extensions: data
            .extensions
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    }
}

/// What is said about a property: its own words, else the first sentence of what it refers to.
pub(super) fn of_property(document: &Resolved, item: &ReferenceOr<Box<Schema>>) -> Docs {
    let target = document.schema(item);
    let mut docs = of_schema(target.schema, None);
    if target.component.is_some() {
        docs.description = docs.description.as_deref().map(first_sentence);
        docs.title = None;
        // A deprecated type says so itself.
        docs.deprecated = false;
    } else if docs.description.is_none()
        && let openapiv3::SchemaKind::AllOf { all_of } = &target.schema.schema_kind
        && let [reference @ ReferenceOr::Reference { .. }] = all_of.as_slice()
    {
        let inner = document.schema(reference).schema.as_schema();
        docs.description = inner.schema_data.description.as_deref().map(first_sentence);
    }
    docs
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
