//! The generated client of `plaid-link` over real sockets.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

mod blocking;
mod failures;
mod requests;
mod server;
mod stranger;
