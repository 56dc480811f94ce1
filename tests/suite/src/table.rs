//! Every named type of the crate `plaid-link`, with the place of its schema.
//!
//! The list is written by the build script from the names that the generator chose. An [`Entry`]
//! turns a type into functions between JSON values, so that suites need not know the types.

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::LazyLock;

use plaid_link::runtime::decode::{self, Mismatch, ReadError};
use plaid_link::runtime::{Validate, Violations};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A type, and the schema that it was generated from.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The schema's place in the document, as a JSON Pointer.
    pub pointer: &'static str,
    /// The type's path in Rust.
    pub name: &'static str,
    /// Reads a value through the type and writes it again.
    pub round_trip: fn(&Value) -> Result<Value, Failure>,
    /// Reads a value through the type and formats it with `{:?}` and `{:#?}`.
    pub debug: fn(&Value) -> Result<String, Failure>,
    /// Reads a value through the type and holds it against the limits of the document; none where
    /// the type has nothing to check.
    pub validate: Option<Validation>,
}

/// See [`Entry::validate`].
pub type Validation = fn(&Value) -> Result<Option<Violations>, Failure>;

/// Why a value did not pass through a type.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The type does not accept the value.
    Refused(Mismatch),
    /// The type itself is broken: its ways to read disagree, or it cannot be written.
    Broken(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(mismatch) => write!(f, "refused: {mismatch}"),
            Self::Broken(what) => write!(f, "broken: {what}"),
        }
    }
}

/// An [`Entry`]: `entry!("/components/schemas/Item", plaid_link::types::Item)`.
#[macro_export]
macro_rules! entry {
    ($pointer:expr, $type:ty) => {{
        #[allow(unused_imports)]
        use $crate::table::{Limited as _, Unlimited as _};
        $crate::table::Entry {
            pointer: $pointer,
            name: stringify!($type),
            round_trip: $crate::table::round_trip::<$type>,
            debug: $crate::table::debug::<$type>,
            validate: (&$crate::table::Probe::<$type>::NEW).validation(),
        }
    }};
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(all);

#[allow(deprecated, reason = "deprecated types are to be right, too")]
#[allow(clippy::needless_borrow, reason = "the probe needs it")]
fn all() -> Vec<Entry> {
    include!(concat!(env!("OUT_DIR"), "/entries.rs"))
}

static PLACES: LazyLock<HashMap<&'static str, &'static Entry>> =
    // Of two types of one schema, where one is joined into another, the first is its own.
    LazyLock::new(|| {
        ENTRIES
            .iter()
            .rev()
            .map(|entry| (entry.pointer, entry))
            .collect()
    });

/// All types, in the order of the generator.
pub fn entries() -> &'static [Entry] {
    &ENTRIES
}

/// The type of the schema at a place.
pub fn entry_at(pointer: &str) -> Option<&'static Entry> {
    PLACES.get(pointer).copied()
}

/// Reads a value from text as a client does, and from the parsed value, which must agree.
fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Failure> {
    let from_text = decode::from_slice::<T>(value.to_string().as_bytes());
    let from_value = decode::from_value::<T>(value);
    match (from_text, from_value) {
        (Ok(read), Ok(_)) => Ok(read),
        (Err(ReadError::Mismatch(mismatch)), Err(other)) if mismatch == other => {
            Err(Failure::Refused(mismatch))
        }
        (text, value) => Err(Failure::Broken(format!(
            "from text: {:?}, from a parsed value: {:?}",
            text.err(),
            value.err()
        ))),
    }
}

/// See [`Entry::round_trip`].
///
/// # Errors
/// The value is refused, or the type is broken.
pub fn round_trip<T: DeserializeOwned + Serialize>(value: &Value) -> Result<Value, Failure> {
    let read: T = read(value)?;
    let broken = |error: serde_json::Error| Failure::Broken(format!("not written: {error}"));
    let text = serde_json::to_string(&read).map_err(broken)?;
    serde_json::from_str(&text).map_err(broken)
}

/// See [`Entry::debug`].
///
/// # Errors
/// As [`round_trip`].
pub fn debug<T: DeserializeOwned + fmt::Debug>(value: &Value) -> Result<String, Failure> {
    read(value).map(|value: T| format!("{value:?}\n{value:#?}"))
}

fn validate<T: DeserializeOwned + Validate>(value: &Value) -> Result<Option<Violations>, Failure> {
    read(value).map(|value: T| value.validate().err())
}

/// Finds out whether a type has limits: the method of [`Limited`] is found first, and where the
/// type does not implement [`Validate`], that of [`Unlimited`].
#[derive(Debug)]
pub struct Probe<T>(PhantomData<fn() -> T>);

impl<T> Probe<T> {
    /// The probe; it has no state.
    pub const NEW: Self = Self(PhantomData);
}

/// Types that implement [`Validate`].
pub trait Limited {
    /// See [`Entry::validate`].
    fn validation(&self) -> Option<Validation>;
}

impl<T: DeserializeOwned + Validate> Limited for Probe<T> {
    fn validation(&self) -> Option<Validation> {
        Some(validate::<T>)
    }
}

/// All others.
pub trait Unlimited {
    /// See [`Entry::validate`].
    fn validation(&self) -> Option<Validation>;
}

impl<T> Unlimited for &Probe<T> {
    fn validation(&self) -> Option<Validation> {
        None
    }
}
