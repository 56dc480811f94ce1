//! The support code of generated crates, as a crate of its own so that it is compiled, linted and
//! tested where it is written.
//!
//! Everything below [`runtime`] is emitted verbatim into a generated crate, where the module has
//! the same path.

pub mod runtime;

#[cfg(test)]
mod object_test;
#[cfg(test)]
mod open_enum_test;
#[cfg(test)]
mod wipe_test;
