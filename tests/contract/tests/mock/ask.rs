//! Requests for the mock, and documents to ask it about.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response};
use serde_json::{Value, json};
use specwright_contract::api::{Api, Credential, Encoded, Location, Operation};
use specwright_contract::conform;
use specwright_contract::document::Document;
use specwright_contract::mock::{Config, Engine, Options};
use specwright_contract::strategy::Values;

/// A mock without sockets.
pub(crate) fn engine(document: Document) -> Engine {
    Engine::new(document, &Options::default()).unwrap()
}

/// A mock of a document that is written in a test.
pub(crate) fn of(document: &Value, config: &str) -> Engine {
    let options = Options {
        config: Config::parse(config).unwrap(),
        ..Options::default()
    };
    Engine::new(parsed(document), &options).unwrap()
}

pub(crate) fn parsed(document: &Value) -> Document {
    Document::parse("t.json", &document.to_string()).unwrap()
}

/// The document of `plaid-link`.
pub(crate) fn plaid_link() -> Document {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    let overlay: PathBuf = specs.join("plaid-link.overlay.yml");
    Document::read(&specs.join("plaid-link.yml"), &[overlay]).unwrap()
}

/// Sends JSON and reads the answer.
pub(crate) fn json(engine: &Engine, call: &str, body: Option<&Value>) -> (u16, Value) {
    let response = sent(engine, call, &[], body);
    let value = serde_json::from_slice(response.body()).unwrap_or(Value::Null);
    (response.status().as_u16(), value)
}

/// Sends a request (`POST /a?b=c`) with further headers.
pub(crate) fn sent(
    engine: &Engine,
    call: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> Response<Bytes> {
    let (method, target) = call.split_once(' ').unwrap();
    let mut request = Request::builder().method(method).uri(target);
    if body.is_some() {
        request = request.header("content-type", "application/json");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = body.map_or_else(Bytes::new, |body| Bytes::from(body.to_string()));
    engine.answer(request.body(body).unwrap()).response
}

/// What is put into a request.
pub(crate) type Chosen<'c> = &'c dyn Fn(&Values, &str) -> Result<Value, String>;

/// The least value.
pub(crate) fn least(values: &Values, schema: &str) -> Result<Value, String> {
    values.minimal(schema).map_err(|why| why.to_string())
}

/// A valid request for an operation: what it requires, each value as `chosen` says.
pub(crate) fn request(
    api: &Api,
    values: &Values,
    operation: &Operation,
    chosen: Chosen<'_>,
) -> Result<Request<Bytes>, String> {
    let mut path = operation.path.clone();
    let mut query: Vec<(String, String)> = Vec::new();
    let mut headers = HeaderMap::new();
    let mut cookies = Vec::new();
    for parameter in &operation.parameters {
        if !parameter.required {
            continue;
        }
        let value = match &parameter.schema {
            Some(schema) => text_of(parameter.location, || chosen(values, schema))?,
            None => json!("a"),
        };
        match (parameter.location, parameter.encode(&value)) {
            (Location::Path, Encoded::Text(text)) => {
                path = path.replace(&format!("{{{}}}", parameter.name), &text);
            }
            (Location::Header, Encoded::Text(text)) => {
                let value = text.parse().map_err(|error| format!("{error}: {text:?}"))?;
                headers.insert(parameter.header_name().unwrap(), value);
            }
            (Location::Cookie, Encoded::Pairs(pairs)) => cookies.extend(pairs),
            (_, Encoded::Pairs(pairs)) => query.extend(pairs),
            (_, Encoded::Text(text)) => query.push((parameter.name.clone(), text)),
        }
    }
    if !cookies.is_empty() {
        let pairs = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        let cookies = pairs.collect::<Vec<_>>().join("; ");
        headers.insert("cookie", cookies.parse().unwrap());
    }
    for needed in operation.security.first().into_iter().flatten() {
        let scheme = api.scheme(&needed.scheme).unwrap();
        scheme.apply(&Credential("a:b".to_owned()), &mut headers, &mut query);
    }
    let mut body = Bytes::new();
    if let Some(declared) = operation.body.as_ref().filter(|body| body.required) {
        let media = declared.media.iter();
        let media = media.min_by_key(|media| media.encode(&json!({})).is_none());
        if let Some(media) = media {
            let value = match &media.schema {
                Some(schema) => chosen(values, schema)?,
                None => json!({}),
            };
            headers.insert("content-type", media.concrete().parse().unwrap());
            body = media
                .encode(&value)
                .unwrap_or_else(|| Bytes::from(value.to_string()));
        }
    }
    let query: Vec<_> = query
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let target = if query.is_empty() {
        path
    } else {
        format!("{path}?{}", query.join("&"))
    };
    let mut request = Request::builder()
        .method(operation.method.clone())
        .uri(&target)
        .body(body)
        .map_err(|error| format!("{error}: {target}"))?;
    *request.headers_mut() = headers;
    Ok(request)
}

/// A value that a path can carry: an empty segment leads elsewhere.
fn text_of(location: Location, draw: impl Fn() -> Result<Value, String>) -> Result<Value, String> {
    let value = draw()?;
    let is_nothing = value == json!("") || value == json!([]) || value == json!({});
    Ok(if location == Location::Path && is_nothing {
        json!("a")
    } else {
        value
    })
}

/// All that is wrong with the answer to a request for an operation.
pub(crate) fn faults(api: &Api, operation: &Operation, response: &Response<Bytes>) -> Vec<String> {
    let verdict = conform::response(api, operation, response);
    verdict.faults.iter().map(ToString::to_string).collect()
}

/// Whether a method has a success of its own.
pub(crate) fn is_ordinary(operation: &Operation) -> bool {
    operation.method != Method::TRACE && operation.success().is_some()
}
