//! The judge of every promise this workspace makes about a document.
//!
//! Two questions are answered here, both from the document's own schemas and
//! never from generated types:
//!
//! - [`oracle`]: does this JSON value satisfy that schema?
//! - [`strategy`]: which values satisfy it, which nearly do, and which must be
//!   refused?
//!
//! [`equal`] says when two JSON values count as the same after a round trip.
//!
//! Nothing here knows how a schema becomes Rust. A mistake in the generator
//! therefore cannot agree with itself in this crate.

pub mod equal;
pub mod fidelity;
pub mod oracle;
pub mod pointer;
pub mod strategy;
