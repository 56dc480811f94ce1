//! `encoding`: how the members of a form are written.

use openapiv3::MediaType;
use serde_json::Value;

use crate::ir::{Style, StyleKind};
use crate::resolve::ENCODING;

/// What the document says about one member of a form.
pub(super) struct Encoding<'d>(&'d Value);

impl<'d> Encoding<'d> {
    /// What a media type says about a member.
    pub(super) fn of(item: &'d MediaType, member: &str) -> Option<Self> {
        Some(Self(item.extensions.get(ENCODING)?.get(member)?))
    }

    /// What a media type says about each member that it speaks of.
    pub(super) fn all(item: &'d MediaType) -> impl Iterator<Item = (&'d String, Self)> {
        let members = item.extensions.get(ENCODING).and_then(Value::as_object);
        let members = members.into_iter().flatten();
        members.map(|(name, value)| (name, Self(value)))
    }

    /// The one media type that is named, without a range.
    pub(super) fn content_type(&self) -> Option<&'d str> {
        let named = self.0.get("contentType")?.as_str()?.trim();
        let is_one = !named.is_empty() && !named.contains([',', '*']);
        is_one.then_some(named)
    }

    /// Whether the value is JSON text as a whole.
    pub(super) fn is_json(&self) -> bool {
        self.content_type()
            .is_some_and(|named| named.contains("json"))
    }

    /// The headers that a part may have; OpenAPI describes its media type elsewhere.
    pub(super) fn headers(&self) -> Vec<String> {
        let names = self.0.get("headers").and_then(Value::as_array);
        let names = names.into_iter().flatten().filter_map(Value::as_str);
        names
            .filter(|name| !name.eq_ignore_ascii_case("content-type"))
            .map(ToOwned::to_owned)
            .collect()
    }

    /// The style, where the document says something about it.
    pub(super) fn style(&self) -> Option<Style> {
        let flag = |key: &str| self.0.get(key).and_then(Value::as_bool);
        let said = self.0.get("style").and_then(Value::as_str);
        let (explode, allow_reserved) = (flag("explode"), flag("allowReserved"));
        if said.is_none() && explode.is_none() && allow_reserved.is_none() {
            return None;
        }
        let kind = match said {
            Some("spaceDelimited") => StyleKind::SpaceDelimited,
            Some("pipeDelimited") => StyleKind::PipeDelimited,
            Some("deepObject") => StyleKind::DeepObject,
            Some(_) | None => StyleKind::Form,
        };
        Some(Style {
            explode: explode.unwrap_or(kind == StyleKind::Form),
            allow_reserved: allow_reserved.unwrap_or_default(),
            ..Style::plain(kind)
        })
    }
}
