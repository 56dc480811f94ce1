//! The parameters of a URL: names and values in their order, none of them lost.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::LinkUrlError;
use crate::runtime::Sensitive;

/// All that RFC 3986 does not list as unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The parameters of a URL in their order, repeated ones included; `Debug` shows the names only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads a query, in which `+` stands for a space as in a form.
    ///
    /// # Errors
    /// Fails where a name or a value is not encoded as it should be.
    pub fn parse(query: &str) -> Result<Self, LinkUrlError> {
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let decoded = pairs.enumerate().map(|(index, pair)| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match (decode(name), decode(value)) {
                (Some(name), Some(value)) => Ok((name, value)),
                _ => Err(LinkUrlError::Encoding { index }),
            }
        });
        decoded.collect::<Result<_, _>>().map(Self)
    }

    /// The first value under a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut pairs = self.iter();
        pairs.find_map(|(known, value)| (known == name).then_some(value))
    }

    /// All values under a name.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let pairs = self.iter();
        pairs.filter_map(move |(known, value)| (known == name).then_some(value))
    }

    /// All names and values, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.0.iter();
        pairs.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a parameter.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// The query, with everything percent-encoded that may mean something.
    #[must_use]
    pub fn to_query(&self) -> Sensitive<String> {
        let encode = |text| utf8_percent_encode(text, RESERVED);
        let pairs = self.iter();
        let pairs = pairs.map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        Sensitive::new(pairs.collect::<Vec<_>>().join("&"))
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Parameters {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let pairs = pairs.into_iter();
        Self(
            pairs
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.iter().map(|(name, _)| (name, Sensitive::new(())));
        f.debug_map().entries(names).finish()
    }
}

/// A text without its encoding; none where that is broken.
fn decode(text: &str) -> Option<String> {
    let spaced: Cow<'_, str> = if text.contains('+') {
        text.replace('+', " ").into()
    } else {
        text.into()
    };
    let is_escape = |rest: &str| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    if !spaced.split('%').skip(1).all(is_escape) {
        return None;
    }
    let decoded = percent_decode_str(&spaced).decode_utf8().ok()?;
    Some(decoded.into_owned())
}
