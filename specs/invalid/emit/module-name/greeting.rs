//! How a shop greets.
