//! Credentials that are asked for when they are needed, since they run out.

use std::error::Error as StdError;
use std::fmt;
use std::time::{Duration, Instant};

use super::transport::BoxFuture;
use crate::runtime::Sensitive;

/// Whatever went wrong while a credential was obtained. Its texts must not show credentials.
pub type ProviderFailure = Box<dyn StdError + Send + Sync>;

/// Gives the credential of a security scheme, in the form in which the builder takes it. It is
/// asked before each request; [`Cached`](super::Cached) keeps what it gives.
///
/// A closure that returns a future is one: `|| async { Ok::<_, MyError>(fetch().await?) }`.
pub trait CredentialProvider: Send + Sync {
    /// The credential for the next request.
    fn credential(&self) -> BoxFuture<'_, Result<Issued, ProviderFailure>>;

    /// The server answered `401 Unauthorized` to a request with this credential. `true` says that
    /// another will be given now, so that it is worth sending the request once more.
    fn refused(&self, _credential: &Sensitive<String>) -> bool {
        false
    }
}

impl<P, F, T, E> CredentialProvider for P
where
    P: Fn() -> F + Send + Sync,
    F: Future<Output = Result<T, E>> + Send + 'static,
    T: Into<Issued>,
    E: Into<ProviderFailure>,
{
    fn credential(&self) -> BoxFuture<'_, Result<Issued, ProviderFailure>> {
        let credential = self();
        Box::pin(async move {
            match credential.await {
                Ok(credential) => Ok(credential.into()),
                Err(error) => Err(error.into()),
            }
        })
    }
}

/// A credential as a provider gives it.
#[derive(Clone, Debug)]
pub struct Issued {
    value: Sensitive<String>,
    until: Option<Instant>,
}

impl Issued {
    /// A credential of which it is not known how long it is good.
    pub fn new(value: impl Into<Sensitive<String>>) -> Self {
        Self {
            value: value.into(),
            until: None,
        }
    }

    /// The same credential, which is good for this time from now on. It should be a little less
    /// than the server says, since a request takes time, too.
    #[must_use]
    pub fn valid_for(self, time: Duration) -> Self {
        Self {
            until: Instant::now().checked_add(time),
            ..self
        }
    }

    /// The credential itself.
    #[must_use]
    pub const fn value(&self) -> &Sensitive<String> {
        &self.value
    }

    /// Whether it is good now, as far as that is known.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.until.is_none_or(|until| Instant::now() < until)
    }
}

impl<T: Into<Sensitive<String>>> From<T> for Issued {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

/// A provider gave no credential that can be sent.
pub struct CredentialError {
    scheme: &'static str,
    source: Option<ProviderFailure>,
}

impl CredentialError {
    pub(super) const fn new(scheme: &'static str, source: Option<ProviderFailure>) -> Self {
        Self { scheme, source }
    }

    /// The security scheme that the credential is for, by its name in the document.
    #[must_use]
    pub const fn scheme(&self) -> &'static str {
        self.scheme
    }
}

/// Shows the scheme, and not what the provider's error may hold.
impl fmt::Debug for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialError")
            .field("scheme", &self.scheme)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.scheme;
        match &self.source {
            Some(_) => write!(
                f,
                "no credential was given for the security scheme {scheme:?}"
            ),
            None => write!(
                f,
                "HTTP cannot carry the credential that was given for the security scheme {scheme:?}"
            ),
        }
    }
}

impl StdError for CredentialError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
