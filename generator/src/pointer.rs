//! JSON Pointers (RFC 6901): the address of a place in a document.

use std::fmt;

/// A JSON Pointer in its escaped text form, such as `/paths/~1item~1get/post`.
///
/// The empty pointer names the whole document.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer that names the whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads `/a/b`, `#/a/b` or the empty text; `None` where the text is none of these.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('#').unwrap_or(text);
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// Reads the fragment of a reference, in which a sign may be written by its code: `%20` is a
    /// space. What cannot be decoded stands for itself.
    pub(crate) fn from_fragment(fragment: &str) -> Option<Self> {
        Self::parse(&percent_decoded(fragment).unwrap_or_else(|| fragment.to_owned()))
    }

    /// The reference to this place from within its document, such as `#/components/schemas/A`.
    pub(crate) fn as_reference(&self) -> String {
        format!("#{}", self.0.replace('%', "%25"))
    }

    /// The name of the component that this is, in that section.
    pub(crate) fn component_in(&self, section: &str) -> Option<&str> {
        let rest = self.0.strip_prefix("/components/")?;
        let name = rest.strip_prefix(section)?.strip_prefix('/')?;
        (!name.contains('/')).then_some(name)
    }

    /// The pointer of a section of `components`, such as `schemas`.
    pub(crate) fn components(section: &str) -> Self {
        Self::root().join("components").join(section)
    }

    /// Whether this names a component schema itself, and not something in one.
    pub(crate) fn is_component_schema(&self) -> bool {
        self.0
            .strip_prefix("/components/schemas/")
            .is_some_and(|name| !name.contains('/'))
    }

    /// This pointer with one more token; `/` and `~` in it are escaped.
    #[must_use]
    pub fn join(&self, token: impl fmt::Display) -> Self {
        let mut joined = self.clone();
        joined.push(token);
        joined
    }

    /// Adds one token in place; `/` and `~` in it are escaped.
    pub fn push(&mut self, token: impl fmt::Display) {
        let token = token.to_string();
        self.0.push('/');
        if token.contains(['~', '/']) {
            self.0
                .push_str(&token.replace('~', "~0").replace('/', "~1"));
        } else {
            self.0.push_str(&token);
        }
    }

    /// Removes the last token in place; does nothing at the root.
    pub fn pop(&mut self) {
        let end = self.0.rfind('/').unwrap_or(0);
        self.0.truncate(end);
    }

    /// The pointer of the container; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|end| Self(self.0[..end].to_owned()))
    }

    /// The tokens from the root, unescaped.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = String> + '_ {
        self.0
            .strip_prefix('/')
            .into_iter()
            .flat_map(|tokens| tokens.split('/'))
            .map(|token| token.replace("~1", "/").replace("~0", "~"))
    }

    /// The last token, unescaped; `None` for the root.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        self.tokens().next_back()
    }

    /// The rest of this pointer below `prefix`, or `None` when it does not lie there.
    #[must_use]
    pub fn strip_prefix(&self, prefix: &Self) -> Option<Self> {
        let rest = self.0.strip_prefix(&prefix.0)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| Self(rest.to_owned()))
    }

    /// This pointer with all tokens of `tail` after its own.
    #[must_use]
    pub fn concat(&self, tail: &Self) -> Self {
        Self(format!("{}{}", self.0, tail.0))
    }

    /// The escaped text form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A part of an address without the codes that stand for signs in it.
///
/// `None` where there is nothing to decode, or what looks like it cannot be.
pub(crate) fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return None;
    }
    let mut parts = text.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(part.get(..2)?, 16).ok()?);
        bytes.extend_from_slice(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).ok()
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn escapes_and_walks() {
        let pointer = Pointer::root().join("paths").join("/item/get").join("a~b");
        assert_eq!(pointer.as_str(), "/paths/~1item~1get/a~0b");
        assert_eq!(
            pointer.tokens().collect::<Vec<_>>(),
            ["paths", "/item/get", "a~b"]
        );
        let parent = pointer.parent().unwrap();
        assert_eq!(parent.as_str(), "/paths/~1item~1get");
        assert_eq!(pointer.strip_prefix(&parent).unwrap().as_str(), "/a~0b");
        assert_eq!(Pointer::parse("#/a").unwrap().join(0).as_str(), "/a/0");
        assert!(Pointer::parse("other.yaml#/a").is_none());
    }
}
