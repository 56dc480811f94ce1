//! URLs on the client side of Link: those that open it, and those by which it answers.
//!
//! [`WebviewUrl`] and [`LegacyWebviewUrl`] open Link in a web view, [`hosted_link_url`] a session
//! that Plaid hosts. [`Redirect`] reads what Link tells the app around a web view, and
//! [`OAuthReturn`] what an institution appends to the redirect URI.
//!
//! ```
//! use plaid_link::link_urls::{Redirect, RedirectKind};
//!
//! # fn main() -> Result<(), plaid_link::link_urls::LinkUrlError> {
//! let url = "plaidlink://exit?status=requires_credentials&institution_name=First%20Bank";
//! let redirect = Redirect::parse(url)?;
//! if let RedirectKind::Exit(exit) = &redirect.kind {
//!     assert_eq!(exit.institution_name.as_deref(), Some("First Bank"));
//! }
//! # Ok(())
//! # }
//! ```

mod error;
mod parameters;
mod redirect;

pub use self::error::LinkUrlError;
pub use self::parameters::Parameters;
pub use self::redirect::{OAuthReturn, Redirect, RedirectKind};

use crate::runtime::Sensitive;
use crate::types::{HostedLinkUrl, LinkToken, PublicToken};

/// The page that shows Link in a web view.
pub const WEBVIEW: &str = "https://cdn.plaid.com/link/v2/stable/link.html";

/// Where Plaid hosts sessions.
const HOSTED: &str = "https://secure.plaid.com/";

/// The paths below [`HOSTED`] under which a session stands; the first one is that of today.
const HOSTED_PATHS: [&str; 2] = ["hl/", "link/"];

/// The URL that opens Link in a web view.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct WebviewUrl(Parameters);

impl WebviewUrl {
    /// Opens Link with a token.
    pub fn new(token: &LinkToken) -> Self {
        Self(Parameters::from_iter([
            ("isWebview", "true"),
            ("token", token.expose()),
        ]))
    }

    /// Resumes Link after an institution has sent the user back to this redirect URI, which has to
    /// be the whole of it.
    pub fn received_redirect_uri(self, uri: &str) -> Self {
        self.parameter("receivedRedirectUri", uri)
    }

    /// Adds a parameter that this crate does not know.
    pub fn parameter(mut self, name: &str, value: &str) -> Self {
        self.0.push(name, value);
        self
    }

    /// The URL, which whoever has it can open a session with.
    #[must_use]
    pub fn url(&self) -> Sensitive<String> {
        Sensitive::new(format!("{WEBVIEW}?{}", self.0.to_query().expose()))
    }
}

/// The URL that opened the former Link, which had a `public_key`, in a web view.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct LegacyWebviewUrl(Parameters);

impl LegacyWebviewUrl {
    /// Opens Link for a product such as `auth` in an environment, `tartan` or `production`.
    pub fn new(key: &str, env: &str, product: &str, client_name: &str) -> Self {
        Self(Parameters::from_iter([
            ("isWebview", "true"),
            ("key", key),
            ("env", env),
            ("product", product),
            ("clientName", client_name),
        ]))
    }

    /// Lets the user choose an account.
    pub fn select_account(self) -> Self {
        self.parameter("selectAccount", "true")
    }

    /// Where webhooks are to be sent.
    pub fn webhook(self, url: &str) -> Self {
        self.parameter("webhook", url)
    }

    /// Opens Link in update mode, for the user that the token stands for.
    pub fn token(self, token: &PublicToken) -> Self {
        self.parameter("token", token.expose())
    }

    /// Adds a parameter that this crate does not know.
    pub fn parameter(mut self, name: &str, value: &str) -> Self {
        self.0.push(name, value);
        self
    }

    /// The URL.
    #[must_use]
    pub fn url(&self) -> Sensitive<String> {
        Sensitive::new(format!("{WEBVIEW}?{}", self.0.to_query().expose()))
    }
}

/// The URL of a session that Plaid hosts, from what names the session in it.
///
/// The usual source is `hosted_link_url` of a response; this is for those who keep the rest only.
///
/// # Errors
/// Fails where the name is empty or has other characters than letters, digits, `-` and `_`.
pub fn hosted_link_url(session: &str) -> Result<HostedLinkUrl, LinkUrlError> {
    if !is_session(session) {
        return Err(LinkUrlError::NotHosted);
    }
    let [path, _] = HOSTED_PATHS;
    Ok(HostedLinkUrl::from(format!("{HOSTED}{path}{session}")))
}

/// What names the session in the URL of one that Plaid hosts.
///
/// # Errors
/// Fails where the URL is another one.
pub fn hosted_link_session(url: &HostedLinkUrl) -> Result<Sensitive<String>, LinkUrlError> {
    let path = url.expose().strip_prefix(HOSTED);
    let path = path.ok_or(LinkUrlError::NotHosted)?;
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let session = HOSTED_PATHS
        .iter()
        .find_map(|known| path.strip_prefix(known));
    let session = session.filter(|session| is_session(session));
    let session = session.ok_or(LinkUrlError::NotHosted)?;
    Ok(Sensitive::new(session.to_owned()))
}

fn is_session(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !text.is_empty() && text.bytes().all(is_plain)
}
