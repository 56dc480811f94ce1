//! Why a URL cannot be read.

use std::fmt;

use crate::runtime::decode::Mismatch;

/// Why a URL cannot be read. Neither `Debug` nor `Display` shows values of its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LinkUrlError {
    /// The URL does not begin with `plaidlink://` and the name of what happened.
    NotARedirect,
    /// The URL is not that of a session that Plaid hosts.
    NotHosted,
    /// The URL has no `oauth_state_id`, so that no institution sent the user back by it.
    NotAReturn,
    /// A `%` is not followed by two hexadecimal digits, or they do not make up UTF-8.
    Encoding {
        /// Which parameter it is, counted from zero.
        index: usize,
    },
    /// The accounts are not the JSON text that they should be.
    Accounts,
    /// A parameter is not what the document says.
    Mismatch(Mismatch),
}

impl fmt::Display for LinkUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotARedirect => f.write_str("the URL is no redirect of Link"),
            Self::NotHosted => f.write_str("the URL is not that of a hosted session of Link"),
            Self::NotAReturn => f.write_str("the URL has no `oauth_state_id`"),
            Self::Encoding { index } => {
                write!(
                    f,
                    "parameter {index} of the URL is not encoded as it should be"
                )
            }
            Self::Accounts => f.write_str("the accounts in the URL are no JSON"),
            Self::Mismatch(mismatch) => write!(f, "the URL is not what it should be: {mismatch}"),
        }
    }
}

impl std::error::Error for LinkUrlError {}
