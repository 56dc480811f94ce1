//! One request that is to be sent, and what is expected of it.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, header};
use serde_json::Value;

use super::context::DRAWN;
use super::pins::At;
use super::settings::Settings;
use crate::api::{Api, Encoded, Location, Operation};
use crate::check::Check;
use crate::finding::Phase;

/// One request that is to be sent: values, and only when it is sent the bytes.
#[derive(Clone, Debug)]
pub struct Case {
    /// The operation, by its number in [`Api::operations`].
    pub operation: usize,
    /// The phase that it is of.
    pub phase: Phase,
    /// What it is, in a few words that are the same in each run.
    pub label: String,
    /// What is expected of the server.
    pub intent: Intent,
    /// The place that it is about; none where it is about the operation as a whole.
    pub focus: Option<Focus>,
    /// A method that is not the operation's.
    pub method: Option<Method>,
    /// Its parameters.
    pub parameters: BTreeMap<(Location, String), Given>,
    /// Its body.
    pub body: Body,
    /// Headers that no parameter describes; a value of none leaves away one that would be there.
    pub headers: Vec<(HeaderName, Option<HeaderValue>)>,
    /// The credentials that it shows.
    pub credentials: Shown,
    /// The seed with which it is drawn again.
    pub seed: Option<u64>,
}

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// To be written as the document says.
    Value(Value),
    /// Put there as it is.
    Raw(String),
}

/// A body.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// There is none.
    None,
    /// A value in one of the operation's media types, by its number.
    Value {
        /// The number of the media type.
        media: usize,
        /// The value.
        value: Value,
    },
    /// Bytes as they are.
    Raw {
        /// The header `Content-Type`, where there is to be one.
        content_type: Option<String>,
        /// The bytes.
        bytes: Bytes,
    },
}

/// The credentials that a request shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All that one alternative asks for.
    All,
    /// All but that of one scheme.
    Without(String),
    /// A wrong one for one scheme.
    Wrong(String),
    /// None at all.
    Nothing,
}

/// What is expected of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// It is valid: it must not be refused as invalid.
    Valid,
    /// It breaks the document in one way: it must be refused.
    Invalid(Break),
    /// Neither may be expected; the answer must be one of the document all the same.
    Either,
}

/// The one way in which a request breaks the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// What is checked with it.
    pub check: Check,
    /// The place in the document that is broken.
    pub pointer: String,
    /// What tells it from other breaks at this place.
    pub cause: String,
    /// What is wrong, in words.
    pub what: String,
    /// Statuses that HTTP itself has for it, whether the document lists them or not.
    pub usual: &'static [u16],
}

/// The place that a case is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Focus {
    /// The place in the document.
    pub pointer: String,
    /// The places in the document of all that it lies in, outermost first.
    pub within: Vec<String>,
    /// The place in the request; none where it is no place of a value.
    pub at: Option<At>,
    /// What is tried there, in a word: a keyword, `null`, `coercion`…
    pub cause: String,
}

impl Case {
    /// A valid case without any parameter or body.
    #[must_use]
    pub fn new(operation: usize, phase: Phase, label: impl Into<String>) -> Self {
        Self {
            operation,
            phase,
            label: label.into(),
            intent: Intent::Valid,
            focus: None,
            method: None,
            parameters: BTreeMap::new(),
            body: Body::None,
            headers: Vec::new(),
            credentials: Shown::All,
            seed: None,
        }
    }

    /// The value of the body.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        match &self.body {
            Body::Value { value, .. } => Some(value),
            Body::None | Body::Raw { .. } => None,
        }
    }

    /// Whether all of it was drawn, so that no place is what it is about.
    pub(super) fn is_drawn_freely(&self) -> bool {
        let focus = self.focus.as_ref();
        focus.is_some_and(|focus| focus.cause == DRAWN)
    }

    /// The value of the body, to be changed.
    pub fn value_mut(&mut self) -> Option<&mut Value> {
        match &mut self.body {
            Body::Value { value, .. } => Some(value),
            Body::None | Body::Raw { .. } => None,
        }
    }

    /// The request, its URI without scheme and host.
    ///
    /// # Errors
    /// Says what HTTP cannot carry.
    pub fn request(&self, api: &Api, settings: &Settings) -> Result<Request<Bytes>, String> {
        let operation = &api.operations[self.operation];
        let mut headers = HeaderMap::new();
        if let Some(host) = settings.base_url.authority() {
            let host = HeaderValue::from_str(host.as_str()).map_err(|error| error.to_string())?;
            headers.insert(header::HOST, host);
        }
        headers.insert(header::ACCEPT, HeaderValue::from_static("*/*"));
        let own = settings.operation(operation).map(|own| &own.headers);
        for (name, value) in settings.headers.iter().chain(own.into_iter().flatten()) {
            headers.insert(name.clone(), value.clone());
        }
        let mut query = Vec::new();
        let path = self.write(operation, &mut query, &mut headers)?;
        self.show(api, operation, settings, &mut headers, &mut query);
        let body = self.bytes(operation, &mut headers)?;
        for (name, value) in &self.headers {
            match value {
                Some(value) => headers.insert(name.clone(), value.clone()),
                None => headers.remove(name),
            };
        }
        let mut target = settings.base_url.path().trim_end_matches('/').to_owned();
        target.push_str(&path);
        for (index, (name, value)) in query.iter().enumerate() {
            target.push(if index == 0 { '?' } else { '&' });
            target.push_str(name);
            target.push('=');
            target.push_str(value);
        }
        let method = self.method.as_ref().unwrap_or(&operation.method);
        let mut request = Request::new(body);
        *request.method_mut() = method.clone();
        *request.uri_mut() = target
            .parse()
            .map_err(|error| format!("`{target}` is no target of a request: {error}"))?;
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// Writes the parameters and gives the path.
    fn write(
        &self,
        operation: &Operation,
        query: &mut Vec<(String, String)>,
        headers: &mut HeaderMap,
    ) -> Result<String, String> {
        let mut path = operation.path.clone();
        for parameter in &operation.parameters {
            let name = &parameter.name;
            let given = self.parameters.get(&(parameter.location, name.clone()));
            let encoded = match given {
                Some(Given::Value(value)) => parameter.encode(value),
                Some(Given::Raw(text)) => match parameter.location {
                    Location::Path | Location::Header => Encoded::Text(text.clone()),
                    Location::Query | Location::Cookie => {
                        Encoded::Pairs(vec![(name.clone(), text.clone())])
                    }
                },
                None => continue,
            };
            match (parameter.location, encoded) {
                (Location::Path, Encoded::Text(text)) => {
                    path = path.replace(&format!("{{{name}}}"), &text);
                }
                (Location::Header, Encoded::Text(text)) => {
                    let value = HeaderValue::from_bytes(text.as_bytes())
                        .map_err(|_| format!("no header can have the value {text:?}"))?;
                    let name = parameter.header_name();
                    let name =
                        name.ok_or_else(|| format!("`{}` names no header", parameter.name))?;
                    headers.insert(name, value);
                }
                (Location::Query, Encoded::Pairs(pairs)) => query.extend(pairs),
                (Location::Cookie, Encoded::Pairs(pairs)) => {
                    let pairs = pairs
                        .into_iter()
                        .map(|(name, value)| format!("{name}={value}"));
                    let others = headers
                        .get(header::COOKIE)
                        .and_then(|value| value.to_str().ok());
                    let all: Vec<_> = others.map(str::to_owned).into_iter().chain(pairs).collect();
                    let all = HeaderValue::from_str(&all.join("; "));
                    let all =
                        all.map_err(|_| format!("no cookie can have the value of `{name}`"))?;
                    headers.insert(header::COOKIE, all);
                }
                (location, _) => {
                    let style = parameter.style;
                    return Err(format!(
                        "{style:?} is no style for the {}",
                        location.as_str()
                    ));
                }
            }
        }
        Ok(path)
    }

    /// Shows the credentials of the first alternative for which all are told; of the first one,
    /// where there is none such.
    fn show(
        &self,
        api: &Api,
        operation: &Operation,
        settings: &Settings,
        headers: &mut HeaderMap,
        query: &mut Vec<(String, String)>,
    ) {
        let told = operation.security.iter().find(|alternative| {
            let mut needed = alternative.iter();
            needed.all(|needed| settings.credentials.contains_key(&needed.scheme))
        });
        let Some(alternative) = told.or(operation.security.first()) else {
            return;
        };
        for needed in alternative {
            let mut credential = settings.credential(&needed.scheme);
            match &self.credentials {
                Shown::All => {}
                Shown::Nothing => continue,
                Shown::Without(scheme) if *scheme == needed.scheme => continue,
                Shown::Wrong(scheme) if *scheme == needed.scheme => {
                    credential.0 = wrong(&credential.0);
                }
                Shown::Without(_) | Shown::Wrong(_) => {}
            }
            if let Some(scheme) = api.scheme(&needed.scheme) {
                // A scheme that no request shows is settled elsewhere.
                let _ = scheme.apply(&credential, headers, query);
            }
        }
    }

    fn bytes(&self, operation: &Operation, headers: &mut HeaderMap) -> Result<Bytes, String> {
        let (content_type, bytes) = match &self.body {
            Body::None => return Ok(Bytes::new()),
            Body::Raw {
                content_type,
                bytes,
            } => (content_type.clone(), bytes.clone()),
            Body::Value { media, value } => {
                let declared = operation
                    .body
                    .as_ref()
                    .and_then(|body| body.media.get(*media));
                let media = declared.ok_or("the operation has no such body")?;
                let bytes = media.encode(value);
                let bytes = bytes.ok_or_else(|| format!("`{}` cannot carry it", media.range))?;
                (Some(media.concrete()), bytes)
            }
        };
        if let Some(content_type) = content_type {
            let value = HeaderValue::from_str(&content_type).map_err(|error| error.to_string())?;
            headers.insert(header::CONTENT_TYPE, value);
        }
        Ok(bytes)
    }
}

/// A credential of the same form that is another: its last letters and digits are changed.
fn wrong(credential: &str) -> String {
    let mut characters: Vec<char> = credential.chars().collect();
    for character in characters.iter_mut().rev().take(4) {
        *character = match *character {
            '0'..='8' => char::from(*character as u8 + 1),
            '9' => '0',
            'a'..='e' => 'f',
            'f' => 'a',
            'x' => 'y',
            other if other.is_ascii_lowercase() => 'x',
            other if other.is_ascii_uppercase() => {
                if other == 'X' {
                    'Y'
                } else {
                    'X'
                }
            }
            other => other,
        };
    }
    let changed: String = characters.into_iter().collect();
    if changed == credential {
        format!("{changed}0")
    } else {
        changed
    }
}
