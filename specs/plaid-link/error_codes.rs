//! Questions to errors of the API by the names of their codes and classes.
//!
//! ```
//! use plaid_link::types::{PlaidError, PlaidErrorCode};
//!
//! # fn main() -> Result<(), serde_json::Error> {
//! let error: PlaidError = serde_json::from_str(
//!     r#"{"error_type": "ITEM_ERROR", "error_code": "ITEM_LOGIN_REQUIRED", "error_message": "",
//!         "display_message": null}"#,
//! )?;
//! assert!(error.is_code(PlaidErrorCode::ItemLoginRequired));
//! # Ok(())
//! # }
//! ```

use crate::types::PlaidError;

impl PlaidError {
    /// Whether the error has this code: a [`PlaidErrorCode`](crate::types::PlaidErrorCode), or the
    /// text of one that the document does not list.
    #[must_use]
    pub fn is_code(&self, code: impl AsRef<str>) -> bool {
        self.error_code.as_str() == code.as_ref()
    }

    /// Whether the error is of this class: a [`PlaidErrorType`](crate::types::PlaidErrorType), or
    /// the text of one that the document does not list.
    #[must_use]
    pub fn is_type(&self, class: impl AsRef<str>) -> bool {
        self.error_type.as_str() == class.as_ref()
    }
}

#[cfg(feature = "client")]
impl crate::Error {
    /// Whether the API refused with this code: a
    /// [`PlaidErrorCode`](crate::types::PlaidErrorCode), or the text of one that the document does
    /// not list.
    #[must_use]
    pub fn is_code(&self, code: impl AsRef<str>) -> bool {
        self.api().is_some_and(|error| error.body().is_code(code))
    }

    /// Whether the API refused with an error of this class: a
    /// [`PlaidErrorType`](crate::types::PlaidErrorType), or the text of one that the document does
    /// not list.
    #[must_use]
    pub fn is_type(&self, class: impl AsRef<str>) -> bool {
        self.api().is_some_and(|error| error.body().is_type(class))
    }
}
