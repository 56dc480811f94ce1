//! The client: what turns an operation into a request, and an answer into a value or an [`Error`].
//!
//! Generated code names its operations through [`Operation`] and begins each with [`Core::call`];
//! a [`Call`] collects the inputs and is sent when it is awaited. What does not depend on the
//! operation's types is ordinary code that is compiled once. Only [`Transport`]s know how requests
//! travel.

mod authorize;
#[cfg(feature = "blocking")]
pub mod blocking;
mod body;
mod body_member;
mod builder;
mod by_status;
mod cached;
mod call;
mod core;
mod credential;
mod error;
mod events;
mod exchange;
mod headers;
mod hook;
mod input;
mod lines;
mod multipart;
mod parameter;
mod provider;
mod received;
mod refusal;
#[cfg(feature = "reqwest")]
mod reqwest;
mod response;
mod retry;
mod retry_after;
mod security;
mod sleep;
mod stream;
mod trace;
mod transport;
mod undeclared;
mod url;

pub use self::body::{
    Binary, Empty, Events, Json, Lines, Maybe, ReadBody, Sequence, Text, TextEvents,
};
pub use self::builder::{BuildError, CoreBuilder};
#[allow(unused_imports)]
pub(crate) use self::by_status::by_status;
pub use self::cached::Cached;
pub use self::call::{Call, Operation};
pub use self::core::Core;
pub use self::credential::Credential;
pub use self::error::{Error, SerializeError};
pub use self::events::{Event, EventStream};
#[allow(unused_imports)]
pub(crate) use self::headers::header_fields;
pub use self::headers::{ReadHeader, read_header};
pub use self::hook::{Attempt, Hook, OperationInfo, Outgoing};
pub use self::lines::JsonLines;
pub use self::multipart::{Multipart, Part};
pub use self::parameter::Style;
pub use self::provider::{CredentialError, CredentialProvider, Issued, ProviderFailure};
pub use self::received::Received;
pub use self::refusal::{ApiError, DecodeError, NotJsonError, RedirectError};
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
pub use self::response::{RawResponse, Reply};
pub use self::retry::RetryPolicy;
pub use self::security::{Scheme, SchemeKind};
pub use self::sleep::Sleep;
pub use self::stream::{ByteStream, StreamError};
pub use self::transport::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind};
pub use self::undeclared::Undeclared;
