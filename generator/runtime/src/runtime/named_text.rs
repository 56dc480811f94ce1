//! Texts with a name: each kind is a type of its own, so that one cannot be passed for another.
//!
//! All of them are one generic type, which is compiled once.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::convert::Infallible;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Deref;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroize as _;

use super::Rule;
use super::validate::Measure;

/// What tells one kind of texts from the others: a type without values.
pub trait TextKind: 'static {
    /// The name of the type in the document's crate.
    const NAME: &'static str;
}

/// A text of one kind, read and written as a string.
///
/// It dereferences to `str`, compares with texts, and is made from them.
pub struct NamedText<K>(String, PhantomData<fn() -> K>);

impl<K> NamedText<K> {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, owned.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl<K: TextKind> fmt::Debug for NamedText<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple(K::NAME).field(&self.0).finish()
    }
}

impl<K> fmt::Display for NamedText<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl<K> Deref for NamedText<K> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<K> AsRef<str> for NamedText<K> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<K> Borrow<str> for NamedText<K> {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl<K> PartialEq<str> for NamedText<K> {
    fn eq(&self, text: &str) -> bool {
        self.0 == text
    }
}

impl<K> PartialEq<&str> for NamedText<K> {
    fn eq(&self, text: &&str) -> bool {
        self.0 == *text
    }
}

impl<K> From<NamedText<K>> for String {
    fn from(text: NamedText<K>) -> Self {
        text.0
    }
}

impl<K> FromStr for NamedText<K> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from(text))
    }
}

/// A text of one kind that is secret or personal: `Debug` shows `[redacted]` in its place, and its
/// memory is overwritten when it is dropped.
///
/// The text is reached by [`expose`](Self::expose), so that every place that does is easy to find.
pub struct NamedSecret<K>(String, PhantomData<fn() -> K>);

impl<K> NamedSecret<K> {
    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The text itself, owned.
    #[must_use]
    pub fn into_exposed(mut self) -> String {
        std::mem::take(&mut self.0)
    }
}

impl<K> Drop for NamedSecret<K> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<K: TextKind> fmt::Debug for NamedSecret<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}([redacted])", K::NAME)
    }
}

/// What both have: none of it depends on the kind, as deriving it would.
macro_rules! of_text {
    ($($name:ident)+) => {
        $(
            impl<K> Clone for $name<K> {
                fn clone(&self) -> Self {
                    Self::from(self.0.as_str())
                }
            }

            impl<K> PartialEq for $name<K> {
                fn eq(&self, other: &Self) -> bool {
                    self.0 == other.0
                }
            }

            impl<K> Eq for $name<K> {}

            impl<K> PartialOrd for $name<K> {
                fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                    Some(self.cmp(other))
                }
            }

            impl<K> Ord for $name<K> {
                fn cmp(&self, other: &Self) -> Ordering {
                    self.0.cmp(&other.0)
                }
            }

            impl<K> Hash for $name<K> {
                fn hash<H: Hasher>(&self, hasher: &mut H) {
                    self.0.hash(hasher);
                }
            }

            impl<K> From<String> for $name<K> {
                fn from(text: String) -> Self {
                    Self(text, PhantomData)
                }
            }

            impl<K> From<&str> for $name<K> {
                fn from(text: &str) -> Self {
                    Self(text.to_owned(), PhantomData)
                }
            }

            impl<K> Serialize for $name<K> {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.serialize_str(&self.0)
                }
            }

            impl<'de, K> Deserialize<'de> for $name<K> {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    String::deserialize(deserializer).map(Self::from)
                }
            }

            impl<K> Measure for $name<K> {
                fn keeps(&self, rule: &Rule) -> bool {
                    self.0.keeps(rule)
                }
            }
        )+
    };
}
of_text!(NamedText NamedSecret);

/// Declares kinds of texts: `text_kinds!(AccountId ItemId);`
#[allow(unused_macros)]
macro_rules! text_kinds {
    ($($name:ident)*) => {
        $(
            #[doc = concat!("The kind of a `", stringify!($name), "`.")]
            #[derive(Debug)]
            pub enum $name {}

            impl $crate::runtime::named_text::TextKind for $name {
                const NAME: &'static str = stringify!($name);
            }
        )*
    };
}
#[allow(unused_imports)]
pub(crate) use text_kinds;
