//! The mock, held to the documents that it answers for.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

mod ask;
mod chains;
mod corpus;
mod faults;
mod judged;
mod kept;
mod sockets;
mod wishes;
