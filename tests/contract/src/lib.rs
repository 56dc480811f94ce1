//! What holds a crate, a mock and a live server to one OpenAPI document.
//!
//! Two questions are answered by all of it, both from the document's own schemas and
//! never from generated types:
//!
//! - [`oracle`]: does this JSON value satisfy that schema?
//! - [`strategy`]: which values satisfy it, which nearly do, and which must be
//!   refused?
//!
//! [`equal`] says when two JSON values count as the same after a round trip, and
//! [`fidelity`] holds generated types to the document.
//!
//! With the feature `kit`, the same is done to messages: [`document`] reads a
//! document, [`api`] shows its operations as HTTP sees them, and [`conform`]
//! says what is wrong with a request or a response. [`check`], [`finding`] and
//! [`outcome`] are what a run against a server, a mock or recorded traffic
//! comes to; [`report`] writes it down and [`redact`] keeps secrets out of it.
//! [`mock`] is a server that keeps the contract.
//!
//! Nothing here knows how a schema becomes Rust. A mistake in the generator
//! therefore cannot agree with itself in this crate.

#[cfg(feature = "kit")]
pub mod api;
#[cfg(feature = "kit")]
pub mod baseline;
#[cfg(feature = "kit")]
pub mod check;
#[cfg(feature = "kit")]
pub mod conform;
#[cfg(feature = "kit")]
pub mod document;
pub mod equal;
pub mod fidelity;
#[cfg(feature = "kit")]
pub mod file;
#[cfg(feature = "kit")]
pub mod finding;
#[cfg(feature = "kit")]
pub mod har;
#[cfg(feature = "kit")]
pub mod mock;
pub mod oracle;
#[cfg(feature = "kit")]
pub mod outcome;
pub mod pointer;
#[cfg(feature = "kit")]
pub mod proxy;
#[cfg(feature = "kit")]
pub mod redact;
#[cfg(feature = "kit")]
pub mod report;
#[cfg(feature = "kit")]
pub mod run;
pub mod strategy;
#[cfg(feature = "kit")]
pub mod traffic;
#[cfg(feature = "kit")]
mod words;
