//! In which form the body of an answer comes, by its media type.

use openapiv3::{MediaType, ReferenceOr, Schema};

use super::Lowering;
use super::view::View;
use crate::ir::Form;

/// A media type that an answer may have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer<'d> {
    /// The media type as the document writes it.
    pub(super) media_type: &'d str,
    /// How it is read.
    pub(super) form: Form,
    /// The schema of its value.
    pub(super) schema: Option<&'d ReferenceOr<Schema>>,
}

/// The media types of an answer, in the order of the document.
pub(super) fn offers<'d>(
    lowering: &Lowering<'d, '_>,
    content: impl Iterator<Item = (&'d String, &'d MediaType)>,
) -> Vec<Offer<'d>> {
    content
        .map(|(media_type, item)| {
            let schema = item.schema.as_ref();
            Offer {
                media_type: media_type.trim(),
                form: form(lowering, &essence(media_type), schema),
                schema,
            }
        })
        .collect()
}

/// How well a form serves as the first of several: typed before untyped, whole before streamed.
pub(super) const fn rank(form: Form) -> u8 {
    match form {
        Form::Json => 0,
        Form::Text => 1,
        Form::Binary => 2,
        Form::Events | Form::TextEvents => 3,
        Form::Lines | Form::Sequence => 4,
    }
}

/// A media type without parameters, in small letters.
pub(super) fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Whether a media type is XML, of which only the text is read.
pub(super) fn is_xml(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.ends_with("/xml") || essence.ends_with("+xml")
}

fn form(lowering: &Lowering<'_, '_>, essence: &str, schema: Option<&ReferenceOr<Schema>>) -> Form {
    let (kind, subtype) = essence.split_once('/').unwrap_or((essence, ""));
    // `+json`, and what some make of it: `application/json+sarif`.
    let mut parts = subtype.split('+');
    match subtype {
        "event-stream" if is_text(lowering, schema) => Form::TextEvents,
        "event-stream" => Form::Events,
        "x-ndjson" | "ndjson" | "jsonl" | "x-jsonl" | "jsonlines" | "x-jsonlines"
        | "json-lines" | "x-json-stream" | "stream+json" | "json-stream" => Form::Lines,
        "json-seq" => Form::Sequence,
        _ if subtype.ends_with("+json-seq") => Form::Sequence,
        _ if parts.any(|part| part == "json") => Form::Json,
        "*" if kind == "*" && says_json(lowering, schema) => Form::Json,
        _ if kind == "text" || subtype.ends_with("xml") => Form::Text,
        _ if subtype.ends_with("yaml") || subtype.ends_with("csv") => Form::Text,
        "javascript"
        | "toml"
        | "graphql"
        | "sql"
        | "sdp"
        | "jwt"
        | "jose"
        | "jose+jwe"
        | "x-www-form-urlencoded"
        | "vnd.apple.mpegurl"
        | "x-mpegurl"
        | "x-sh" => Form::Text,
        // A vendor's own name for JSON shows in the schema only.
        _ if subtype.starts_with("vnd.")
            && !subtype.contains('+')
            && is_structured(lowering, schema) =>
        {
            Form::Json
        }
        _ => Form::Binary,
    }
}

/// Whether a schema of any media type speaks of JSON, not of bytes.
fn says_json(lowering: &Lowering<'_, '_>, schema: Option<&ReferenceOr<Schema>>) -> bool {
    schema.is_some_and(|schema| {
        let target = lowering.document.schema(schema);
        let view = View::new(target.schema);
        target.component.is_some() && view.ty != Some("string")
            || view.ty.is_some() && view.format.as_deref() != Some("binary")
            || !view.all_of.is_empty()
            || !view.one_of.is_empty()
            || !view.any_of.is_empty()
            || view.properties.is_some()
    })
}

fn is_structured(lowering: &Lowering<'_, '_>, schema: Option<&ReferenceOr<Schema>>) -> bool {
    schema.is_some_and(|schema| {
        let view = View::new(lowering.document.schema(schema).schema);
        matches!(view.ty, Some("object" | "array")) || view.properties.is_some()
    })
}

/// Whether a schema is plain text: of one that is not there nothing is known.
fn is_text(lowering: &Lowering<'_, '_>, schema: Option<&ReferenceOr<Schema>>) -> bool {
    schema.is_none_or(|schema| {
        View::new(lowering.document.schema(schema).schema).ty == Some("string")
    })
}
