//! How a shop greets.

mod words;

pub use words::HELLO;
