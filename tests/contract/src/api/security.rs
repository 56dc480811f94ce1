//! Security schemes, and how a request shows their credentials.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::parameter::Location;
use super::style;
use crate::document::Node;

/// A security scheme of the document.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// Its name in the document.
    pub name: String,
    /// Its place in the document.
    pub pointer: String,
    /// How its credentials are shown.
    pub kind: SchemeKind,
}

/// How credentials are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// `apiKey`: a value in a header, the query or a cookie.
    ApiKey {
        /// Where.
        location: Location,
        /// The name there.
        name: String,
    },
    /// `http` with `basic`: user and password.
    Basic,
    /// A token behind a word in `Authorization`: `http` with another scheme, `oauth2`,
    /// `openIdConnect`.
    Token {
        /// The word: `Bearer` for all but other `http` schemes.
        word: String,
    },
    /// `mutualTLS` and kinds that are unknown: nothing of a request shows them.
    Outside,
}

/// One scheme that a request needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The name of the scheme.
    pub scheme: String,
    /// The scopes.
    pub scopes: Vec<String>,
}

/// What is shown for one scheme: a key, a token, or `user:password`.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential(pub String);

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credential([redacted])")
    }
}

impl Scheme {
    /// Adds a credential to a request's headers and to its query. `None` where HTTP cannot carry
    /// it, or this scheme is not shown in requests.
    pub fn apply(
        &self,
        credential: &Credential,
        headers: &mut HeaderMap,
        query: &mut Vec<(String, String)>,
    ) -> Option<()> {
        let mut value = |name: HeaderName, text: &str| {
            let mut value = HeaderValue::from_str(text).ok()?;
            value.set_sensitive(true);
            headers.insert(name, value);
            Some(())
        };
        let Credential(secret) = credential;
        match &self.kind {
            SchemeKind::ApiKey { location, name } => match location {
                Location::Header | Location::Path => {
                    value(HeaderName::from_bytes(name.as_bytes()).ok()?, secret)
                }
                Location::Query => {
                    query.push((style::encode(name), style::encode(secret)));
                    Some(())
                }
                Location::Cookie => {
                    let pair = format!("{}={}", name, style::encode(secret));
                    let others = headers.get(header::COOKIE).and_then(|c| c.to_str().ok());
                    let all = others.map_or_else(|| pair.clone(), |c| format!("{c}; {pair}"));
                    let all = HeaderValue::from_str(&all).ok()?;
                    headers.insert(header::COOKIE, all);
                    Some(())
                }
            },
            SchemeKind::Basic => {
                let text = format!("Basic {}", STANDARD.encode(secret));
                value(header::AUTHORIZATION, &text)
            }
            SchemeKind::Token { word } => value(header::AUTHORIZATION, &format!("{word} {secret}")),
            SchemeKind::Outside => None,
        }
    }

    /// Whether a request shows something for this scheme.
    #[must_use]
    pub fn is_shown(&self, headers: &HeaderMap, query: &[(String, String)]) -> bool {
        self.kind == SchemeKind::Outside || self.shown(headers, query).is_some()
    }

    /// What a request shows for this scheme: a key, a token, or `user:password`.
    #[must_use]
    pub fn shown(&self, headers: &HeaderMap, query: &[(String, String)]) -> Option<String> {
        let text = |name: &str| headers.get(name)?.to_str().ok().map(str::to_owned);
        let authorization = |word: &str| {
            let value = text(header::AUTHORIZATION.as_str())?;
            let (given, rest) = value.split_once(' ')?;
            let rest = rest.trim();
            (given.eq_ignore_ascii_case(word) && !rest.is_empty()).then(|| rest.to_owned())
        };
        let of_name = |pairs: Vec<(String, String)>, name: &str| {
            let (_, value) = pairs.into_iter().find(|(given, _)| given == name)?;
            Some(style::decode_query(&value))
        };
        match &self.kind {
            SchemeKind::ApiKey { location, name } => match location {
                Location::Header | Location::Path => text(name),
                Location::Query => of_name(query.to_vec(), name),
                Location::Cookie => of_name(cookies(headers).collect(), name),
            },
            SchemeKind::Basic => {
                let encoded = authorization("basic")?;
                let decoded = STANDARD.decode(&encoded).ok().map(String::from_utf8);
                Some(decoded.and_then(Result::ok).unwrap_or(encoded))
            }
            SchemeKind::Token { word } => authorization(word),
            SchemeKind::Outside => None,
        }
    }
}

/// The cookies of a request, values as they are written.
pub(crate) fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (String, String)> + '_ {
    let values = headers.get_all(header::COOKIE).into_iter();
    values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name.trim().to_owned(), value.trim().to_owned())
        })
}

/// All schemes, in document order.
pub(super) fn all(root: &Node<'_>) -> Vec<Scheme> {
    let components = root.get("components");
    let schemes = components.and_then(|components| components.get("securitySchemes"));
    let schemes = schemes.iter().flat_map(Node::members);
    schemes
        .map(|(name, node)| Scheme {
            name: name.to_owned(),
            kind: kind(&node),
            pointer: node.pointer,
        })
        .collect()
}

fn kind(node: &Node<'_>) -> SchemeKind {
    match node.text("type") {
        Some("apiKey") => {
            let location = node.text("in").and_then(Location::named);
            match (location, node.text("name")) {
                (Some(location), Some(name)) => SchemeKind::ApiKey {
                    location,
                    name: name.to_owned(),
                },
                _ => SchemeKind::Outside,
            }
        }
        Some("http") => match node.text("scheme").map(str::to_ascii_lowercase).as_deref() {
            Some("basic") => SchemeKind::Basic,
            Some("bearer") | None => bearer(),
            Some(other) => SchemeKind::Token {
                word: other.to_owned(),
            },
        },
        Some("oauth2" | "openIdConnect") => bearer(),
        _ => SchemeKind::Outside,
    }
}

fn bearer() -> SchemeKind {
    SchemeKind::Token {
        word: "Bearer".to_owned(),
    }
}

/// The alternatives of a `security`. Schemes that the document does not declare are left out.
pub(super) fn alternatives(
    security: Option<&Node<'_>>,
    schemes: &[Scheme],
) -> Vec<Vec<Requirement>> {
    let alternatives = security.into_iter().flat_map(Node::items);
    let read: Vec<Vec<_>> = alternatives
        .map(|alternative| {
            let named: BTreeMap<_, _> = alternative.members().collect();
            named
                .into_iter()
                .filter(|(name, _)| schemes.iter().any(|scheme| scheme.name == *name))
                .map(|(name, scopes)| Requirement {
                    scheme: name.to_owned(),
                    scopes: scopes
                        .items()
                        .filter_map(|scope| scope.value.as_str().map(str::to_owned))
                        .collect(),
                })
                .collect()
        })
        .collect();
    // An alternative that asks for nothing makes credentials optional.
    if read.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    read
}
