//! What the project's own suites share.
//!
//! The suites hold the generated crate `plaid-link` to its document. [`table`] lists every type of
//! that crate beside the place of its schema; it is written while this crate is built. What a type
//! must do comes from the document alone, through the judge of `specwright-contract`. [`schema`],
//! [`marks`] and [`examples`] walk through the document, [`memory`] is a server without a socket,
//! [`reference`](mod@reference) one with a socket that keeps the contract, and [`webhook_keys`]
//! signs webhooks as Plaid does.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

pub mod document;
pub mod examples;
pub mod marks;
pub mod memory;
pub mod reference;
pub mod schema;
pub mod table;
pub mod webhook_keys;

pub use document::{document, values};
pub use table::{adapter, entries, entry_at};

/// The example of the project's README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
pub struct Readme;
