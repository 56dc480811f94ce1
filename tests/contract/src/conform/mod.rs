//! What is wrong with a message.
//!
//! A request or a response is held against an operation, alone: nothing here sends, and nothing
//! remembers. Whether a fault is a finding is decided by whoever asks: a mock answers with it, a
//! traffic check reports it.

mod request;
mod response;

use std::fmt;

use http::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::api::{Api, Media};
use crate::check::Check;
use crate::oracle::{Direction, Violation};
use crate::pointer;

pub use request::{Inputs, request};
pub use response::response;

/// What a judgement came to.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// All that is wrong.
    pub faults: Vec<Fault>,
    /// What could not be judged, and why: a form of body that is not read, a schema that cannot be
    /// compiled.
    pub unjudged: Vec<Unjudged>,
}

/// One way in which a message breaks the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What was checked.
    pub check: Check,
    /// The part of the message.
    pub part: Part,
    /// The place in that part's value, as a JSON Pointer.
    pub instance: String,
    /// The place in the document that says otherwise.
    pub pointer: String,
    /// The keyword that is broken: of JSON Schema, or `content`, `responses`, `security`…
    pub keyword: String,
    /// What was found and what was expected. It may show values.
    pub message: String,
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The method or the path as a whole.
    Target,
    /// A parameter of the path.
    Path(String),
    /// A parameter of the query.
    Query(String),
    /// A header.
    Header(String),
    /// A cookie.
    Cookie(String),
    /// The credentials.
    Credentials,
    /// The body.
    Body,
    /// The status.
    Status,
}

/// What could not be judged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Unjudged {
    /// The place in the document.
    pub pointer: String,
    /// Why not.
    pub reason: String,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Target => f.write_str("target"),
            Self::Path(name) => write!(f, "path parameter `{name}`"),
            Self::Query(name) => write!(f, "query parameter `{name}`"),
            Self::Header(name) => write!(f, "header `{name}`"),
            Self::Cookie(name) => write!(f, "cookie `{name}`"),
            Self::Credentials => f.write_str("credentials"),
            Self::Body => f.write_str("body"),
            Self::Status => f.write_str("status"),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.part)?;
        if !self.instance.is_empty() {
            write!(f, " at `{}`", self.instance)?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Holds the parts of one message against schemas and gathers what comes of it.
struct Judge<'a> {
    api: &'a Api,
    direction: Direction,
    check: Check,
    verdict: Verdict,
}

impl<'a> Judge<'a> {
    fn new(api: &'a Api, direction: Direction, check: Check) -> Self {
        Self {
            api,
            direction,
            check,
            verdict: Verdict::default(),
        }
    }

    fn fault(&mut self, part: Part, pointer: &str, keyword: &str, message: impl Into<String>) {
        self.verdict.faults.push(Fault {
            check: self.check,
            part,
            instance: String::new(),
            pointer: pointer.to_owned(),
            keyword: keyword.to_owned(),
            message: message.into(),
        });
    }

    fn unjudged(&mut self, pointer: &str, reason: impl Into<String>) {
        self.verdict.unjudged.push(Unjudged {
            pointer: pointer.to_owned(),
            reason: reason.into(),
        });
    }

    /// Holds a value against the schema at a place.
    fn value(&mut self, part: &Part, schema: &str, value: &Value) {
        let Err(violations) = self.api.oracle.check_in(self.direction, schema, value) else {
            return;
        };
        for violation in violations {
            if violation.keyword == Violation::UNCOMPILED {
                self.unjudged(&violation.schema_pointer, violation.message);
                continue;
            }
            let instance = match &violation.property {
                Some(missing) => pointer::join(&violation.instance_pointer, missing),
                None => violation.instance_pointer,
            };
            // What several schemas say of one value is one fault.
            let is_known = self.verdict.faults.iter().any(|fault| {
                fault.part == *part
                    && fault.instance == instance
                    && fault.message == violation.message
            });
            if is_known {
                continue;
            }
            self.verdict.faults.push(Fault {
                check: self.check,
                part: part.clone(),
                instance,
                pointer: violation.schema_pointer,
                keyword: violation.keyword,
                message: violation.message,
            });
        }
    }

    /// The media type of a body among those that the document has at `pointer`, and as the message
    /// says it; it is a fault where there is none.
    fn media<'m>(
        &mut self,
        declared: &'m [Media],
        pointer: &str,
        headers: &'m HeaderMap,
    ) -> Option<(&'m Media, &'m str)> {
        let given = content_type(headers);
        let found = given.and_then(|given| {
            let media = declared.iter().find(|media| media.covers(given))?;
            Some((media, given))
        });
        if found.is_none() {
            let what = match given {
                Some(given) => format!("the body is `{given}`"),
                None => "there is no `Content-Type`".to_owned(),
            };
            let part = Part::Header("Content-Type".to_owned());
            let message = format!("{what}, expected {}", ranges(declared));
            self.fault(part, pointer, "content", message);
        }
        found
    }

    /// Holds a body against its media type, and gives the value that it is.
    fn body(&mut self, media: &Media, content_type: &str, body: &[u8]) -> Option<Value> {
        let value = match media.decode(content_type, body) {
            Ok(value) => value,
            Err(message) => {
                self.fault(Part::Body, &media.pointer, "content", message);
                return None;
            }
        };
        match (&value, &media.schema) {
            (Some(value), Some(schema)) => self.value(&Part::Body, schema, value),
            (None, Some(_)) => {
                self.unjudged(
                    &media.pointer,
                    format!("bodies of `{content_type}` are not read"),
                );
            }
            (_, None) => {}
        }
        value
    }
}

/// The media type that a message says its body has.
pub(crate) fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(http::header::CONTENT_TYPE)?.to_str().ok()
}

/// The ranges of media types, for a message.
fn ranges(media: &[Media]) -> String {
    let ranges: Vec<_> = media
        .iter()
        .map(|media| format!("`{}`", media.range))
        .collect();
    ranges.join(" or ")
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{Request, Response};
    use serde_json::json;

    use crate::api::{Api, Operation, Route};
    use crate::document::Document;

    fn api() -> Api {
        let document = json!({
            "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
            "security": [{"key": []}],
            "paths": {"/pets/{id}": {"put": {
                "parameters": [
                    {"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}},
                    {"name": "tags", "in": "query", "explode": false,
                     "schema": {"type": "array", "maxItems": 2, "items": {"type": "string"}}},
                    {"name": "X-Trace", "in": "header", "required": true, "schema": {"type": "string"}},
                ],
                "requestBody": {"required": true, "content": {"application/json": {"schema":
                    {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}}}},
                "responses": {
                    "200": {"headers": {"X-Left": {"required": true, "schema": {"type": "integer"}}},
                            "content": {"application/json": {"schema": {"type": "object"}}}},
                    "default": {"content": {"application/json": {"schema": {"type": "string"}}}},
                },
            }}},
            "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
        });
        Api::new(Document::parse("t.json", &document.to_string()).unwrap())
    }

    fn of_request(request: http::request::Builder, body: &'static str) -> Vec<String> {
        let api = api();
        let request: Request<Bytes> = request.body(Bytes::from(body)).unwrap();
        let Route::Operation(index, path) = api.router.find(request.method(), request.uri().path())
        else {
            panic!("no operation");
        };
        let (verdict, _) = super::request(&api, &api.operations[index], &path, &request);
        verdict.faults.iter().map(ToString::to_string).collect()
    }

    fn of_response(response: http::response::Builder, body: &'static str) -> Vec<String> {
        let api = api();
        let operation: &Operation = &api.operations[0];
        let response: Response<Bytes> = response.body(Bytes::from(body)).unwrap();
        let verdict = super::response(&api, operation, &response);
        let faults = verdict.faults.iter();
        faults
            .map(|fault| format!("{} {fault}", fault.check))
            .collect()
    }

    #[test]
    fn requests_are_held_against_their_operation() {
        let good = || {
            Request::put("/pets/7?tags=a,b%2Cc")
                .header("x-key", "k")
                .header("x-trace", "t")
                .header("content-type", "application/json")
        };
        assert_eq!(of_request(good(), r#"{"name":"x"}"#), [""; 0]);
        assert_eq!(
            of_request(good(), r#"{"name":1}"#),
            [r#"body at `/name`: 1 is not of type "string""#]
        );
        assert_eq!(
            of_request(Request::put("/pets/seven?tags=a,b,c"), ""),
            [
                r#"path parameter `id`: "seven" is not of type "integer""#,
                "query parameter `tags`: the value has more than 2 items",
                "header `X-Trace`: it is required and missing",
                "credentials: no credentials for `key`",
                "body: a body is required, and there is none",
            ]
        );
        assert_eq!(
            of_request(good().header("content-type", "text/plain"), "x").len(),
            1,
        );
    }

    #[test]
    fn responses_are_held_against_their_operation() {
        let json = |status: u16| {
            Response::builder()
                .status(status)
                .header("content-type", "application/json")
        };
        assert_eq!(of_response(json(200).header("x-left", "4"), "{}"), [""; 0]);
        assert_eq!(of_response(json(404), "\"no\""), [""; 0]);
        assert_eq!(
            of_response(json(200).header("x-left", "four"), "{"),
            [
                "response_headers_conformance header `X-Left`: \"four\" is not of type \"integer\"",
                "response_schema_conformance body: it is no JSON: \
                 EOF while parsing an object at line 1 column 1",
            ]
        );
        assert_eq!(
            of_response(json(201), "{}"),
            ["status_code_conformance status: found 201, the document lists 200, default"]
        );
        assert_eq!(
            of_response(Response::builder().status(500), "x"),
            ["content_type_conformance header `Content-Type`: \
              there is no `Content-Type`, expected `application/json`"]
        );
    }
}
