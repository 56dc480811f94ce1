//! From the bytes of a file to its text.

use std::error::Error;
use std::fmt;

/// Why bytes are no text; reads on from the name of their file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotText {
    /// They are text in UTF-16.
    Utf16,
    /// There is a zero byte, at this offset.
    Zero(usize),
    /// From this offset on they are no UTF-8.
    NotUtf8(usize),
}

/// The text that the bytes of a file are.
///
/// # Errors
/// They are no text in UTF-8.
pub fn text_of(bytes: Vec<u8>) -> Result<String, NotText> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(NotText::Utf16);
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(NotText::Zero(at));
    }
    String::from_utf8(bytes).map_err(|error| NotText::NotUtf8(error.utf8_error().valid_up_to()))
}

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Utf16 => f.write_str("is text in UTF-16, expected UTF-8"),
            Self::Zero(at) => write!(f, "is not a text file: found a zero byte at byte {at}"),
            Self::NotUtf8(at) => {
                write!(f, "is not a text file: found what is no UTF-8 at byte {at}")
            }
        }
    }
}

impl Error for NotText {}
