//! Credentials, and where each is put in a request.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::url;
use crate::runtime::Sensitive;

/// A security scheme of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scheme {
    /// Its name in the document.
    pub name: &'static str,
    /// Where its credential goes.
    pub kind: SchemeKind,
}

/// Where the credential of a security scheme goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SchemeKind {
    /// A header of this name.
    ApiKeyHeader(&'static str),
    /// A query parameter of this name.
    ApiKeyQuery(&'static str),
    /// A cookie of this name.
    ApiKeyCookie(&'static str),
    /// The `Authorization` header; the credential is `user:password`.
    Basic,
    /// The `Authorization` header; the credential is a token.
    Bearer,
}

/// A credential in the form in which it is sent.
pub(super) struct Credential {
    pub(super) scheme: &'static Scheme,
    place: Place,
}

enum Place {
    Header(HeaderName, HeaderValue),
    Cookie(&'static str, Sensitive<String>),
    Query(Sensitive<String>),
}

impl Credential {
    /// Prepares a credential; `None` where HTTP cannot carry it.
    pub(super) fn new(scheme: &'static Scheme, value: &Sensitive<String>) -> Option<Self> {
        let value = value.expose().as_str();
        let place = match scheme.kind {
            SchemeKind::ApiKeyHeader(name) => Place::Header(name.parse().ok()?, secret(value)?),
            SchemeKind::ApiKeyQuery(name) => Place::Query(url::pair(name, value).into()),
            SchemeKind::ApiKeyCookie(name) => Place::Cookie(name, value.into()),
            SchemeKind::Basic => Place::Header(
                AUTHORIZATION,
                secret(&format!("Basic {}", STANDARD.encode(value)))?,
            ),
            SchemeKind::Bearer => Place::Header(AUTHORIZATION, secret(&format!("Bearer {value}"))?),
        };
        Some(Self { scheme, place })
    }

    /// Puts the credential into a request; a header that the call set itself stays.
    pub(super) fn apply(&self, headers: &mut HeaderMap, query: &mut String) {
        match &self.place {
            Place::Query(pair) => url::push_pair(query, pair.expose()),
            Place::Cookie(name, value) => {
                push_cookie(headers, name, value.expose());
            }
            Place::Header(name, value) => {
                headers.entry(name).or_insert_with(|| value.clone());
            }
        }
    }
}

/// A header value that no `Debug` shows.
pub(super) fn secret(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_bytes(text.as_bytes()).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Adds a cookie to those that a request has; `None` where HTTP cannot carry it.
pub(super) fn push_cookie(headers: &mut HeaderMap, name: &str, value: &str) -> Option<()> {
    let mut cookies = match headers.get(COOKIE) {
        Some(cookies) => format!("{}; ", cookies.to_str().ok()?),
        None => String::new(),
    };
    cookies.push_str(&format!("{name}={}", url::encode(value)));
    headers.insert(COOKIE, secret(&cookies)?);
    Some(())
}

/// The credentials to send: all of the first alternative for which none is missing.
///
/// # Errors
/// Gives the first scheme without a credential where no alternative is complete.
pub(super) fn choose<'c>(
    alternatives: &[&[Scheme]],
    credentials: &'c [Credential],
) -> Result<Vec<&'c Credential>, &'static str> {
    let mut missing = None;
    for alternative in alternatives {
        let mut chosen = Vec::with_capacity(alternative.len());
        for scheme in *alternative {
            match credentials
                .iter()
                .find(|credential| credential.scheme == scheme)
            {
                Some(credential) => chosen.push(credential),
                None => {
                    missing.get_or_insert(scheme.name);
                    break;
                }
            }
        }
        if chosen.len() == alternative.len() {
            return Ok(chosen);
        }
    }
    missing.map_or_else(|| Ok(Vec::new()), Err)
}

/// Whatever is set of the schemes that an operation names, complete or not.
pub(super) fn available<'c>(
    alternatives: &[&[Scheme]],
    credentials: &'c [Credential],
) -> Vec<&'c Credential> {
    credentials
        .iter()
        .filter(|credential| {
            alternatives
                .iter()
                .any(|alternative| alternative.contains(credential.scheme))
        })
        .collect()
}
