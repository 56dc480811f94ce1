//! Drawing the values of a schema, and telling what failed.
//!
//! Draws are the same on every run and every machine: each schema has its own fixed seed, and
//! nothing is written down between runs.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::env;
use std::fmt;

use proptest::strategy::{BoxedStrategy, Strategy as _};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use serde_json::Value;
use specwright_contract::strategy::{Drift, Invalid, NoValues, Values};

use crate::judge::{self, Finding};
use crate::table::Entry;

/// How often a failing value may be made simpler.
const SHRINKS: u32 = 2_000;

/// How many values of each kind are drawn from each schema, unless `SPECWRIGHT_CASES` says.
const CASES: u32 = 32;

/// What a run over one schema came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many values were judged, by what was done to them.
    pub judged: BTreeMap<String, usize>,
    /// What went wrong, ready to print.
    pub failures: Vec<String>,
}

impl Outcome {
    /// Adds the outcome of another run.
    pub fn add(&mut self, other: Self) {
        for (label, count) in other.judged {
            *self.judged.entry(label).or_default() += count;
        }
        self.failures.extend(other.failures);
    }

    /// How many values were judged.
    #[must_use]
    pub fn total(&self) -> usize {
        self.judged.values().sum()
    }

    /// Panics with everything that went wrong.
    #[track_caller]
    pub fn assert(&self) {
        let count = self.failures.len();
        assert!(
            count == 0,
            "{count} failures:\n\n{}",
            self.failures.join("\n")
        );
    }
}

/// How many values of each kind are drawn from each schema.
///
/// # Panics
/// Where `SPECWRIGHT_CASES` is no number.
#[must_use]
pub fn cases() -> u32 {
    env::var("SPECWRIGHT_CASES").map_or(CASES, |text| text.parse().unwrap())
}

/// Values that satisfy the schema: the least, the most, and random ones.
#[must_use]
pub fn valid(entry: &Entry, values: &Values) -> Outcome {
    let pointer = entry.pointer;
    let test = |value: &Value| judge::valid(entry, values.oracle(), value);
    let mut outcome = random(
        entry,
        "valid",
        values.valid(pointer),
        |value| value,
        |_| "valid".to_owned(),
        test,
    );
    for (kind, value) in [
        ("minimal", values.minimal(pointer)),
        ("full", values.full(pointer)),
    ] {
        let tested = match &value {
            // The type of a nullable schema is that of its values other than null.
            Ok(Value::Null) => continue,
            Ok(value) => test(value).map_err(|found| tell(entry, kind, value, &found)),
            Err(none) => Err(format!("{none}\n")),
        };
        *outcome.judged.entry(kind.to_owned()).or_default() += 1;
        outcome.failures.extend(tested.err());
    }
    outcome
}

/// Values as servers really send them.
#[must_use]
pub fn drift(entry: &Entry, values: &Values) -> Outcome {
    let strategy = values.drift(entry.pointer);
    // Nothing in a plain scalar can drift.
    let plain = values.full(entry.pointer).is_ok_and(|full| {
        let empty = full.as_array().is_some_and(Vec::is_empty);
        !full.is_object() && (!full.is_array() || empty)
    });
    if plain && strategy.is_err() {
        return Outcome::default();
    }
    random(
        entry,
        "drift",
        strategy,
        |drift| &drift.value,
        |drift: &Drift| format!("{:?}", drift.kind),
        |drift| judge::drift(entry, drift),
    )
}

/// Values that break one keyword at one place.
#[must_use]
pub fn invalid(entry: &Entry, values: &Values) -> Outcome {
    random(
        entry,
        "invalid",
        values.invalid(entry.pointer),
        |invalid| &invalid.value,
        |invalid: &Invalid| invalid.keyword.clone(),
        |invalid| judge::invalid(entry, values.oracle(), invalid),
    )
}

fn random<T: fmt::Debug + Clone + 'static>(
    entry: &Entry,
    kind: &str,
    strategy: Result<BoxedStrategy<T>, NoValues>,
    value: fn(&T) -> &Value,
    label: fn(&T) -> String,
    test: impl Fn(&T) -> Result<(), Finding>,
) -> Outcome {
    let mut outcome = Outcome::default();
    let strategy = match strategy {
        // The type of a nullable schema is that of its values other than null.
        Ok(strategy) => strategy.prop_filter("null", move |drawn| !value(drawn).is_null()),
        Err(none) => {
            outcome.failures.push(format!("{none}\n"));
            return outcome;
        }
    };
    let judged = RefCell::new(BTreeMap::new());
    let result = runner(entry.pointer).run(&strategy, |drawn| {
        *judged.borrow_mut().entry(label(&drawn)).or_default() += 1;
        test(&drawn).map_err(|found| TestCaseError::fail(found.what))
    });
    outcome.judged = judged.into_inner();
    match result {
        Ok(()) => {}
        Err(TestError::Fail(_, drawn)) => {
            if let Err(found) = test(&drawn) {
                let kind = format!("{kind}, {}", label(&drawn));
                let told = tell(entry, &kind, value(&drawn), &found);
                outcome.failures.push(told);
            }
        }
        Err(TestError::Abort(reason)) => {
            let told = format!("{} ({kind}): {reason}\n", entry.pointer);
            outcome.failures.push(told);
        }
    }
    outcome
}

/// A runner that draws the same for the same schema.
fn runner(pointer: &str) -> TestRunner {
    let config = Config {
        cases: cases(),
        failure_persistence: None,
        max_shrink_iters: SHRINKS,
        ..Config::default()
    };
    let mut seed = [0; 32];
    for (index, byte) in pointer.bytes().enumerate() {
        let slot: &mut u8 = &mut seed[index % 32];
        *slot = slot.wrapping_mul(31).wrapping_add(byte);
    }
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
}

fn tell(entry: &Entry, kind: &str, value: &Value, found: &Finding) -> String {
    let Entry { pointer, name, .. } = entry;
    let Finding { at, what } = found;
    format!("{pointer} ({kind}) through {name}\n  at `{at}`: {what}\n  value: {value}\n")
}
