//! The client: what turns an operation into a request, and an answer into a value or an [`Error`].
//!
//! Generated code names its operations through [`Operation`] and begins each with [`Core::call`];
//! a [`Call`] collects the inputs and is sent when it is awaited. What does not depend on the
//! operation's types is ordinary code that is compiled once. Only [`Transport`]s know how requests
//! travel.

mod body;
mod builder;
mod call;
mod core;
mod error;
mod input;
mod multipart;
mod parameter;
mod refusal;
#[cfg(feature = "reqwest")]
mod reqwest;
mod response;
mod security;
mod token;
mod transport;
mod url;

pub use self::body::{Binary, Empty, Json, ReadBody, Text, Undeclared};
pub use self::builder::{BuildError, CoreBuilder};
pub use self::call::{Call, Operation};
pub use self::core::Core;
pub use self::error::{Error, SerializeError};
pub use self::multipart::{Multipart, Part};
pub use self::parameter::Style;
pub use self::refusal::{ApiError, DecodeError, NotJsonError};
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
pub use self::response::{RawResponse, Reply};
pub use self::security::{Scheme, SchemeKind};
pub use self::token::{TokenError, TokenFailure, TokenProvider};
pub use self::transport::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind};
