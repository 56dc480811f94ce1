//! Request bodies, in each media type that an operation takes.

use openapiv3::{MediaType, Operation};

use super::encoding::Encoding;
use super::{Lowering, multipart, place_of, schema};
use crate::diagnostic::Code;
use crate::ir::{Body, BodyContent, BodyKind, Docs, Name, Schema, Style, StyleKind, Type};
use crate::pointer::Pointer;

/// How a media type is written; what says most about its value comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
    Range,
}

/// One entry of `content`.
#[derive(Clone, Copy)]
struct Candidate<'d> {
    kind: Kind,
    media_type: &'d str,
    item: &'d MediaType,
}

/// The request body; `None` where there is none, or none that says what it holds.
pub(super) fn lower(
    lowering: &mut Lowering<'_, '_>,
    operation: &Operation,
    at: &Pointer,
    owner: &str,
) -> Option<Body> {
    let reference = operation.request_body.as_ref()?;
    let item = lowering.document.request_body(reference)?;
    // Operations that share a body share the types in it.
    let (at, name) = match place_of(reference) {
        Some(component) => {
            let name = component.last().unwrap_or_default();
            (component, name)
        }
        None => (at.join("requestBody"), owner.to_owned()),
    };
    let at = at.join("content");
    let mut candidates: Vec<Candidate<'_>> = item
        .content
        .iter()
        .filter(|(media_type, _)| !media_type.starts_with("x-"))
        .map(|(media_type, item)| Candidate {
            kind: kind_of(media_type, item),
            media_type,
            item,
        })
        .collect();
    candidates.sort_by_key(|candidate| candidate.kind);
    let mut taken: Vec<Candidate<'_>> = Vec::new();
    let mut contents = Vec::new();
    for candidate in candidates {
        if taken
            .iter()
            .any(|known| says_the_same(lowering, known, &candidate))
        {
            continue;
        }
        let suffix = suffix(&candidate);
        let name = if taken.is_empty() {
            format!("{name} request")
        } else {
            format!("{name} {suffix} request")
        };
        let content = content(lowering, &candidate, &at, &name, owner);
        contents.push((Name::new(suffix), content));
        taken.push(candidate);
    }
    let mut contents = contents.into_iter();
    let Some((_, content)) = contents.next() else {
        let message = "a request body without a media type";
        lowering.find(Code::Unsupported, &at, message, "no body is sent");
        return None;
    };
    Some(Body {
        docs: Docs {
            description: item.description.clone(),
            ..Docs::default()
        },
        required: item.required,
        content,
        others: contents.collect(),
    })
}

fn content(
    lowering: &mut Lowering<'_, '_>,
    candidate: &Candidate<'_>,
    at: &Pointer,
    name: &str,
    owner: &str,
) -> BodyContent {
    let at = at.join(candidate.media_type);
    let media_type = candidate.media_type;
    let kind = match candidate.kind {
        Kind::Json => BodyKind::Json(value(lowering, candidate.item, &at, name)),
        Kind::Form => {
            let schema = value(lowering, candidate.item, &at, name);
            BodyKind::Form(schema, styles(candidate.item))
        }
        Kind::Multipart => {
            BodyKind::Multipart(multipart::lower(lowering, candidate.item, &at, owner))
        }
        Kind::Text => {
            if essence(media_type).ends_with("xml") {
                let message = format!("a request body of `{media_type}`");
                let help = "it is sent as the text that a caller has written";
                lowering.find(Code::Unsupported, &at, message, help);
            }
            BodyKind::Text
        }
        Kind::Bytes => BodyKind::Bytes,
        Kind::Range => BodyKind::Range,
    };
    let is_any_json = candidate.kind == Kind::Json && media_type.contains('*');
    BodyContent {
        media_type: if is_any_json {
            "application/json".to_owned()
        } else {
            media_type.to_owned()
        },
        kind,
    }
}

fn value(lowering: &mut Lowering<'_, '_>, item: &MediaType, at: &Pointer, name: &str) -> Schema {
    match &item.schema {
        Some(value) => schema::lower(lowering, value, &at.join("schema"), name),
        None => Schema::plain(Type::Any),
    }
}

/// The members of a form that are not written in the usual way.
fn styles(item: &MediaType) -> Vec<(String, Style)> {
    Encoding::all(item)
        .filter_map(|(name, encoding)| {
            let style = if encoding.is_json() {
                Style::plain(StyleKind::Json)
            } else {
                encoding.style()?
            };
            Some((name.clone(), style))
        })
        .collect()
}

/// A media type without its parameters, in lower case.
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Media types of text that do not show it in their names.
const TEXTS: &[&str] = &[
    "application/graphql",
    "application/javascript",
    "application/json-seq",
    "application/jsonl",
    "application/ndjson",
    "application/sql",
    "application/x-ndjson",
    "application/x-yaml",
    "application/yaml",
];

fn kind_of(media_type: &str, item: &MediaType) -> Kind {
    let essence = essence(media_type);
    match essence.as_str() {
        "application/json" | "text/json" | "application/*+json" => Kind::Json,
        "application/x-www-form-urlencoded" => Kind::Form,
        "multipart/form-data" => Kind::Multipart,
        "*/*" | "application/*" if item.schema.is_some() && !is_text_or_bytes(item) => Kind::Json,
        _ if essence.ends_with("+json") => Kind::Json,
        _ if essence.contains('*') || essence.starts_with("multipart/") => Kind::Range,
        _ if essence.starts_with("text/")
            || essence.ends_with("xml")
            || essence.ends_with("+yaml")
            || TEXTS.contains(&essence.as_str()) =>
        {
            Kind::Text
        }
        _ if is_text(item) => Kind::Text,
        _ => Kind::Bytes,
    }
}

/// Whether the schema is a string of any kind.
fn is_text_or_bytes(item: &MediaType) -> bool {
    string_format(item).is_some()
}

/// Whether the schema is a string that is no bytes.
fn is_text(item: &MediaType) -> bool {
    string_format(item).is_some_and(|format| format != "binary" && format != "byte")
}

/// The format of a schema that is written in place and is a string.
fn string_format(item: &MediaType) -> Option<String> {
    let schema = item.schema.as_ref()?.as_item()?;
    let view = super::view::View::new(schema);
    (view.ty == Some("string")).then(|| view.format.unwrap_or_default())
}

/// Whether one media type takes what another takes as well, so that one of them is enough.
fn says_the_same(
    lowering: &Lowering<'_, '_>,
    known: &Candidate<'_>,
    other: &Candidate<'_>,
) -> bool {
    let (known_type, other_type) = (essence(known.media_type), essence(other.media_type));
    if known_type == other_type {
        return true;
    }
    let same = known.item.schema == other.item.schema;
    let declared = known.item.schema.is_some();
    match (known.kind, other.kind) {
        // Kinds of patches have one schema and mean different things.
        (Kind::Json, Kind::Json) => same && is_plain_json(&known_type),
        (Kind::Json | Kind::Form, Kind::Multipart) => {
            same && declared && !multipart::has_files(lowering, other.item)
        }
        (Kind::Json | Kind::Form | Kind::Multipart, Kind::Form | Kind::Text) => same && declared,
        (_, _) => false,
    }
}

fn is_plain_json(essence: &str) -> bool {
    matches!(essence, "application/json" | "text/json") || essence.contains('*')
}

/// What tells the method for a media type from that for the first one.
fn suffix(candidate: &Candidate<'_>) -> String {
    let essence = essence(candidate.media_type);
    match candidate.kind {
        Kind::Form => "form".to_owned(),
        Kind::Multipart => "multipart".to_owned(),
        Kind::Text if essence == "text/plain" => "text".to_owned(),
        Kind::Bytes if essence == "application/octet-stream" => "bytes".to_owned(),
        Kind::Range if essence == "*/*" => "bytes".to_owned(),
        Kind::Json | Kind::Text | Kind::Bytes | Kind::Range => {
            let (name, subtype) = essence.split_once('/').unwrap_or((&essence, ""));
            let subtype = subtype.replace(['+', '*'], " ");
            let subtype = subtype.trim();
            if subtype.is_empty() { name } else { subtype }.to_owned()
        }
    }
}
