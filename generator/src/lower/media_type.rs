//! Media types: how a body is read and written, and the schema of its value.

use indexmap::IndexMap;
use openapiv3::MediaType;

use super::{Lowering, schema};
use crate::ir::{Content, MediaKind, ScalarType, Schema, Type};
use crate::pointer::Pointer;

/// The content in the media type that is supported best.
pub(super) fn lower(
    lowering: &mut Lowering<'_, '_>,
    content: &IndexMap<String, MediaType>,
    at: &Pointer,
    name: &str,
) -> Option<Content> {
    let rank = |kind: &MediaKind| match kind {
        MediaKind::Json => 0,
        MediaKind::Form => 1,
        MediaKind::Text => 2,
        MediaKind::Binary => 3,
    };
    let (kind, media_type, item) = content
        .iter()
        .filter_map(|(name, item)| Some((kind_of(name)?, name, item)))
        .min_by_key(|(kind, ..)| rank(kind))?;
    let schema = match (kind, &item.schema) {
        (MediaKind::Json | MediaKind::Form, Some(item)) => {
            schema::lower(lowering, item, &at.join(media_type).join("schema"), name)
        }
        (MediaKind::Json | MediaKind::Form, None) => Schema::plain(Type::Any),
        (MediaKind::Text | MediaKind::Binary, _) => Schema::plain(Type::Scalar(ScalarType::String)),
    };
    Some(Content {
        media_type: media_type.clone(),
        kind,
        schema,
    })
}

/// How a body of a media type is read and written; `None` for one that is not supported.
fn kind_of(media_type: &str) -> Option<MediaKind> {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "*/*" | "text/json" => Some(MediaKind::Json),
        "application/x-www-form-urlencoded" => Some(MediaKind::Form),
        _ if essence.ends_with("+json") => Some(MediaKind::Json),
        _ if essence.starts_with("multipart/") => None,
        _ if essence.starts_with("text/") || essence.ends_with("xml") => Some(MediaKind::Text),
        _ => Some(MediaKind::Binary),
    }
}
