//! Writing values into paths, queries and forms.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All that RFC 3986 does not list as unreserved (RFC 6570, section 3.2.2).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The same, without what a query can hold and what means nothing in one.
const BUT_RESERVED: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// A text with every reserved character percent-encoded.
pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Adds a text with every reserved character percent-encoded to another.
pub(super) fn encode_into(text: &str, to: &mut String) {
    to.extend(utf8_percent_encode(text, RESERVED));
}

/// A text with all characters percent-encoded that a query cannot hold or would misread.
pub(super) fn encode_but_reserved(text: &str) -> String {
    utf8_percent_encode(text, BUT_RESERVED).to_string()
}

/// `name=value`, encoded. The text never moves while it grows, which would leave a copy behind.
pub(super) fn pair(name: &str, value: &str) -> String {
    let mut pair = String::with_capacity(3 * (name.len() + value.len()) + 1);
    encode_into(name, &mut pair);
    pair.push('=');
    encode_into(value, &mut pair);
    pair
}

/// Adds an encoded pair to a query or form.
pub(super) fn push_pair(query: &mut String, pair: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(pair);
}

/// Fills a path template in with values that are encoded already. The template may go on with a
/// query of its own.
///
/// # Errors
/// Gives the name of a parameter without a value, or with one that would make its segment empty,
/// `.` or `..`, which lead to another path.
pub(super) fn expand(
    template: &'static str,
    values: &[(&'static str, String)],
) -> Result<String, &'static str> {
    if !template.contains('{') {
        return Ok(template.to_owned());
    }
    let mut path = String::with_capacity(template.len() + 40);
    for (index, segment) in template.split('/').enumerate() {
        if index > 0 {
            path.push('/');
        }
        let start = path.len();
        let mut last = None;
        let mut rest = segment;
        while let Some((before, name, after)) = parameter(rest) {
            let value = values.iter().find(|(known, _)| *known == name);
            let (_, value) = value.ok_or(name)?;
            path.push_str(before);
            path.push_str(value);
            last = Some(name);
            rest = after;
        }
        path.push_str(rest);
        if let Some(name) = last
            && matches!(&path[start..], "" | "." | "..")
        {
            return Err(name);
        }
    }
    Ok(path)
}

/// Splits a template at its first `{name}`.
fn parameter(template: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let (before, rest) = template.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// The scheme and host of a URL, without its path.
pub(super) fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |scheme| scheme + 3);
    match url[host..].find('/') {
        Some(path) => &url[..host + path],
        None => url,
    }
}
