//! The generated client of `plaid-link` over real sockets.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

mod allocations;
mod blocking;
mod cancelling;
mod compression;
mod concurrency;
mod construction;
mod failures;
mod faults;
mod operations;
mod plaid;
mod reference;
mod repeating;
mod requests;
mod server;
mod sizes;
mod stranger;
