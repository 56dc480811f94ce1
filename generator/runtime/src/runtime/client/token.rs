//! Tokens that are asked for when they are needed, since they run out.

use std::error::Error as StdError;
use std::fmt;

use super::transport::BoxFuture;
use crate::runtime::Sensitive;

/// Whatever went wrong while a token was obtained. Its texts must not show credentials.
pub type TokenFailure = Box<dyn StdError + Send + Sync>;

/// Gives the token for a request; it is asked before each, so it should keep the token as long as
/// that is good.
///
/// A closure that returns a future is one: `|| async { Ok::<_, MyError>(fetch().await?) }`.
pub trait TokenProvider: Send + Sync {
    /// The token for the next request.
    fn token(&self) -> BoxFuture<'_, Result<Sensitive<String>, TokenFailure>>;
}

impl<P, F, T, E> TokenProvider for P
where
    P: Fn() -> F + Send + Sync,
    F: Future<Output = Result<T, E>> + Send + 'static,
    T: Into<Sensitive<String>>,
    E: Into<TokenFailure>,
{
    fn token(&self) -> BoxFuture<'_, Result<Sensitive<String>, TokenFailure>> {
        let token = self();
        Box::pin(async move {
            match token.await {
                Ok(token) => Ok(token.into()),
                Err(error) => Err(error.into()),
            }
        })
    }
}

/// A token provider gave no token that can be sent.
pub struct TokenError {
    scheme: &'static str,
    source: Option<TokenFailure>,
}

impl TokenError {
    pub(super) const fn new(scheme: &'static str, source: Option<TokenFailure>) -> Self {
        Self { scheme, source }
    }

    /// The security scheme that the token is for, by its name in the document.
    #[must_use]
    pub const fn scheme(&self) -> &'static str {
        self.scheme
    }
}

/// Shows the scheme, and not what the provider's error may hold.
impl fmt::Debug for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenError")
            .field("scheme", &self.scheme)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.scheme;
        match &self.source {
            Some(_) => write!(f, "no token was given for the security scheme {scheme:?}"),
            None => write!(
                f,
                "HTTP cannot carry the token for the security scheme {scheme:?}"
            ),
        }
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
