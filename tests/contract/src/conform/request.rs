//! Requests.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, Request};
use serde_json::Value;

use super::{Judge, Part, Verdict};
use crate::api::{Api, Location, Operation, Parameter, cookies, query_pairs};
use crate::check::Check;
use crate::oracle::Direction;

/// The values that a request carries.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Those of parameters, by place and name.
    pub parameters: BTreeMap<(Location, String), Value>,
    /// That of the body, where it is read as one.
    pub body: Option<Value>,
}

/// Holds a request against an operation, credentials included; `path` are the texts that the
/// router found. What the document does not speak of (further headers, cookies and query
/// parameters) is no fault.
#[must_use]
pub fn request(
    api: &Api,
    operation: &Operation,
    path: &[(String, String)],
    request: &Request<Bytes>,
) -> (Verdict, Inputs) {
    let mut judge = Judge::new(api, Direction::Request, Check::RequestConformance);
    let mut inputs = Inputs::default();
    let query: Vec<_> = query_pairs(request.uri().query().unwrap_or_default()).collect();
    let cookies: Vec<_> = cookies(request.headers()).collect();
    for parameter in &operation.parameters {
        // A path without a place for it cannot carry it.
        if parameter.location == Location::Path && !is_in(parameter, &operation.path) {
            continue;
        }
        let value = match parameter.location {
            Location::Path => path
                .iter()
                .find(|(name, _)| *name == parameter.name)
                .and_then(|(_, text)| parameter.decode_text(text)),
            Location::Query => parameter
                .decode_pairs(&query)
                .or_else(|| parameter.if_absent()),
            Location::Cookie => parameter.decode_pairs(&cookies),
            Location::Header => header(&mut judge, parameter, request.headers()),
        };
        judge.parameter(parameter, value.as_ref());
        if let Some(value) = value {
            let key = (parameter.location, parameter.name.clone());
            inputs.parameters.insert(key, value);
        }
    }
    judge.credentials(operation, request.headers(), &query);
    inputs.body = judge.request_body(operation, request);
    (judge.verdict, inputs)
}

fn is_in(parameter: &Parameter, template: &str) -> bool {
    template.contains(&format!("{{{}}}", parameter.name))
}

fn header(judge: &mut Judge<'_>, parameter: &Parameter, headers: &HeaderMap) -> Option<Value> {
    let values: Option<Vec<_>> = headers
        .get_all(parameter.name.as_str())
        .iter()
        .map(|value| value.to_str().ok())
        .collect();
    let Some(values) = values else {
        let part = part(parameter);
        judge.fault(
            part,
            &parameter.pointer,
            "schema",
            "its value is no text in ASCII",
        );
        return None;
    };
    if values.is_empty() {
        return None;
    }
    parameter.decode_text(&values.join(","))
}

/// The part of a message that a parameter is.
fn part(parameter: &Parameter) -> Part {
    let name = parameter.name.clone();
    match parameter.location {
        Location::Path => Part::Path(name),
        Location::Query => Part::Query(name),
        Location::Header => Part::Header(name),
        Location::Cookie => Part::Cookie(name),
    }
}

impl Judge<'_> {
    pub(super) fn parameter(&mut self, parameter: &Parameter, value: Option<&Value>) {
        match (value, &parameter.schema) {
            (Some(value), Some(schema)) => self.value(&part(parameter), schema, value),
            (None, _) if parameter.required => {
                let message = "it is required and missing";
                self.fault(part(parameter), &parameter.pointer, "required", message);
            }
            _ => {}
        }
    }

    fn credentials(
        &mut self,
        operation: &Operation,
        headers: &HeaderMap,
        query: &[(String, String)],
    ) {
        let api = self.api;
        let missing = |alternative: &Vec<crate::api::Requirement>| -> Vec<String> {
            let schemes = alternative
                .iter()
                .filter_map(|needed| api.scheme(&needed.scheme));
            schemes
                .filter(|scheme| !scheme.is_shown(headers, query))
                .map(|scheme| format!("`{}`", scheme.name))
                .collect()
        };
        let all: Vec<_> = operation.security.iter().map(missing).collect();
        if all.is_empty() || all.iter().any(Vec::is_empty) {
            return;
        }
        let ways: Vec<_> = all.iter().map(|missing| missing.join(" and ")).collect();
        let message = format!("no credentials for {}", ways.join(", or for "));
        let pointer = format!("{}/security", operation.pointer);
        self.fault(Part::Credentials, &pointer, "security", message);
    }

    fn request_body(&mut self, operation: &Operation, request: &Request<Bytes>) -> Option<Value> {
        let declared = operation.body.as_ref()?;
        let body = request.body();
        if body.is_empty() {
            if declared.required {
                let message = "a body is required, and there is none";
                self.fault(Part::Body, &declared.pointer, "required", message);
            }
            return None;
        }
        if declared.media.is_empty() {
            return None;
        }
        let headers = request.headers();
        let (media, content_type) = self.media(&declared.media, &declared.pointer, headers)?;
        self.body(media, content_type, body)
    }
}
