//! Setting a client up.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Uri};

use super::core::{Core, IdempotencyKeys, Settings};
use super::credential::Credential;
use super::hook::Hook;
use super::retry::RetryPolicy;
use super::security::Scheme;
use super::sleep::Sleep;
use super::transport::{Transport, TransportError};

/// Collects the settings of a client.
#[must_use = "a builder does nothing until it builds"]
pub struct CoreBuilder {
    base_url: Option<String>,
    redirects: bool,
    user_agent: String,
    timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
    max_body: usize,
    validate: bool,
    anonymous: bool,
    security: &'static [&'static [Scheme]],
    credentials: Vec<(&'static Scheme, Credential)>,
    retry: RetryPolicy,
    sleep: Option<Arc<dyn Sleep>>,
    hooks: Vec<Arc<dyn Hook>>,
    idempotency_keys: Option<Box<IdempotencyKeys>>,
    transport: Option<Arc<dyn Transport>>,
}

impl CoreBuilder {
    /// The settings that hold unless others are chosen: 60 s for a whole exchange, 10 s of it for
    /// the connection, 64 MiB of body, requests are validated, and those that failed are sent again
    /// as [`RetryPolicy::new`] says.
    pub fn new() -> Self {
        Self {
            base_url: None,
            redirects: false,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            timeout: Some(Duration::from_secs(60)),
            connect_timeout: Some(Duration::from_secs(10)),
            max_body: 64 << 20,
            validate: true,
            anonymous: false,
            security: &[],
            credentials: Vec::new(),
            retry: RetryPolicy::new(),
            sleep: default_sleep(),
            hooks: Vec::new(),
            idempotency_keys: None,
            transport: None,
        }
    }

    /// Where the server is: a URL that the paths of the operations are appended to. It stands for
    /// every server, those of single operations included.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self.redirects = true;
        self
    }

    /// The server of the document to talk to; operations with a server of their own go there.
    pub fn server(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self.redirects = false;
        self
    }

    /// The alternatives of security schemes for operations that do not name their own, each of which
    /// has to be complete; by default such operations need no credentials.
    pub const fn security(mut self, alternatives: &'static [&'static [Scheme]]) -> Self {
        self.security = alternatives;
        self
    }

    /// The credential for a security scheme.
    pub fn credential(
        mut self,
        scheme: &'static Scheme,
        credential: impl Into<Credential>,
    ) -> Self {
        self.credentials.retain(|(known, _)| *known != scheme);
        self.credentials.push((scheme, credential.into()));
        self
    }

    /// Sends requests even where credentials are missing, with those that are set.
    pub const fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// The time from sending a request to the last byte of the answer; `None` is no limit. A call
    /// may set its own.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// The time for making a connection; `None` is no limit of its own. A transport that is given
    /// ready-made keeps its own.
    pub fn connect_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.connect_timeout = timeout.into();
        self
    }

    /// The header `User-Agent`; name and version of this crate by default.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Whether requests are held against the document's constraints before they are sent.
    pub const fn validate_requests(mut self, validate: bool) -> Self {
        self.validate = validate;
        self
    }

    /// The size in bytes up to which the body of an answer is accepted.
    pub const fn max_response_size(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// When calls that failed are sent again; [`RetryPolicy::new`] by default. A call may have its
    /// own.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// What waits between two attempts. By default that is `tokio`, where the crate is compiled
    /// with its own transport and the call runs in `tokio`; where nothing can wait, nothing is sent
    /// again.
    pub fn sleep(mut self, sleep: impl Sleep + 'static) -> Self {
        self.sleep = Some(Arc::new(sleep));
        self
    }

    /// Adds a hook. Those that are there already see an attempt before it does.
    pub fn hook(mut self, hook: impl Hook + 'static) -> Self {
        self.hooks.push(Arc::new(hook));
        self
    }

    /// Makes a key of idempotency for each call that can carry one and has none. All attempts of a
    /// call have the same key.
    pub fn idempotency_keys(mut self, make: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.idempotency_keys = Some(Box::new(make));
        self
    }

    /// What carries the requests, in place of the transport that comes with the crate.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Builds the core of a client.
    ///
    /// # Errors
    /// Fails where a setting is missing or cannot be used.
    pub fn build(self) -> Result<Core, BuildError> {
        let base_url = self.base_url.ok_or(BuildError::NoBaseUrl)?;
        let base_url = base_url.trim_end_matches('/').to_owned();
        if !is_base_url(&base_url) {
            return Err(BuildError::BaseUrl);
        }
        let credentials = self.credentials.into_iter();
        let credentials = credentials
            .map(|(scheme, credential)| credential.prepare(scheme))
            .collect::<Result<_, _>>()?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(self.connect_timeout)?,
        };
        Ok(Core::new(Settings {
            base_url,
            redirects: self.redirects,
            user_agent: HeaderValue::try_from(self.user_agent)
                .map_err(|_| BuildError::UserAgent)?,
            timeout: self.timeout,
            max_body: self.max_body,
            validate: self.validate,
            anonymous: self.anonymous,
            security: self.security,
            credentials,
            retry: self.retry,
            sleep: self.sleep,
            hooks: self.hooks,
            idempotency_keys: self.idempotency_keys,
            transport,
        }))
    }
}

impl Default for CoreBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for CoreBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes = self.credentials.iter().map(|(scheme, _)| scheme.name);
        f.debug_struct("CoreBuilder")
            .field("credentials", &schemes.collect::<Vec<_>>())
            .field("anonymous", &self.anonymous)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("max_response_size", &self.max_body)
            .field("validate_requests", &self.validate)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

/// Whether a URL can have paths appended: absolute, HTTP, without credentials, query or fragment.
pub(super) fn is_base_url(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else {
        return false;
    };
    matches!(uri.scheme_str(), Some("http" | "https"))
        && uri
            .authority()
            .is_some_and(|authority| !authority.as_str().contains('@'))
        && !url.contains(['?', '#'])
}

#[cfg(feature = "reqwest")]
fn default_transport(connect_timeout: Option<Duration>) -> Result<Arc<dyn Transport>, BuildError> {
    match super::ReqwestTransport::new(connect_timeout) {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(error) => Err(BuildError::Transport(error)),
    }
}

#[cfg(not(feature = "reqwest"))]
const fn default_transport(_: Option<Duration>) -> Result<Arc<dyn Transport>, BuildError> {
    Err(BuildError::NoTransport)
}

#[cfg(feature = "reqwest")]
fn default_sleep() -> Option<Arc<dyn Sleep>> {
    Some(Arc::new(super::reqwest::TokioSleep))
}

#[cfg(not(feature = "reqwest"))]
const fn default_sleep() -> Option<Arc<dyn Sleep>> {
    None
}

/// Why a client could not be built.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// It is not said where the server is.
    NoBaseUrl,
    /// The base URL is not an absolute HTTP URL, or holds credentials, a query or a fragment.
    BaseUrl,
    /// HTTP cannot carry the user agent.
    UserAgent,
    /// HTTP cannot carry the credential for a security scheme.
    Credential {
        /// The security scheme, by its name in the document.
        scheme: &'static str,
    },
    /// A variable of the environment that should hold a credential is not set, empty or no text.
    Variable {
        /// The security scheme, by its name in the document.
        scheme: &'static str,
        /// The name of the variable.
        variable: String,
    },
    /// No transport was given, and the crate was compiled without its own.
    NoTransport,
    /// The transport that comes with the crate could not be set up.
    Transport(TransportError),
    /// The thread of a blocking client could not be started.
    Runtime(std::io::Error),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBaseUrl => f.write_str("no base URL or environment is chosen"),
            Self::BaseUrl => f.write_str(
                "the base URL must be an absolute http or https URL without credentials, query and fragment",
            ),
            Self::UserAgent => f.write_str("HTTP cannot carry the user agent"),
            Self::Credential { scheme } => {
                write!(f, "HTTP cannot carry the credential for the security scheme {scheme:?}")
            }
            Self::Variable { scheme, variable } => write!(
                f,
                "the environment variable {variable:?} with the credential for the security scheme {scheme:?} is not set, empty or no text"
            ),
            Self::NoTransport => {
                f.write_str("no transport is given, and the feature `reqwest` is off")
            }
            Self::Transport(_) => f.write_str("the HTTP client could not be set up"),
            Self::Runtime(_) => f.write_str("the thread of the client could not be started"),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            Self::Runtime(error) => Some(error),
            _ => None,
        }
    }
}
