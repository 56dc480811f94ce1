//! Members of a JSON body that the document does not know yet.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::HeaderValue;
use serde::Serialize;
use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};

use super::call::{Call, Draft, Operation};
use super::error::{Failure, SerializeError};

impl<O: Operation> Call<'_, O> {
    /// Adds a member to the JSON object that is the body, for what the API knows and the document
    /// does not yet. Where the call has no body, it gets one.
    ///
    /// The call fails before it is sent where the body is no JSON object, or has the member already.
    pub fn body_member(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        let name = name.into();
        let Ok(text) = serde_json::to_string(&value) else {
            self.draft.fail(misplaced(&name));
            return self;
        };
        self.draft.body_members.push((name, text));
        self
    }
}

fn misplaced(name: &str) -> Failure {
    let name = name.to_owned();
    Failure::Serialize(SerializeError::BodyMember { name })
}

impl Draft {
    /// Puts the additional members into the body.
    pub(super) fn add_body_members(&mut self) -> Result<(), Failure> {
        let Some((first, _)) = self.body_members.first() else {
            return Ok(());
        };
        let json = HeaderValue::from_static("application/json");
        let empty = || (json, Bytes::from_static(b"{}"));
        let (content_type, body) = self.body.take().unwrap_or_else(empty);
        if !is_json(&content_type) {
            return Err(misplaced(first));
        }
        let body = extended(&body, &self.body_members).map_err(misplaced)?;
        self.body = Some((content_type, body.into()));
        Ok(())
    }
}

fn is_json(content_type: &HeaderValue) -> bool {
    let text = content_type.to_str().unwrap_or_default();
    let essence = text.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

/// A JSON object with further members at its end. What it has stays as it is written.
///
/// # Errors
/// Gives the name of the member that cannot be added.
fn extended<'m>(body: &[u8], members: &'m [(String, String)]) -> Result<Vec<u8>, &'m str> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let first = members.first().map_or("", |(name, _)| name);
    let names = deserializer.deserialize_map(Names).map_err(|_| first)?;
    deserializer.end().map_err(|_| first)?;
    let end = body.trim_ascii_end();
    let end = end.strip_suffix(b"}").ok_or(first)?;
    let mut text = end.to_vec();
    for (index, (name, value)) in members.iter().enumerate() {
        let mut earlier = members[..index].iter().map(|(name, _)| name);
        if names.iter().any(|known| known == name) || earlier.any(|known| known == name) {
            return Err(name);
        }
        if !names.is_empty() || index > 0 {
            text.push(b',');
        }
        text.extend(serde_json::to_vec(name).map_err(|_| name.as_str())?);
        text.push(b':');
        text.extend(value.as_bytes());
    }
    text.push(b'}');
    Ok(text)
}

/// The names of the members of an object.
struct Names;

impl<'de> Visitor<'de> for Names {
    type Value = Vec<Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut names = Vec::new();
        while let Some(name) = map.next_key()? {
            map.next_value::<IgnoredAny>()?;
            names.push(name);
        }
        Ok(names)
    }
}
