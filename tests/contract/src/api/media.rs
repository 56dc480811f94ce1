//! Media types, and the bodies that they carry.

use bytes::Bytes;
use serde_json::{Map, Value};

use super::multipart;
use super::shape::Shape;
use super::style;
use crate::document::Node;

/// One media type of a request body or of an answer.
#[derive(Clone, Debug)]
pub struct Media {
    /// As it is written in the document: `application/json`, `text/*`.
    pub range: String,
    /// The place of the media type.
    pub pointer: String,
    /// The place of its schema.
    pub schema: Option<String>,
    /// Its examples.
    pub examples: Vec<Example>,
    /// What kinds of values its schema allows.
    pub shape: Shape,
}

/// An example of the document.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its name; empty for the one of the keyword `example`.
    pub name: String,
    /// Its place.
    pub pointer: String,
    /// The value.
    pub value: Value,
}

/// How a body of a media type is a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// It is JSON.
    Json,
    /// Its members are those of a form (`application/x-www-form-urlencoded`).
    UrlEncoded,
    /// Its members are parts (`multipart/form-data`).
    Multipart,
    /// It is one string.
    Text,
    /// It is bytes, or something that this kit does not read.
    Opaque,
}

impl Form {
    /// The form of a media type, parameters ignored.
    #[must_use]
    pub fn of(media_type: &str) -> Self {
        let essence = essence(media_type);
        match essence.as_str() {
            "application/json" | "text/json" => Self::Json,
            "application/x-www-form-urlencoded" => Self::UrlEncoded,
            "multipart/form-data" => Self::Multipart,
            other if other.ends_with("+json") => Self::Json,
            "text/event-stream" => Self::Opaque,
            other if other.starts_with("text/") => Self::Text,
            _ => Self::Opaque,
        }
    }
}

impl Media {
    /// The entries of a `content`, in document order.
    pub(super) fn all(content: Option<&Node<'_>>) -> Vec<Self> {
        let entries = content.into_iter().flat_map(Node::members);
        entries
            .map(|(range, node)| Self::new(range, &node))
            .collect()
    }

    fn new(range: &str, node: &Node<'_>) -> Self {
        let schema = node.place_of("schema");
        Self {
            range: range.to_owned(),
            shape: Shape::of(node.get("schema").as_ref()),
            pointer: node.pointer.clone(),
            schema,
            examples: examples(node),
        }
    }

    /// The form of its bodies.
    #[must_use]
    pub fn form(&self) -> Form {
        Form::of(&self.range)
    }

    /// A media type that this entry covers, for a body that is to be sent.
    #[must_use]
    pub fn concrete(&self) -> String {
        match essence(&self.range).as_str() {
            "*/*" | "application/*" => "application/json".to_owned(),
            "text/*" => "text/plain".to_owned(),
            "multipart/form-data" => {
                format!("multipart/form-data; boundary={}", multipart::BOUNDARY)
            }
            other if other.ends_with("/*") => other.replace("/*", "/octet-stream"),
            _ => self.range.clone(),
        }
    }

    /// Whether a `Content-Type` is one of this entry: wildcards match, and a parameter of the
    /// entry must be there (RFC 9110, section 8.3).
    #[must_use]
    pub fn covers(&self, content_type: &str) -> bool {
        let (range, given) = (essence(&self.range), essence(content_type));
        let is_same = match range.split_once('/') {
            Some(("*", "*")) => true,
            Some((kind, "*")) => given.split('/').next() == Some(kind),
            _ => range == given,
        };
        is_same
            && parameters(&self.range)
                .all(|wanted| parameters(content_type).any(|parameter| parameter == wanted))
    }

    /// The body for a value; `None` where this form cannot carry it.
    #[must_use]
    pub fn encode(&self, value: &Value) -> Option<Bytes> {
        match (Form::of(&self.concrete()), value) {
            (Form::Json, _) => serde_json::to_vec(value).ok().map(Bytes::from),
            (Form::UrlEncoded, Value::Object(members)) => {
                Some(Bytes::from(style::form_urlencoded(members)))
            }
            (Form::Multipart, Value::Object(members)) => {
                Some(Bytes::from(multipart::encode(members, &self.shape)))
            }
            (Form::Text | Form::Opaque, Value::String(text)) => {
                Some(Bytes::from(text.clone().into_bytes()))
            }
            _ => None,
        }
    }

    /// The value of a body. `None` where this form of body is not read as a value.
    ///
    /// # Errors
    /// Says what is wrong where the body is not of its form at all.
    pub fn decode(&self, content_type: &str, body: &[u8]) -> Result<Option<Value>, String> {
        match Form::of(content_type) {
            Form::Json => serde_json::from_slice(body)
                .map(Some)
                .map_err(|error| format!("it is no JSON: {error}")),
            Form::UrlEncoded => {
                let text = text(body)?;
                Ok(Some(Value::Object(self.fields(text))))
            }
            Form::Text => text(body).map(|text| self.of_text(text)),
            Form::Multipart => multipart::decode(content_type, body, &self.shape).map(Some),
            Form::Opaque => Ok(None),
        }
    }

    /// The value of a text; `None` where the schema wants a value that texts have no form for.
    fn of_text(&self, text: &str) -> Option<Value> {
        let is_scalar = self.shape.string || self.shape.number || self.shape.boolean;
        (is_scalar || self.shape.is_unknown()).then(|| style::scalar_of(text, Some(&self.shape)))
    }

    /// The members of a form, each as its schema wants it.
    fn fields(&self, text: &str) -> Map<String, Value> {
        let pairs: Vec<_> = style::pairs(text).collect();
        style::object_of_pairs(&pairs, &self.shape)
    }
}

fn text(body: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(body).map_err(|error| {
        let at = error.valid_up_to();
        format!("it is no text in UTF-8 at byte {at}")
    })
}

/// The examples of a media type, a parameter or a header.
pub(super) fn examples(node: &Node<'_>) -> Vec<Example> {
    let mut found = Vec::new();
    if let (Some(value), Some(pointer)) = (node.value.get("example"), node.place_of("example")) {
        found.push(Example {
            name: String::new(),
            pointer,
            value: value.clone(),
        });
    }
    for (name, example) in node.get("examples").iter().flat_map(Node::members) {
        if let (Some(value), Some(pointer)) =
            (example.value.get("value"), example.place_of("value"))
        {
            found.push(Example {
                name: name.to_owned(),
                pointer,
                value: value.clone(),
            });
        }
    }
    found
}

/// A media type without its parameters, in lower case.
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

fn parameters(media_type: &str) -> impl Iterator<Item = (String, String)> {
    let parameters = media_type.split(';').skip(1);
    parameters.filter_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches('"').to_ascii_lowercase();
        Some((name.trim().to_ascii_lowercase(), value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn media(range: &str) -> Media {
        Media {
            range: range.to_owned(),
            pointer: String::new(),
            schema: None,
            examples: Vec::new(),
            shape: Shape::default(),
        }
    }

    #[test]
    fn ranges_cover_media_types() {
        assert!(media("application/json").covers("application/json; charset=utf-8"));
        assert!(media("Application/JSON").covers("application/json"));
        assert!(media("text/*").covers("text/html"));
        assert!(media("*/*").covers("image/png"));
        assert!(!media("application/json").covers("application/problem+json"));
        assert!(media("application/json; version=2").covers("application/json;version=\"2\""));
        assert!(!media("application/json; version=2").covers("application/json"));
    }

    #[test]
    fn forms_are_told_by_the_media_type() {
        assert_eq!(Form::of("application/problem+json; x=y"), Form::Json);
        assert_eq!(Form::of("text/csv"), Form::Text);
        assert_eq!(Form::of("image/png"), Form::Opaque);
    }
}
