//! Keeps secrets out of everything that is written down.
//!
//! What a document calls a credential or marks as secret is taken out of exchanges before they go
//! into a report, a journal or a recording. Values that a test made up by itself stay, since they
//! are what a finding is about; live ones, which a server gave or a user brought, do not.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use serde_json::Value;

use crate::api::{Api, Form, Location, SchemeKind};
use crate::finding::{Exchange, Received, Sent, content_type};
use crate::words::squeezed;

/// What stands in the place of a secret.
pub const REDACTED: &str = "[redacted]";

/// The extension that marks a schema.
const SENSITIVE: &str = "x-specwright-sensitive";

/// Headers that hold secrets in every API.
const HEADERS: [&str; 5] = [
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "plaid-verification",
];

/// What the names of headers and members that hold secrets contain, without separators.
const TELLING: [&str; 6] = [
    "secret",
    "password",
    "passwd",
    "apikey",
    "privatekey",
    "credential",
];

/// Secrets shorter than this are too likely to be a part of something else.
const MIN_LENGTH: usize = 4;

/// Takes secrets out of exchanges.
#[derive(Clone, Debug, Default)]
pub struct Redactor {
    headers: BTreeSet<String>,
    query: BTreeSet<String>,
    members: BTreeSet<String>,
    live: BTreeMap<String, String>,
}

/// Which values of a request are secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It was recorded: whatever stands where secrets stand.
    Traffic,
    /// A test made it up: only values that are known to be live.
    Test,
}

impl Redactor {
    /// Knows the security schemes and the marked schemas of a document.
    #[must_use]
    pub fn new(api: &Api) -> Self {
        let mut redactor = Self::default();
        for scheme in &api.schemes {
            if let SchemeKind::ApiKey { location, name } = &scheme.kind {
                match location {
                    Location::Header => redactor.headers.insert(name.to_ascii_lowercase()),
                    Location::Query | Location::Path => redactor.query.insert(name.clone()),
                    Location::Cookie => false,
                };
            }
        }
        redactor.headers.extend(HEADERS.map(str::to_owned));
        let tree = api.document.tree();
        let marked = marked_schemas(tree);
        collect(tree, &marked, &mut redactor.members);
        redactor
    }

    /// Remembers a value that a user brought or a server gave; `label` stands in its place.
    pub fn learn(&mut self, secret: &str, label: &str) {
        if secret.len() >= MIN_LENGTH {
            self.live.insert(secret.to_owned(), label.to_owned());
        }
    }

    /// Remembers the secrets of an answer.
    pub fn learn_from(&mut self, body: &[u8]) {
        if let Ok(value) = serde_json::from_slice::<Value>(body) {
            self.learn_members(&value);
        }
    }

    fn learn_members(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    match value {
                        Value::String(text) if self.is_secret(name) => self.learn(text, REDACTED),
                        other => self.learn_members(other),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.learn_members(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// The exchange without secrets.
    #[must_use]
    pub fn exchange(&self, exchange: &Exchange, origin: Origin) -> Exchange {
        Exchange {
            request: self.request(&exchange.request, origin),
            response: exchange
                .response
                .as_ref()
                .map(|response| self.response(response)),
            started: exchange.started,
            time: exchange.time,
        }
    }

    fn request(&self, sent: &Sent, origin: Origin) -> Sent {
        let headers = match origin {
            Origin::Traffic => self.headers(&sent.headers),
            Origin::Test => self.known(&sent.headers),
        };
        Sent {
            method: sent.method.clone(),
            url: self.url(&sent.url, origin),
            body: self.body(&sent.body, &sent.headers, origin),
            headers,
        }
    }

    fn response(&self, received: &Received) -> Received {
        Received {
            status: received.status,
            headers: self.headers(&received.headers),
            body: self.body(&received.body, &received.headers, Origin::Traffic),
        }
    }

    fn headers(&self, headers: &[(String, String)]) -> Vec<(String, String)> {
        let kept = headers.iter().map(|(name, value)| {
            let value = if self.is_secret_header(name) {
                REDACTED.to_owned()
            } else {
                self.text(value)
            };
            (name.clone(), value)
        });
        kept.collect()
    }

    fn known(&self, headers: &[(String, String)]) -> Vec<(String, String)> {
        let kept = headers
            .iter()
            .map(|(name, value)| (name.clone(), self.text(value)));
        kept.collect()
    }

    fn url(&self, url: &str, origin: Origin) -> String {
        let Some((path, query)) = url.split_once('?') else {
            return self.text(url);
        };
        let pairs = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if origin == Origin::Traffic && self.query.contains(name) => {
                format!("{name}={REDACTED}")
            }
            _ => self.text(pair),
        });
        format!(
            "{}?{}",
            self.text(path),
            pairs.collect::<Vec<_>>().join("&")
        )
    }

    fn body(&self, body: &Bytes, headers: &[(String, String)], origin: Origin) -> Bytes {
        if body.is_empty() {
            return Bytes::new();
        }
        let content_type = content_type(headers);
        if Form::of(content_type) == Form::Json
            && let Ok(mut value) = serde_json::from_slice::<Value>(body)
        {
            if !self.value(&mut value, origin) {
                return body.clone();
            }
            return Bytes::from(value.to_string());
        }
        match std::str::from_utf8(body) {
            Ok(text) if Form::of(content_type) == Form::UrlEncoded => {
                let pairs = text.split('&').map(|pair| match pair.split_once('=') {
                    Some((name, _)) if origin == Origin::Traffic && self.is_secret(name) => {
                        format!("{name}={REDACTED}")
                    }
                    _ => self.text(pair),
                });
                Bytes::from(pairs.collect::<Vec<_>>().join("&"))
            }
            Ok(text) => Bytes::from(self.text(text)),
            Err(_) => body.clone(),
        }
    }

    /// Takes secrets out of a value; says whether there were any.
    fn value(&self, value: &mut Value, origin: Origin) -> bool {
        match value {
            Value::Object(members) => {
                let mut changed = false;
                for (name, value) in members.iter_mut() {
                    let is_scalar = value.is_string() || value.is_number();
                    if origin == Origin::Traffic && is_scalar && self.is_secret(name) {
                        *value = Value::from(REDACTED);
                        changed = true;
                    } else {
                        changed |= self.value(value, origin);
                    }
                }
                changed
            }
            Value::Array(items) => {
                let mut changed = false;
                for item in items {
                    changed |= self.value(item, origin);
                }
                changed
            }
            Value::String(text) => {
                let clean = self.text(text);
                let changed = clean != *text;
                *text = clean;
                changed
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }

    /// The text without live secrets.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        if let Some(label) = self.live.get(text) {
            return label.clone();
        }
        let mut clean = text.to_owned();
        for (secret, label) in &self.live {
            if clean.contains(secret.as_str()) {
                clean = clean.replace(secret.as_str(), label);
            }
        }
        clean
    }

    fn is_secret(&self, member: &str) -> bool {
        self.members.contains(member) || is_telling(member)
    }

    fn is_secret_header(&self, name: &str) -> bool {
        self.headers.contains(&name.to_ascii_lowercase()) || is_telling(name)
    }
}

/// Whether a name tells by itself that its value is secret.
fn is_telling(name: &str) -> bool {
    let name = squeezed(name);
    name.ends_with("token") || TELLING.iter().any(|part| name.contains(part))
}

/// The pointers of component schemas that are marked as secret.
fn marked_schemas(tree: &Value) -> BTreeSet<String> {
    let schemas = tree
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let marked = schemas
        .into_iter()
        .flatten()
        .filter(|(_, schema)| is_marked(schema));
    marked
        .map(|(name, _)| crate::pointer::join("/components/schemas", name))
        .collect()
}

fn is_marked(schema: &Value) -> bool {
    let text = |key| schema.get(key).and_then(Value::as_str);
    text(SENSITIVE).is_some_and(|mark| mark != "none") || text("format") == Some("password")
}

/// The names of properties whose schema is marked, or refers to one that is.
fn collect(value: &Value, marked: &BTreeSet<String>, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(properties) = members.get("properties").and_then(Value::as_object) {
                for (name, schema) in properties {
                    if is_marked(schema) || refers(schema, marked) {
                        names.insert(name.clone());
                    }
                }
            }
            members
                .values()
                .for_each(|member| collect(member, marked, names));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, marked, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn refers(schema: &Value, marked: &BTreeSet<String>) -> bool {
    let target = |schema: &Value| {
        let reference = schema.get("$ref").and_then(Value::as_str);
        reference.and_then(crate::pointer::from_reference)
    };
    let members = schema.get("allOf").and_then(Value::as_array);
    target(schema).is_some_and(|target| marked.contains(&target))
        || members.is_some_and(|members| members.iter().any(|member| refers(member, marked)))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;
    use crate::document::Document;

    fn redactor() -> Redactor {
        let document = json!({
            "openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {},
            "components": {
                "securitySchemes": {
                    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                    "q": {"type": "apiKey", "in": "query", "name": "token"},
                },
                "schemas": {
                    "Pin": {"type": "string", "x-specwright-sensitive": "secret"},
                    "Login": {"properties": {"pin": {"allOf": [{"$ref": "#/components/schemas/Pin"}]}}},
                },
            },
        });
        Redactor::new(&Api::new(
            Document::parse("t.json", &document.to_string()).unwrap(),
        ))
    }

    fn exchange() -> Exchange {
        let json = |name: &str| {
            vec![
                ("content-type".to_owned(), "application/json".to_owned()),
                (name.to_owned(), "canary".to_owned()),
            ]
        };
        Exchange {
            request: Sent {
                method: "POST".to_owned(),
                url: "http://a.example/b?token=canary&c=d".to_owned(),
                headers: json("x-key"),
                body: Bytes::from(r#"{"pin":"canary","list":[{"password":"canary"}],"n":1}"#),
            },
            response: Some(Received {
                status: 200,
                headers: json("set-cookie"),
                body: Bytes::from(r#"{"access_token":"canary"}"#),
            }),
            started: None,
            time: Duration::ZERO,
        }
    }

    #[test]
    fn nothing_secret_is_left_of_traffic() {
        let clean = redactor().exchange(&exchange(), Origin::Traffic);
        let text = format!("{clean:?}");
        assert!(!text.contains("canary"), "{text}");
        assert!(
            text.contains("c=d") && text.contains(r#"\"n\":1"#),
            "{text}"
        );
    }

    #[test]
    fn values_made_up_by_a_test_stay_until_they_are_live() {
        let mut redactor = redactor();
        let kept = redactor.exchange(&exchange(), Origin::Test);
        assert!(format!("{:?}", kept.request).contains("canary"));
        redactor.learn_from(br#"{"access_token":"canary"}"#);
        let clean = redactor.exchange(&exchange(), Origin::Test);
        assert!(!format!("{clean:?}").contains("canary"));
    }
}
