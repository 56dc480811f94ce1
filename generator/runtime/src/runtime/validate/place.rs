//! The parts of a request that a value can be in.

use std::fmt;

/// Where a value that was checked is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// In the value that was checked; of a request, in its body.
    Value,
    /// In the path parameter of this name.
    Path(&'static str),
    /// In the query parameter of this name.
    Query(&'static str),
    /// In the header of this name.
    Header(&'static str),
    /// In the cookie of this name.
    Cookie(&'static str),
}

/// The parameter, such as `query parameter "limit"`, and nothing where the value is in none.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value => Ok(()),
            Self::Path(name) => write!(f, "path parameter {name:?}"),
            Self::Query(name) => write!(f, "query parameter {name:?}"),
            Self::Header(name) => write!(f, "header {name:?}"),
            Self::Cookie(name) => write!(f, "cookie {name:?}"),
        }
    }
}
