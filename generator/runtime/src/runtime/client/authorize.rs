//! Credentials in the form in which they are sent, and how they are put into a request.
//!
//! They lie in memory that is overwritten when the last that uses it is gone, the headers of a
//! request included. What the transport makes of a request on its way is out of reach.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use zeroize::Zeroizing;

use super::provider::{CredentialError, CredentialProvider};
use super::security::{Scheme, SchemeKind};
use super::url;
use crate::runtime::Sensitive;

/// The credential of a scheme, ready to be sent.
pub(super) struct Prepared {
    pub(super) scheme: &'static Scheme,
    source: Source,
}

enum Source {
    Fixed(Place),
    Provider(Arc<dyn CredentialProvider>),
}

/// Where a credential goes, and as what.
enum Place {
    Header(HeaderName, HeaderValue),
    /// An encoded pair.
    Cookie(Sensitive<String>),
    /// An encoded pair.
    Query(Sensitive<String>),
    /// Nothing in the request.
    Transport,
}

/// What providers gave for a request.
pub(super) struct Given<'c>(Vec<(&'c dyn CredentialProvider, Sensitive<String>)>);

impl Prepared {
    /// Prepares a credential; `None` where HTTP cannot carry it.
    pub(super) fn new(scheme: &'static Scheme, value: &Sensitive<String>) -> Option<Self> {
        let source = Source::Fixed(Place::new(scheme, value)?);
        Some(Self { scheme, source })
    }

    /// A credential that is asked for before each request.
    pub(super) fn of_provider(
        scheme: &'static Scheme,
        provider: Arc<dyn CredentialProvider>,
    ) -> Self {
        let source = Source::Provider(provider);
        Self { scheme, source }
    }
}

impl Place {
    fn new(scheme: &'static Scheme, value: &Sensitive<String>) -> Option<Self> {
        let value = value.expose().as_str();
        Some(match scheme.kind {
            SchemeKind::ApiKeyHeader(name) => {
                Self::Header(name.parse().ok()?, secret(value.to_owned())?)
            }
            SchemeKind::ApiKeyQuery(name) => Self::Query(url::pair(name, value).into()),
            SchemeKind::ApiKeyCookie(name) => Self::Cookie(cookie(name, value)),
            SchemeKind::Basic => {
                let mut text = prefixed("Basic ", value.len() * 4 / 3 + 4);
                STANDARD.encode_string(value, &mut text);
                Self::Header(AUTHORIZATION, secret(text)?)
            }
            SchemeKind::Bearer => {
                let mut text = prefixed("Bearer ", value.len());
                text.push_str(value);
                Self::Header(AUTHORIZATION, secret(text)?)
            }
            SchemeKind::Authorization => Self::Header(AUTHORIZATION, secret(value.to_owned())?),
            SchemeKind::MutualTls => Self::Transport,
        })
    }

    /// Puts the credential into a request, where a header that the call set itself stays; `None`
    /// where it does not fit.
    fn apply(&self, request: &mut http::Request<Bytes>) -> Option<()> {
        match self {
            Self::Query(pair) => {
                let uri = request.uri();
                let sign = if uri.query().is_some() { '&' } else { '?' };
                let text = format!("{uri}{sign}{}", pair.expose());
                *request.uri_mut() = Uri::from_maybe_shared(wiped(text)).ok()?;
            }
            Self::Cookie(pair) => push_cookie(request.headers_mut(), pair)?,
            Self::Header(name, value) => {
                let entry = request.headers_mut().entry(name);
                entry.or_insert_with(|| value.clone());
            }
            Self::Transport => {}
        }
        Some(())
    }
}

impl Given<'_> {
    /// Tells the providers that what they gave was refused; whether one has another now.
    pub(super) fn refused(&self) -> bool {
        let asked = self.0.iter();
        let renewed = asked.filter(|(provider, given)| provider.refused(given));
        renewed.count() > 0
    }
}

/// Puts credentials into a request, those of providers after asking for them.
///
/// # Errors
/// Fails where a provider gives none, or one that HTTP cannot carry.
pub(super) async fn authorize<'c>(
    request: &mut http::Request<Bytes>,
    credentials: &[&'c Prepared],
) -> Result<Given<'c>, CredentialError> {
    let mut asked = Vec::new();
    for Prepared { scheme, source } in credentials {
        let cannot_carry = || CredentialError::new(scheme.name, None);
        match source {
            Source::Fixed(place) => place.apply(request).ok_or_else(cannot_carry)?,
            Source::Provider(provider) => {
                let issued = provider.credential().await;
                let issued =
                    issued.map_err(|failure| CredentialError::new(scheme.name, Some(failure)))?;
                let place = Place::new(scheme, issued.value()).ok_or_else(cannot_carry)?;
                place.apply(request).ok_or_else(cannot_carry)?;
                asked.push((&**provider, issued.value().clone()));
            }
        }
    }
    Ok(Given(asked))
}

/// A header value that no `Debug` shows.
pub(super) fn secret(text: String) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_maybe_shared(wiped(text)).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// An encoded cookie.
pub(super) fn cookie(name: &str, value: &str) -> Sensitive<String> {
    let mut cookie = prefixed(name, 3 * value.len() + 1);
    cookie.push('=');
    url::encode_into(value, &mut cookie);
    cookie.into()
}

/// Adds an encoded cookie to those that a request has; `None` where HTTP cannot carry it.
pub(super) fn push_cookie(headers: &mut HeaderMap, cookie: &Sensitive<String>) -> Option<()> {
    let cookie = cookie.expose();
    let cookies = match headers.get(COOKIE) {
        Some(cookies) => format!("{}; {cookie}", cookies.to_str().ok()?),
        None => cookie.clone(),
    };
    headers.insert(COOKIE, secret(cookies)?);
    Some(())
}

/// A text with room for more, since one that has to move while it grows leaves a copy behind.
fn prefixed(prefix: &str, more: usize) -> String {
    let mut text = String::with_capacity(prefix.len() + more);
    text.push_str(prefix);
    text
}

/// Bytes that are overwritten when the last that holds them is gone.
fn wiped(text: String) -> Bytes {
    Bytes::from_owner(Zeroizing::new(text.into_bytes()))
}
