//! How a shop greets.

mod words;
