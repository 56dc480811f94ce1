//! Where the credential of a security scheme comes from.

use std::env;
use std::fmt;
use std::sync::Arc;

use super::authorize::Prepared;
use super::builder::BuildError;
use super::provider::CredentialProvider;
use super::security::Scheme;
use crate::runtime::Sensitive;

/// The credential of a security scheme: a value, a variable of the environment, or a provider that
/// is asked when a request is sent. A text is a value.
pub struct Credential(Origin);

enum Origin {
    Value(Sensitive<String>),
    Variable(String),
    /// User and password.
    Basic(Sensitive<String>, Sensitive<String>),
    Provider(Arc<dyn CredentialProvider>),
}

impl Credential {
    /// What a variable of the environment holds when the client is built. That it is not set, empty
    /// or no text is an error then, which names the variable and the scheme.
    pub fn from_env(variable: impl Into<String>) -> Self {
        Self(Origin::Variable(variable.into()))
    }

    /// What a provider gives for each request: a token that runs out, a secret from a vault. A
    /// closure that returns a future is a provider; [`Cached`](super::Cached) keeps what it gives.
    pub fn from_provider(provider: impl CredentialProvider + 'static) -> Self {
        Self(Origin::Provider(Arc::new(provider)))
    }

    /// User and password, for HTTP basic authentication (RFC 7617). The user holds no colon.
    pub fn basic(
        user: impl Into<Sensitive<String>>,
        password: impl Into<Sensitive<String>>,
    ) -> Self {
        Self(Origin::Basic(user.into(), password.into()))
    }

    /// Makes it ready to be sent.
    ///
    /// # Errors
    /// Fails where there is none, or one that HTTP cannot carry.
    pub(super) fn prepare(self, scheme: &'static Scheme) -> Result<Prepared, BuildError> {
        let value = match self.0 {
            Origin::Value(value) => Some(value),
            Origin::Variable(variable) => match env::var(&variable) {
                Ok(value) if !value.is_empty() => Some(value.into()),
                Ok(_) | Err(_) => {
                    let scheme = scheme.name;
                    return Err(BuildError::Variable { scheme, variable });
                }
            },
            Origin::Basic(user, password) => pair(&user, &password),
            Origin::Provider(provider) => return Ok(Prepared::of_provider(scheme, provider)),
        };
        let prepared = value.and_then(|value| Prepared::new(scheme, &value));
        prepared.ok_or(BuildError::Credential {
            scheme: scheme.name,
        })
    }
}

/// The text that HTTP basic authentication encodes; `None` where it would be read otherwise.
fn pair(user: &Sensitive<String>, password: &Sensitive<String>) -> Option<Sensitive<String>> {
    let (user, password) = (user.expose(), password.expose());
    (!user.contains(':')).then(|| {
        let mut pair = String::with_capacity(user.len() + 1 + password.len());
        pair.push_str(user);
        pair.push(':');
        pair.push_str(password);
        pair.into()
    })
}

impl From<Sensitive<String>> for Credential {
    fn from(value: Sensitive<String>) -> Self {
        Self(Origin::Value(value))
    }
}

impl From<String> for Credential {
    fn from(value: String) -> Self {
        Self(Origin::Value(value.into()))
    }
}

impl From<&str> for Credential {
    fn from(value: &str) -> Self {
        Self(Origin::Value(value.into()))
    }
}

/// Shows where the credential comes from.
impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Origin::Value(_) | Origin::Basic(..) => f.write_str("Credential([redacted])"),
            Origin::Variable(variable) => write!(f, "Credential(variable {variable:?})"),
            Origin::Provider(_) => f.write_str("Credential(provider)"),
        }
    }
}
