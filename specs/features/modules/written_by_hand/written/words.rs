//! The words.

/// What is said first.
pub const HELLO: &str = "hello";
