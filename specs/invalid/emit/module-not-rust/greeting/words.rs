//! The words.

const HELLO: &str = "hello"
