//! Every named type of the crate `plaid-link`, with the place of its schema.
//!
//! The list is written by the build script from the names that the generator chose; what stands in
//! it is the judge's, and beside each entry is what only the suites here look at.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use plaid_link::runtime::decode;
use proptest::arbitrary::Arbitrary;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use specwright_contract::fidelity::{Entry, Failure};

/// The texts that a type shows to people.
#[derive(Clone, Copy, Debug)]
pub struct Texts {
    /// Reads a value through the type and formats it with `{:?}` and `{:#?}`.
    pub debug: fn(&Value) -> Result<String, Failure>,
    /// Everything that is said about a value that is refused; none for one that is read.
    pub refusal: fn(&Value) -> Option<String>,
}

/// Draws so many values from a type's own strategy, and gives their JSON.
pub type Draw = fn(&mut TestRunner, u32) -> Vec<Value>;

macro_rules! types {
    ($($pointer:literal $name:ident,)*) => {
        specwright_contract::table!(plaid_link, $($pointer $name),*);

        #[allow(deprecated, reason = "deprecated types are to be right, too")]
        static DRAWS: &[Draw] = &[$(draw::<plaid_link::types::$name>),*];

        #[allow(deprecated, reason = "deprecated types are to be right, too")]
        static TEXTS: &[Texts] = &[$(Texts {
            debug: debug::<plaid_link::types::$name>,
            refusal: refusal::<plaid_link::types::$name>,
        }),*];
    };
}

include!(concat!(env!("OUT_DIR"), "/entries.rs"));

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
    ENTRIES
}

/// All types with the texts that they show.
pub fn with_texts() -> impl Iterator<Item = (&'static Entry, &'static Texts)> {
    ENTRIES.iter().zip(TEXTS)
}

/// All types with what draws their values.
pub fn with_draws() -> impl Iterator<Item = (&'static Entry, &'static Draw)> {
    ENTRIES.iter().zip(DRAWS)
}

/// The type of the schema at a place.
pub fn entry_at(pointer: &str) -> Option<&'static Entry> {
    PLACES.get(pointer).copied()
}

fn draw<T>(runner: &mut TestRunner, count: u32) -> Vec<Value>
where
    T: Arbitrary + Serialize + DeserializeOwned + PartialEq,
{
    let strategy = T::arbitrary();
    (0..count)
        .map(|_| {
            let value = strategy.new_tree(runner).unwrap().current();
            let json = serde_json::to_value(&value).unwrap();
            let shown = format!("{value:?}");
            assert!(!shown.contains("Unlisted("), "not listed: {shown}");
            assert_eq!(decode::from_value(&json), Ok(value));
            json
        })
        .collect()
}

fn debug<T: DeserializeOwned + fmt::Debug>(value: &Value) -> Result<String, Failure> {
    adapter::read(value).map(|value: T| format!("{value:?}\n{value:#?}"))
}

fn refusal<T: DeserializeOwned>(value: &Value) -> Option<String> {
    let mismatch = decode::from_value::<T>(value).err()?;
    Some(format!("{mismatch} {mismatch:?}"))
}
