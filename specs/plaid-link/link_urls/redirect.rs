//! What Link tells the app around a web view, and what an institution sends the user back with.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{LinkUrlError, Parameters};
use crate::runtime::Sensitive;
use crate::runtime::decode;
use crate::types::{LinkOAuthReturn, LinkRedirectConnected, LinkRedirectEvent, LinkRedirectExit};

/// The scheme of a redirect, which is read in any case.
const SCHEME: &str = "plaidlink://";

/// The one parameter whose value is a JSON text.
const ACCOUNTS: &str = "accounts";

/// A redirect by which Link tells the app around a web view what happened, in the form of today or
/// that of 2016.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Redirect {
    /// What happened.
    pub kind: RedirectKind,
    /// Everything that stands in the URL, what this crate does not know included.
    pub parameters: Parameters,
}

/// What happened. Of a parameter that is repeated the first value counts, and an empty one is none;
/// [`Redirect::parameters`] has them all.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RedirectKind {
    /// `plaidlink://connected`: the user has come through.
    Connected(Box<LinkRedirectConnected>),
    /// `plaidlink://exit`: the user has left.
    Exit(Box<LinkRedirectExit>),
    /// `plaidlink://event`: something happened on the way.
    Event(Box<LinkRedirectEvent>),
    /// Something that this crate does not know.
    Unlisted {
        /// What stands where the host of a URL does, in lower case.
        host: String,
    },
}

impl Redirect {
    /// Whether a URL that a web view is about to open is a redirect to its app.
    #[must_use]
    pub fn is_redirect(url: &str) -> bool {
        strip_scheme(url).is_some()
    }

    /// Reads a redirect.
    ///
    /// # Errors
    /// Fails where the URL is no redirect, or a parameter cannot be read.
    pub fn parse(url: &str) -> Result<Self, LinkUrlError> {
        let rest = strip_scheme(url).ok_or(LinkUrlError::NotARedirect)?;
        let (host, query) = split_query(rest);
        let host = host.trim_end_matches('/').to_ascii_lowercase();
        let is_host = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_host {
            return Err(LinkUrlError::NotARedirect);
        }
        let parameters = Parameters::parse(query)?;
        let kind = match host.as_str() {
            "connected" => RedirectKind::Connected(read(&parameters)?),
            "exit" => RedirectKind::Exit(read(&parameters)?),
            "event" => RedirectKind::Event(read(&parameters)?),
            _ => RedirectKind::Unlisted { host },
        };
        Ok(Self { kind, parameters })
    }

    /// The redirect as a URL, made of [`Self::parameters`].
    #[must_use]
    pub fn to_url(&self) -> Sensitive<String> {
        let host = match &self.kind {
            RedirectKind::Connected(_) => "connected",
            RedirectKind::Exit(_) => "exit",
            RedirectKind::Event(_) => "event",
            RedirectKind::Unlisted { host } => host,
        };
        let query = self.parameters.to_query();
        Sensitive::new(format!("{SCHEME}{host}?{}", query.expose()))
    }
}

/// The return of a user from the login of an institution.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OAuthReturn {
    /// What says which flow is to go on.
    pub state: LinkOAuthReturn,
    /// Everything that stands in the URL, what this crate does not know included.
    pub parameters: Parameters,
    uri: Sensitive<String>,
}

impl OAuthReturn {
    /// Reads the URL that the user was sent back to: the redirect URI with what was appended.
    ///
    /// # Errors
    /// Fails where the URL has no `oauth_state_id`, or a parameter cannot be read.
    pub fn parse(url: &str) -> Result<Self, LinkUrlError> {
        let (_, query) = split_query(url);
        let parameters = Parameters::parse(query)?;
        if parameters.get("oauth_state_id").is_none_or(str::is_empty) {
            return Err(LinkUrlError::NotAReturn);
        }
        Ok(Self {
            state: read(&parameters)?,
            parameters,
            uri: Sensitive::from(url),
        })
    }

    /// The URL as it was received, which Link is resumed with as `receivedRedirectUri`.
    #[must_use]
    pub fn received_redirect_uri(&self) -> &Sensitive<String> {
        &self.uri
    }
}

fn strip_scheme(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_at_checked(SCHEME.len())?;
    scheme.eq_ignore_ascii_case(SCHEME).then_some(rest)
}

/// What stands before the query, and the query; a fragment is left out.
fn split_query(url: &str) -> (&str, &str) {
    let url = url.split('#').next().unwrap_or_default();
    url.split_once('?').unwrap_or((url, ""))
}

/// Reads the first value of each parameter that has one.
fn read<T: DeserializeOwned>(parameters: &Parameters) -> Result<T, LinkUrlError> {
    let mut members = Map::new();
    for (name, value) in parameters.iter().filter(|(_, value)| !value.is_empty()) {
        if members.contains_key(name) {
            continue;
        }
        let value = if name == ACCOUNTS {
            serde_json::from_str(value).map_err(|_| LinkUrlError::Accounts)?
        } else {
            Value::from(value)
        };
        members.insert(name.to_owned(), value);
    }
    decode::from_value(&Value::Object(members)).map_err(LinkUrlError::Mismatch)
}
