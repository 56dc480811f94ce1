//! Hand-written support for the generated types and client.
//!
//! The module knows nothing of the document that the crate was generated from.

#[cfg(feature = "proptest")]
pub mod arbitrary;
mod base64;
#[cfg(feature = "client")]
pub mod client;
pub mod codec;
pub mod decode;
mod extra;
mod json;
pub mod named_text;
pub mod newtype;
mod nullable;
pub mod object;
pub mod open_enum;
mod sensitive;
pub mod union;
pub mod validate;
pub(crate) mod wipe;

pub use self::base64::Base64;
pub use self::extra::Extra;
pub use self::json::Json;
pub use self::nullable::Nullable;
pub use self::sensitive::Sensitive;
pub use self::validate::{Place, Rule, Validate, Validator, Violation, Violations};
