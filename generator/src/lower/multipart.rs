//! `multipart/form-data`: what a form declares, with the members that are files.

use openapiv3::{MediaType, ReferenceOr, Schema as Item};

use super::all_of::{self, Joined, Property};
use super::encoding::Encoding;
use super::view::View;
use super::{Lowering, docs};
use crate::ir::{Docs, FormMember, MultipartForm, Name, PartContent, PartForm};
use crate::pointer::Pointer;

/// The form of a media type; `None` where it does not declare members that always hold, so that
/// the caller names the parts.
pub(super) fn lower(
    lowering: &mut Lowering<'_, '_>,
    item: &MediaType,
    at: &Pointer,
    owner: &str,
) -> Option<MultipartForm> {
    let reference = item.schema.as_ref()?;
    let document = lowering.document;
    let mut target = document.schema(reference);
    let mut place = at.join("schema");
    let merged = loop {
        if let Some(component) = target.component {
            place = Pointer::components("schemas").join(component);
        }
        match all_of::join(lowering, target.schema, &place) {
            Joined::Reference(reference, _) => target = document.schema(reference),
            Joined::Merged(merged) => break merged,
        }
    };
    if !merged.choices.is_empty() || merged.properties.is_empty() {
        return None;
    }
    let mut members = Vec::new();
    for property in &merged.properties {
        let is_required = merged
            .required
            .iter()
            .any(|(name, _)| *name == property.name);
        members.push(member(lowering, item, property, is_required, owner));
    }
    Some(MultipartForm {
        name: Name::new(format!("{owner} form")),
        docs: docs::of_schema(target.schema, None),
        members,
    })
}

/// Whether a media type has members that are files, which no other media type carries.
pub(super) fn has_files(lowering: &Lowering<'_, '_>, item: &MediaType) -> bool {
    let Some(schema) = &item.schema else {
        return false;
    };
    let properties = View::new(lowering.document.schema(schema).schema).properties;
    properties.into_iter().flatten().any(|(name, property)| {
        let encoding = Encoding::of(item, name);
        file(lowering, property, encoding.as_ref()).is_some()
    })
}

fn member(
    lowering: &mut Lowering<'_, '_>,
    item: &MediaType,
    property: &Property<'_>,
    is_required: bool,
    owner: &str,
) -> FormMember {
    let document = lowering.document;
    let encoding = Encoding::of(item, property.name);
    let said = property.value.said();
    let one_way = document.schema(said).schema.schema_data.read_only;
    let content = match file(lowering, said, encoding.as_ref()) {
        Some(many) => PartContent::File {
            many,
            content_type: encoding
                .as_ref()
                .and_then(Encoding::content_type)
                .map(ToOwned::to_owned),
            headers: encoding.as_ref().map(Encoding::headers).unwrap_or_default(),
        },
        None => {
            let name = format!("{owner} {}", property.name);
            let schema = property.value.lower(lowering, &name);
            let form = encoding.map_or(PartForm::Usual, |encoding| {
                match (encoding.content_type(), encoding.style()) {
                    (Some(named), _) => PartForm::As(named.to_owned()),
                    (None, Some(style)) => PartForm::Styled(style),
                    (None, None) => PartForm::Usual,
                }
            });
            PartContent::Value(Box::new(schema), form)
        }
    };
    FormMember {
        name: Name::new(property.name),
        docs: Docs {
            format: None,
            ..docs::of_property(document, said)
        },
        required: is_required && !one_way,
        content,
    }
}

/// Whether a member is a file, and whether it may be several. So is a part with headers of its
/// own, and one of which only the media type is known, where that is no text.
fn file<S: crate::resolve::AsSchema>(
    lowering: &Lowering<'_, '_>,
    item: &ReferenceOr<S>,
    encoding: Option<&Encoding<'_>>,
) -> Option<bool> {
    let schema = lowering.document.schema(item).schema;
    let is_opaque = encoding
        .and_then(Encoding::content_type)
        .is_some_and(|named| !named.contains("json") && !named.starts_with("text/"));
    let has_headers = encoding.is_some_and(|encoding| !encoding.headers().is_empty());
    let view = View::new(schema);
    let is_unknown = view.ty.is_none() && view.is_annotation();
    if has_headers || (is_opaque && (is_unknown || view.ty == Some("string"))) {
        return Some(view.ty == Some("array"));
    }
    of_files(lowering, schema)
}

/// Whether values of a schema are files: bytes, a list of bytes, or one of the two.
fn of_files(lowering: &Lowering<'_, '_>, schema: &Item) -> Option<bool> {
    const DEPTH: usize = 8;
    fn look(lowering: &Lowering<'_, '_>, schema: &Item, depth: usize) -> Option<bool> {
        let view = View::new(schema);
        if view.ty == Some("string") && view.format.as_deref() == Some("binary") {
            return Some(false);
        }
        let depth = depth.checked_sub(1)?;
        if let Some(items) = view.items {
            let items = lowering.document.schema(items).schema;
            return look(lowering, items, depth).map(|_| true);
        }
        let unions = view.one_of.iter().chain(view.any_of).chain(view.all_of);
        let members = unions
            .filter_map(|member| look(lowering, lowering.document.schema(member).schema, depth));
        members.reduce(|one, other| one || other)
    }
    look(lowering, schema, DEPTH)
}
