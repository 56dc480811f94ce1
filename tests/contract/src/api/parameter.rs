//! Parameters: where they stand, and how their values are written.

use http::HeaderName;
use serde_json::{Map, Value};

use super::media::{self, Example};
use super::shape::Shape;
use super::style::{self, Encoded, Style};
use crate::document::Node;

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl Location {
    /// The value of the keyword `in`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Path, Self::Query, Self::Header, Self::Cookie]
            .into_iter()
            .find(|location| location.as_str() == name)
    }
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub location: Location,
    /// Whether a request must have it.
    pub required: bool,
    /// Its place in the document.
    pub pointer: String,
    /// The place of its schema; that of its media type, where it has `content`.
    pub schema: Option<String>,
    /// Whether its text is JSON, since it has `content`.
    pub is_json: bool,
    /// How it is written.
    pub style: Style,
    /// The keyword `explode`, or its default.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
    /// What kinds of values its schema allows.
    pub shape: Shape,
    /// Its examples.
    pub examples: Vec<Example>,
}

impl Parameter {
    /// `None` for what is no parameter, and for headers that parameters do not describe (`Accept`,
    /// `Content-Type`, `Authorization`).
    pub(super) fn read(node: &Node<'_>) -> Option<Self> {
        let name = node.text("name")?;
        let location = Location::named(node.text("in")?)?;
        let is_reserved = ["accept", "content-type", "authorization"]
            .iter()
            .any(|reserved| name.eq_ignore_ascii_case(reserved));
        if location == Location::Header && is_reserved {
            return None;
        }
        let content = node.get("content");
        let media = content
            .as_ref()
            .and_then(|content| content.members().next());
        let holder = media.as_ref().map_or(node, |(_, media)| media);
        let default = match location {
            Location::Path | Location::Header => Style::Simple,
            Location::Query | Location::Cookie => Style::Form,
        };
        let style = node.text("style").and_then(Style::named).unwrap_or(default);
        let mut examples = media::examples(node);
        if let Some((_, media)) = &media {
            examples.extend(media::examples(media));
        }
        Some(Self {
            name: name.to_owned(),
            location,
            required: location == Location::Path || node.flag("required") == Some(true),
            pointer: node.pointer.clone(),
            schema: holder.place_of("schema"),
            is_json: media
                .as_ref()
                .is_some_and(|(range, _)| media::Form::of(range) == media::Form::Json),
            style,
            explode: node.flag("explode").unwrap_or(style == Style::Form),
            allow_reserved: node.flag("allowReserved") == Some(true),
            shape: Shape::of(holder.get("schema").as_ref()),
            examples,
        })
    }

    /// Writes a value as a request carries it. A value in a header is not escaped.
    #[must_use]
    pub fn encode(&self, value: &Value) -> Encoded {
        let escaped = self.location != Location::Header && !self.allow_reserved;
        if self.is_json {
            let text = Value::from(value.to_string());
            return self.style.write(false, escaped, &self.name, &text);
        }
        self.style.write(self.explode, escaped, &self.name, value)
    }

    /// Reads the value from its text in a path or a header.
    #[must_use]
    pub fn decode_text(&self, text: &str) -> Option<Value> {
        let decode: fn(&str) -> String = match self.location {
            Location::Header => str::to_owned,
            Location::Path | Location::Query | Location::Cookie => style::decode,
        };
        if self.is_json {
            let text = decode(text);
            return Some(json_or_text(text));
        }
        let style = self.style;
        style.read_text(self.explode, &self.name, text, &self.shape, decode)
    }

    /// Reads the value from the pairs of a query or of the cookies, names decoded and values as
    /// they are written; `None` where it is not among them.
    #[must_use]
    pub fn decode_pairs(&self, pairs: &[(String, String)]) -> Option<Value> {
        if self.is_json {
            let (_, value) = pairs.iter().find(|(name, _)| *name == self.name)?;
            return Some(json_or_text(style::decode_query(value)));
        }
        let style = self.style;
        style.read_pairs(self.explode, &self.name, pairs, &self.shape)
    }

    /// The value that a request without any pair of it carries: an object whose members are pairs
    /// of their own may have none. Only a required parameter is read so.
    #[must_use]
    pub fn if_absent(&self) -> Option<Value> {
        let is_spread =
            self.explode && matches!(self.style, Style::Form) && self.shape.properties.is_some();
        (self.required && is_spread && !self.is_json).then(|| Value::Object(Map::new()))
    }

    /// The name as that of a header.
    #[must_use]
    pub fn header_name(&self) -> Option<HeaderName> {
        HeaderName::from_bytes(self.name.as_bytes()).ok()
    }

    /// Whether a name of the query is one of this parameter's.
    #[must_use]
    pub fn claims(&self, name: &str) -> bool {
        let is_deep = self.style == Style::DeepObject
            && name
                .strip_prefix(self.name.as_str())
                .is_some_and(|rest| rest.starts_with('['));
        let is_member = self.explode
            && self.style == Style::Form
            && (self.shape.properties.as_ref())
                .is_some_and(|properties| properties.is_empty() || properties.contains_key(name));
        self.name == name || is_deep || is_member
    }
}

fn json_or_text(text: String) -> Value {
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}
