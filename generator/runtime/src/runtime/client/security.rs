//! Credentials, and where each is put in a request.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::token::{TokenError, TokenProvider};
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
    /// The `Authorization` header, whole: the credential begins with the name of the scheme.
    Authorization,
    /// A certificate, which the transport shows: nothing in the request tells of it.
    MutualTls,
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
    /// A bearer token that is asked for before each request.
    Token(Arc<dyn TokenProvider>),
    /// Nothing in the request.
    Transport,
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
            SchemeKind::Bearer => bearer(value)?,
            SchemeKind::Authorization => Place::Header(AUTHORIZATION, secret(value)?),
            SchemeKind::MutualTls => Place::Transport,
        };
        Some(Self { scheme, place })
    }

    /// A credential that is asked for before each request.
    pub(super) fn of_provider(scheme: &'static Scheme, provider: Arc<dyn TokenProvider>) -> Self {
        let place = Place::Token(provider);
        Self { scheme, place }
    }

    /// The credential as it is sent with the next request, where it has to be asked for.
    ///
    /// # Errors
    /// Fails where there is no token, or one that HTTP cannot carry.
    pub(super) async fn fresh(&self) -> Result<Option<Self>, TokenError> {
        let Place::Token(provider) = &self.place else {
            return Ok(None);
        };
        let scheme = self.scheme;
        let token = provider.token().await;
        let token = token.map_err(|error| TokenError::new(scheme.name, Some(error)))?;
        let place = bearer(token.expose()).ok_or(TokenError::new(scheme.name, None))?;
        Ok(Some(Self { scheme, place }))
    }

    /// Puts the credential into a request; a header that the call set itself stays.
    pub(super) fn apply(&self, headers: &mut HeaderMap, query: &mut String) {
        match &self.place {
            Place::Query(pair) => url::push_pair(query, pair.expose()),
            Place::Cookie(name, value) => {
                push_cookie(headers, name, &url::encode(value.expose()));
            }
            Place::Header(name, value) => {
                headers.entry(name).or_insert_with(|| value.clone());
            }
            Place::Token(_) | Place::Transport => {}
        }
    }
}

fn bearer(token: &str) -> Option<Place> {
    let value = secret(&format!("Bearer {token}"))?;
    Some(Place::Header(AUTHORIZATION, value))
}

/// A header value that no `Debug` shows.
pub(super) fn secret(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_bytes(text.as_bytes()).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Adds an encoded cookie to those that a request has; `None` where HTTP cannot carry it.
pub(super) fn push_cookie(headers: &mut HeaderMap, name: &str, value: &str) -> Option<()> {
    let mut cookies = match headers.get(COOKIE) {
        Some(cookies) => format!("{}; ", cookies.to_str().ok()?),
        None => String::new(),
    };
    cookies.push_str(&format!("{name}={value}"));
    headers.insert(COOKIE, secret(&cookies)?);
    Some(())
}

/// The credentials to send: all of the first alternative for which none is missing. One that asks
/// for nothing comes last, wherever it stands: what is set for an operation is sent.
///
/// # Errors
/// Gives the first scheme without a credential where no alternative is complete.
pub(super) fn choose<'c>(
    alternatives: &[&[Scheme]],
    credentials: &'c [Credential],
) -> Result<Vec<&'c Credential>, &'static str> {
    let mut missing = None;
    let mut nothing_is_enough = alternatives.is_empty();
    for alternative in alternatives {
        // What the transport shows is not ours to miss.
        let needed = alternative
            .iter()
            .filter(|scheme| scheme.kind != SchemeKind::MutualTls);
        let found: Result<Vec<_>, _> = needed
            .map(|scheme| {
                let mut known = credentials.iter();
                let found = known.find(|credential| credential.scheme == scheme);
                found.ok_or(scheme.name)
            })
            .collect();
        match found {
            Ok(chosen) if chosen.is_empty() => nothing_is_enough = true,
            Ok(chosen) => return Ok(chosen),
            Err(scheme) => {
                missing.get_or_insert(scheme);
            }
        }
    }
    match missing {
        Some(scheme) if !nothing_is_enough => Err(scheme),
        Some(_) | None => Ok(Vec::new()),
    }
}

/// What an operation accepts, where there is more to say than the one scheme that is missing.
pub(super) fn write_alternatives(
    f: &mut fmt::Formatter<'_>,
    alternatives: &[&[Scheme]],
) -> fmt::Result {
    if let [[_]] = alternatives {
        return Ok(());
    }
    for (index, alternative) in alternatives.iter().enumerate() {
        let before = if index == 0 { "; needed is " } else { ", or " };
        let names: Vec<&str> = alternative.iter().map(|scheme| scheme.name).collect();
        write!(f, "{before}{}", names.join(" with "))?;
    }
    Ok(())
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
