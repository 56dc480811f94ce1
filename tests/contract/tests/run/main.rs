//! The runner against small servers: one that keeps its document, and the same with one fault each.

mod faults;
mod parts;
mod server;
mod settings;
