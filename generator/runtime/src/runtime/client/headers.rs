//! The headers of answers as values.

use std::str::FromStr;

use http::HeaderMap;

use crate::runtime::Sensitive;

/// A value that a header may have.
pub trait ReadHeader: Sized {
    /// Reads it; `None` where the text is no such value.
    fn read(text: &str) -> Option<Self>;
}

macro_rules! read_header {
    ($($ty:ty)+) => {
        $(impl ReadHeader for $ty {
            fn read(text: &str) -> Option<Self> {
                Self::from_str(text.trim()).ok()
            }
        })+
    };
}
read_header!(bool i32 i64 u32 u64 f32 f64);

impl ReadHeader for String {
    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl ReadHeader for Sensitive<String> {
    fn read(text: &str) -> Option<Self> {
        Some(text.into())
    }
}

/// The value of a header; `None` where it is absent or no such value.
#[must_use]
pub fn read_header<T: ReadHeader>(headers: &HeaderMap, name: &str) -> Option<T> {
    T::read(headers.get(name)?.to_str().ok()?)
}

/// Reads a struct of headers: `header_fields!(Name { field = "x-field", … })`.
#[allow(unused_macros)]
macro_rules! header_fields {
    ($name:ident { $($field:ident = $header:literal,)+ }) => {
        impl From<&http::HeaderMap> for $name {
            #[inline]
            fn from(headers: &http::HeaderMap) -> Self {
                Self {
                    $($field: $crate::runtime::client::read_header(headers, $header),)+
                }
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use header_fields;
