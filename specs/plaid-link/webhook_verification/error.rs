//! Why a webhook is refused.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::Error;
use crate::runtime::decode::ReadError;

/// Why a webhook is refused. Neither `Debug` nor `Display` shows the token or the body.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum VerifyError {
    /// The header is missing, or there is more than one, or it is no text.
    Header,
    /// The token is no JSON Web Token of three parts with a header that can be read.
    Token,
    /// The token is signed in another way than ES256, or not at all.
    Algorithm,
    /// The token does not name its key.
    KeyIdMissing,
    /// Plaid knows no key with the identifier that the token names.
    UnknownKey,
    /// The key has expired.
    KeyExpired,
    /// What was given as the key is no key for ES256, or another than the one asked for.
    KeyUnusable,
    /// Too many keys were looked up within a minute, so that this one was not.
    TooManyLookups,
    /// The key could not be looked up. The webhook may be in order: let it be sent again.
    KeyLookup(Arc<Error>),
    /// The signature is not one of this key over this token.
    Signature,
    /// The token says not when it was issued or not what the hash of the body is.
    Claims,
    /// The token is too old.
    Stale {
        /// The time since it was issued.
        age: Duration,
    },
    /// The token was issued in the future.
    Future {
        /// The time until then.
        ahead: Duration,
    },
    /// The body is not the one that was signed.
    BodyChanged,
    /// The webhook is from Plaid, and its body is not what the document says.
    Body(ReadError),
}

impl VerifyError {
    /// Whether it is not the webhook that is at fault, so that the same one may be accepted later.
    ///
    /// Answer such a webhook with a status 5xx, so that it is sent again.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::TooManyLookups | Self::KeyLookup(_))
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the webhook is refused: ")?;
        match self {
            Self::Header => f.write_str("it does not have one header `Plaid-Verification`"),
            Self::Token => f.write_str("its token cannot be read"),
            Self::Algorithm => f.write_str("its token is not signed in ES256"),
            Self::KeyIdMissing => f.write_str("its token names no key"),
            Self::UnknownKey => f.write_str("its token names a key that does not exist"),
            Self::KeyExpired => f.write_str("its key has expired"),
            Self::KeyUnusable => f.write_str("its key is no key for ES256"),
            Self::TooManyLookups => f.write_str("too many keys were looked up lately"),
            Self::KeyLookup(error) => write!(f, "its key could not be looked up: {error}"),
            Self::Signature => f.write_str("its signature is wrong"),
            Self::Claims => f.write_str("its token does not say what was signed, and when"),
            Self::Stale { age } => write!(f, "it is {} seconds old", age.as_secs()),
            Self::Future { ahead } => {
                write!(f, "it was issued {} seconds from now", ahead.as_secs())
            }
            Self::BodyChanged => f.write_str("its body is not the one that was signed"),
            Self::Body(error) => write!(f, "its body cannot be read: {error}"),
        }
    }
}

/// `Display` tells of the error held within; the source is what caused that one.
impl StdError for VerifyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::KeyLookup(error) => error.source(),
            _ => None,
        }
    }
}
