//! JSON Pointers as text (RFC 6901) and as URI fragments.
//!
//! Every place in a document, a schema or a value is named by a pointer in
//! this crate. This module only spells and compares them; what they point at
//! is the business of its callers.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What a URI fragment may not carry literally (RFC 3986, section 3.5).
const FRAGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The pointer to a member or an item below `pointer`.
///
/// ```
/// # use specwright_contract::pointer::join;
/// assert_eq!(join("/paths", "/link/token"), "/paths/~1link~1token");
/// ```
pub fn join(pointer: &str, segment: &str) -> String {
    let mut joined = String::with_capacity(pointer.len() + segment.len() + 1);
    joined.push_str(pointer);
    joined.push('/');
    for character in segment.chars() {
        match character {
            '~' => joined.push_str("~0"),
            '/' => joined.push_str("~1"),
            other => joined.push(other),
        }
    }
    joined
}

/// The segments of a pointer as they are written in it, still escaped.
pub fn raw_segments(pointer: &str) -> impl Iterator<Item = &str> {
    pointer.split('/').skip(1)
}

/// The text that an escaped segment stands for.
pub fn unescape(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

/// Whether `pointer` is `ancestor` or lies below it.
pub fn is_within(pointer: &str, ancestor: &str) -> bool {
    pointer
        .strip_prefix(ancestor)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The pointer to what holds the last segment, and that segment unescaped;
/// `None` for the root.
pub fn split_last(pointer: &str) -> Option<(&str, String)> {
    pointer
        .rsplit_once('/')
        .map(|(parent, last)| (parent, unescape(last)))
}

/// The pointer that a local reference (`#/components/schemas/X`) spells;
/// `None` where the reference is not a local pointer.
pub fn from_reference(reference: &str) -> Option<String> {
    let fragment = reference.strip_prefix('#')?;
    if !fragment.starts_with('/') {
        return None;
    }
    let decoded = percent_decode_str(fragment).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

/// The URI fragment, with its `#`, that spells `pointer`.
pub fn to_reference(pointer: &str) -> String {
    format!("#{}", utf8_percent_encode(pointer, FRAGMENT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_and_pointers_turn_into_each_other() {
        for pointer in [
            "/components/schemas/X",
            "/paths/~1a~1{id}/get",
            "/components/schemas/Ünï cödé%",
            "/a/b~0c",
        ] {
            assert_eq!(
                from_reference(&to_reference(pointer)).as_deref(),
                Some(pointer)
            );
        }
        assert_eq!(from_reference("other.yaml#/X"), None);
        assert_eq!(from_reference("#anchor"), None);
    }

    #[test]
    fn containment_respects_segment_borders() {
        assert!(is_within("/a/b", "/a"));
        assert!(is_within("/a", "/a"));
        assert!(!is_within("/ab", "/a"));
    }
}
