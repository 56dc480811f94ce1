//! The runner against small servers: one that keeps its document, and the same with one fault each.

#![allow(clippy::unwrap_used, clippy::panic)]

mod chains;
mod faults;
mod parts;
mod server;
mod settings;
