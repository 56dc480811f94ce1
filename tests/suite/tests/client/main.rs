//! The generated client of `plaid-link` over real sockets.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

mod failures;
mod mocked;
mod requests;
mod server;
