//! The client half of the runtime over a transport in memory.

#![cfg(feature = "client")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

mod answers;
mod multipart;
mod operations;
mod parameters;
mod providers;
mod redaction;
mod requests;
mod security;
mod servers;
mod streams;
mod threads;

mod transport;
