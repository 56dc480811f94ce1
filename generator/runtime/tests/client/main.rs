//! The client half of the runtime over a transport in memory.

#![cfg(feature = "client")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

mod answers;
mod calls;
mod hooks;
mod multipart;
mod operations;
mod parameters;
mod providers;
mod redaction;
mod requests;
mod retries;
mod security;
mod servers;
mod streams;
mod threads;
#[cfg(feature = "tracing")]
mod traces;
mod transport;
