//! Taking secrets out of messages before anybody reads them.
//!
//! Secret are credentials, and what names and schemas mark as such: `format: password`,
//! `x-specwright-sensitive`, and properties that are called a token, a secret or a password.

use std::collections::BTreeSet;

use http::HeaderMap;
use serde_json::Value;

use crate::api::{Api, Form, Location, SchemeKind};
use crate::words::squeezed;

/// What stands for a secret.
pub const REDACTED: &str = "[redacted]";

/// The names of an API's secrets.
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    headers: BTreeSet<String>,
    members: BTreeSet<String>,
}

impl Secrets {
    /// Those of an API.
    #[must_use]
    pub fn of(api: &Api) -> Self {
        let mut secrets = Self::default();
        for scheme in &api.schemes {
            if let SchemeKind::ApiKey { location, name } = &scheme.kind {
                let names = match location {
                    Location::Header | Location::Path => &mut secrets.headers,
                    Location::Query | Location::Cookie => &mut secrets.members,
                };
                names.insert(name.to_ascii_lowercase());
            }
        }
        let tree = api.document.tree();
        marked(tree, tree, &mut secrets.members);
        secrets
    }

    /// The headers of a message.
    #[must_use]
    pub fn headers(&self, headers: &HeaderMap) -> Vec<(String, String)> {
        let shown = headers.iter().map(|(name, value)| {
            let name = name.as_str();
            let is_secret = value.is_sensitive() || self.is_header(name);
            let text = if is_secret {
                REDACTED.to_owned()
            } else {
                String::from_utf8_lossy(value.as_bytes()).into_owned()
            };
            (name.to_owned(), text)
        });
        shown.collect()
    }

    /// A URL, or a path with its query.
    #[must_use]
    pub fn target(&self, target: &str) -> String {
        match target.split_once('?') {
            Some((path, query)) => format!("{path}?{}", self.pairs(query)),
            None => target.to_owned(),
        }
    }

    /// The body of a message with these headers.
    #[must_use]
    pub fn body(&self, headers: &HeaderMap, body: &[u8]) -> String {
        let content_type = headers.get(http::header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        let text = || String::from_utf8_lossy(body).into_owned();
        match content_type.map(Form::of) {
            Some(Form::UrlEncoded) => self.pairs(&text()),
            Some(Form::Multipart) => format!("({} bytes)", body.len()),
            _ => match serde_json::from_slice::<Value>(body) {
                Ok(value) => self.value(&value).to_string(),
                Err(_) => text(),
            },
        }
    }

    /// A value with everything secret replaced.
    #[must_use]
    pub fn value(&self, value: &Value) -> Value {
        match value {
            Value::Object(members) => {
                let members = members.iter().map(|(name, value)| {
                    let is_secret = !value.is_null() && self.is_member(name);
                    let value = if is_secret {
                        Value::from(REDACTED)
                    } else {
                        self.value(value)
                    };
                    (name.clone(), value)
                });
                members.collect()
            }
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            other => other.clone(),
        }
    }

    /// Whether a header of this name carries a secret.
    #[must_use]
    pub fn is_header(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        let known = [
            "authorization",
            "proxy-authorization",
            "cookie",
            "set-cookie",
        ];
        known.contains(&name.as_str()) || self.headers.contains(&name) || is_telling(&name)
    }

    /// Whether a property or a field of this name carries a secret.
    #[must_use]
    pub fn is_member(&self, name: &str) -> bool {
        is_telling(name) || self.members.contains(&name.to_ascii_lowercase())
    }

    fn pairs(&self, pairs: &str) -> String {
        let shown = pairs.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if self.is_member(name) => format!("{name}={REDACTED}"),
            _ => pair.to_owned(),
        });
        shown.collect::<Vec<_>>().join("&")
    }
}

/// Whether a name tells by itself that its value is secret.
fn is_telling(name: &str) -> bool {
    let name = squeezed(name);
    let parts = [
        "secret",
        "password",
        "passwd",
        "apikey",
        "privatekey",
        "credential",
    ];
    name.ends_with("token") || parts.iter().any(|part| name.contains(part))
}

/// Collects the names of properties whose schemas are marked as secret.
fn marked(tree: &Value, value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get("properties") {
                let secret = properties
                    .iter()
                    .filter(|(_, schema)| is_marked(tree, schema));
                names.extend(secret.map(|(name, _)| name.to_ascii_lowercase()));
            }
            members
                .values()
                .for_each(|value| marked(tree, value, names));
        }
        Value::Array(items) => items.iter().for_each(|item| marked(tree, item, names)),
        _ => {}
    }
}

fn is_marked(tree: &Value, schema: &Value) -> bool {
    let reference = schema.get("$ref").and_then(Value::as_str);
    let target = reference
        .and_then(crate::pointer::from_reference)
        .and_then(|target| tree.pointer(&target));
    [Some(schema), target].into_iter().flatten().any(|schema| {
        schema.get("format").and_then(Value::as_str) == Some("password")
            || schema.get("x-specwright-sensitive") == Some(&Value::Bool(true))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::document::Document;

    #[test]
    fn secrets_are_taken_out_of_every_part() {
        let document = json!({
            "openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {},
            "components": {
                "schemas": {"A": {"properties": {"pin": {"type": "string", "format": "password"}}}},
                "securitySchemes": {
                    "k": {"type": "apiKey", "in": "header", "name": "X-K"},
                    "q": {"type": "apiKey", "in": "query", "name": "sig"},
                },
            },
        });
        let api = Api::new(Document::parse("t.json", &document.to_string()).unwrap());
        let secrets = Secrets::of(&api);
        let value = json!({"a": [{"pin": 7, "access_token": "x", "tokens": 3, "secret": null}]});
        let shown = json!({
            "a": [{"pin": REDACTED, "access_token": REDACTED, "tokens": 3, "secret": null}],
        });
        assert_eq!(secrets.value(&value), shown);
        assert_eq!(secrets.target("/a?sig=1&b=2"), "/a?sig=[redacted]&b=2");
        let mut headers = HeaderMap::new();
        headers.insert("x-k", http::HeaderValue::from_static("v"));
        headers.insert("x-l", http::HeaderValue::from_static("w"));
        let shown = [("x-k", REDACTED), ("x-l", "w")];
        let shown = shown.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(secrets.headers(&headers), shown);
    }
}
