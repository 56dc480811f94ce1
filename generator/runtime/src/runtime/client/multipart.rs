//! Bodies of several parts: `multipart/form-data` (RFC 7578).

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher, Hasher};

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use super::error::SerializeError;
use super::parameter::{self, Style};

/// One part of a body: the contents of a file, or anything else in bytes.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Part {
    body: Bytes,
    file_name: Option<String>,
    content_type: Option<String>,
    headers: Vec<(String, String)>,
}

impl Part {
    /// A part of these bytes.
    pub fn new(body: impl Into<Bytes>) -> Self {
        Self {
            body: body.into(),
            ..Self::default()
        }
    }

    /// The contents of a file of that name.
    pub fn file(file_name: impl Into<String>, body: impl Into<Bytes>) -> Self {
        Self {
            file_name: Some(file_name.into()),
            ..Self::new(body)
        }
    }

    /// Sets the media type of the part.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Adds a header to the part.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.headers.push((name.into(), value.to_string()));
        self
    }
}

impl From<Bytes> for Part {
    fn from(body: Bytes) -> Self {
        Self::new(body)
    }
}

impl From<Vec<u8>> for Part {
    fn from(body: Vec<u8>) -> Self {
        Self::new(body)
    }
}

/// Shows what the part is, and not what it holds.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("content_type", &self.content_type)
            .field("body_len", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// A body of several parts, each under a name.
#[derive(Clone, Default)]
pub struct Multipart {
    parts: Vec<(String, Part)>,
    boundary: Option<String>,
    unwritable: Option<&'static str>,
}

impl Multipart {
    /// A body without parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part.
    #[must_use]
    pub fn part(mut self, name: impl Into<String>, part: impl Into<Part>) -> Self {
        self.parts.push((name.into(), part.into()));
        self
    }

    /// Adds a text as a part.
    #[must_use]
    pub fn text(self, name: impl Into<String>, text: impl fmt::Display) -> Self {
        self.part(name, text.to_string().into_bytes())
    }

    /// Adds files under one name. Those without a file name or media type of their own get the
    /// name of the member and the media type that is given.
    #[must_use]
    pub fn files(
        mut self,
        name: &'static str,
        content_type: &'static str,
        files: impl IntoIterator<Item = Part>,
    ) -> Self {
        for mut file in files {
            file.file_name.get_or_insert_with(|| name.to_owned());
            file.content_type
                .get_or_insert_with(|| content_type.to_owned());
            self = self.part(name, file);
        }
        self
    }

    /// Adds a value: a scalar as text, an object as JSON, and of an array each element as a part
    /// of its own. `null` adds nothing.
    #[must_use]
    pub fn value(mut self, name: &'static str, value: &(impl Serialize + ?Sized)) -> Self {
        match self.json(name, serde_json::to_value(value).ok()) {
            Value::Array(elements) => {
                for element in &elements {
                    self.add(name, element);
                }
            }
            value => self.add(name, &value),
        }
        self
    }

    /// Adds a value whose parts have this media type: JSON as a whole, anything else as text.
    #[must_use]
    pub fn value_as(
        mut self,
        name: &'static str,
        value: &(impl Serialize + ?Sized),
        content_type: &'static str,
    ) -> Self {
        let value = self.json(name, serde_json::to_value(value).ok());
        let text = if is_json(content_type) {
            (!value.is_null()).then(|| value.to_string())
        } else {
            parameter::text(&value).map(Into::into)
        };
        if let Some(text) = text {
            let part = Part::new(text).with_content_type(content_type);
            self = self.part(name, part);
        }
        self
    }

    /// Adds a value that is written in a style.
    #[must_use]
    pub fn styled(
        mut self,
        name: &'static str,
        value: &(impl Serialize + ?Sized),
        style: Style,
    ) -> Self {
        let value = self.json(name, serde_json::to_value(value).ok());
        for (name, text) in parameter::plain_pairs(name, &value, style) {
            self = self.text(name, text);
        }
        self
    }

    /// Sets the text between the parts, which no part may hold; a random one by default.
    #[must_use]
    pub fn with_boundary(mut self, boundary: impl Into<String>) -> Self {
        self.boundary = Some(boundary.into());
        self
    }

    fn json(&mut self, name: &'static str, value: Option<Value>) -> Value {
        value.unwrap_or_else(|| {
            self.unwritable.get_or_insert(name);
            Value::Null
        })
    }

    fn add(&mut self, name: &'static str, value: &Value) {
        if let Some(text) = parameter::text(value) {
            let part = Part::new(text.into_owned());
            let is_complex = value.is_object() || value.is_array();
            let part = if is_complex {
                part.with_content_type("application/json")
            } else {
                part
            };
            self.parts.push((name.to_owned(), part));
        }
    }

    /// The media type and the bytes of the body.
    pub(super) fn finish(self) -> Result<(HeaderValue, Bytes), SerializeError> {
        if let Some(name) = self.unwritable {
            return Err(SerializeError::Parameter { name });
        }
        let boundary = self.boundary.unwrap_or_else(random);
        let header = |name: &str| SerializeError::Header {
            name: name.to_owned(),
        };
        if !is_boundary(&boundary) {
            return Err(header("content-type"));
        }
        let mut body = Vec::new();
        for (name, part) in &self.parts {
            body.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
            let mut disposition = format!("form-data; name=\"{}\"", quoted(name));
            if let Some(file_name) = &part.file_name {
                disposition.push_str(&format!("; filename=\"{}\"", quoted(file_name)));
            }
            write(&mut body, "Content-Disposition", &disposition)?;
            if let Some(content_type) = &part.content_type {
                write(&mut body, "Content-Type", content_type)?;
            }
            for (name, value) in &part.headers {
                write(&mut body, name, value)?;
            }
            body.extend_from_slice(b"\r\n");
            body.extend_from_slice(&part.body);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        let content_type = format!("multipart/form-data; boundary=\"{boundary}\"");
        let content_type =
            HeaderValue::try_from(content_type).map_err(|_| header("content-type"))?;
        Ok((content_type, Bytes::from(body)))
    }
}

/// Shows the names of the parts, and not what they hold.
impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.parts.iter().map(|(name, part)| (name, part)))
            .finish()
    }
}

/// Adds a header line, where HTTP can carry it.
fn write(body: &mut Vec<u8>, name: &str, value: &str) -> Result<(), SerializeError> {
    if HeaderName::from_bytes(name.as_bytes()).is_err() || HeaderValue::from_str(value).is_err() {
        let name = name.to_owned();
        return Err(SerializeError::Header { name });
    }
    body.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    Ok(())
}

/// A name within quotation marks, in the way of browsers (RFC 7578, section 2).
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Whether a media type is JSON.
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.ends_with("/json") || essence.ends_with("+json")
}

/// Whether RFC 2046 allows a boundary, of those that need no escapes within quotation marks.
fn is_boundary(text: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "'()+_,-./:=? ".contains(c);
    (1..=70).contains(&text.len()) && text.chars().all(is_allowed) && !text.ends_with(' ')
}

/// 128 bits that no part holds by chance, from the randomness that hash maps are seeded with.
fn random() -> String {
    let half = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", half(), half())
}
