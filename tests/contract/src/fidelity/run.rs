//! Drawing the values of a schema, judging each, and keeping what went wrong as small as possible.
//!
//! Draws are the same on every run and every machine: they depend on the place of the schema and
//! the seed alone, and nothing is written down between runs.

use std::fmt;
use std::panic::{self, AssertUnwindSafe};

use proptest::strategy::{BoxedStrategy, Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;

use crate::strategy::{Drift, Invalid, NoValues, Values};

use super::Entry;
use super::judge::{self, Finding, Promise};
use super::report::{Counterexample, SchemaReport};

/// How often a failing value may be made simpler.
const SHRINKS: u32 = 2_000;

/// How often a value is drawn again in search of one other than null.
const REDRAWS: u32 = 64;

/// How many values are drawn, and from which source of chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// How many values of each kind are drawn from each schema.
    pub cases: u32,
    /// What the draws depend on besides the schema.
    pub seed: u64,
}

/// Everything about one type: good values, values as servers send them, and bad ones.
#[must_use]
pub fn all(entry: &Entry, values: &Values, draws: Draws) -> SchemaReport {
    let mut report = valid(entry, values, draws);
    // One reason why nothing can be judged is enough.
    if report.unjudged.is_none() {
        report.add(drift(entry, values, draws));
        report.add(invalid(entry, values, draws));
    }
    report
}

/// Values that satisfy the schema: the least, the most, and random ones.
#[must_use]
pub fn valid(entry: &Entry, values: &Values, draws: Draws) -> SchemaReport {
    let pointer = entry.pointer;
    let test = |value: &Value| judge::valid(entry, values.oracle(), value);
    let kind = Kind {
        name: "valid",
        value: |value: &Value| value,
        text: |_| None,
        label: |_| String::new(),
    };
    let mut report = random(entry, draws, &kind, values.valid(pointer), test);
    for (name, value) in [
        ("minimal", values.minimal(pointer)),
        ("full", values.full(pointer)),
    ] {
        match value {
            // The type of a nullable schema is that of its values other than null.
            Ok(Value::Null) => {}
            Ok(value) => {
                let found = guarded(&test, &value).err();
                report.count(name, found.as_ref());
                if let Some(found) = found {
                    report.counterexample(Counterexample {
                        kind: name.to_owned(),
                        finding: found,
                        value,
                        text: None,
                        seed: draws.seed,
                    });
                }
            }
            Err(none) => report.unjudged(none.reason),
        }
    }
    report
}

/// Values as servers really send them.
#[must_use]
pub fn drift(entry: &Entry, values: &Values, draws: Draws) -> SchemaReport {
    let strategy = values.drift(entry.pointer);
    // Nothing in a plain scalar can drift.
    if strategy.is_err() && values.full(entry.pointer).is_ok() {
        return SchemaReport::new(entry);
    }
    let kind = Kind {
        name: "drift",
        value: |drift: &Drift| &drift.value,
        text: |drift| Some(drift.repeated.as_ref()?.text.clone()),
        label: |drift| format!("{:?}", drift.kind),
    };
    random(entry, draws, &kind, strategy, |drift| {
        judge::drift(entry, drift)
    })
}

/// Values that break one keyword at one place.
#[must_use]
pub fn invalid(entry: &Entry, values: &Values, draws: Draws) -> SchemaReport {
    let strategy = values.invalid(entry.pointer);
    // Nothing is wrong for a schema that allows everything.
    if strategy.is_err() && values.full(entry.pointer).is_ok() {
        return SchemaReport::new(entry);
    }
    let kind = Kind {
        name: "invalid",
        value: |invalid: &Invalid| &invalid.value,
        text: |_| None,
        label: |invalid| invalid.keyword.clone(),
    };
    random(entry, draws, &kind, strategy, |invalid| {
        judge::invalid(entry, values.oracle(), invalid)
    })
}

/// A kind of drawn values.
struct Kind<T> {
    name: &'static str,
    value: fn(&T) -> &Value,
    /// The text that was read, where it says more than the value.
    text: fn(&T) -> Option<String>,
    label: fn(&T) -> String,
}

impl<T> Kind<T> {
    fn describe(&self, drawn: &T) -> String {
        match (self.label)(drawn) {
            label if label.is_empty() => self.name.to_owned(),
            label => format!("{}, {label}", self.name),
        }
    }
}

fn random<T: fmt::Debug + Clone + 'static>(
    entry: &Entry,
    draws: Draws,
    kind: &Kind<T>,
    strategy: Result<BoxedStrategy<T>, NoValues>,
    test: impl Fn(&T) -> Result<(), Finding>,
) -> SchemaReport {
    let mut report = SchemaReport::new(entry);
    let strategy = match strategy {
        Ok(strategy) => strategy,
        Err(none) => {
            report.unjudged(none.reason);
            return report;
        }
    };
    let mut runner = runner(entry.pointer, draws);
    for _ in 0..draws.cases {
        // The type of a nullable schema is that of its values other than null.
        let mut trees = (0..REDRAWS).filter_map(|_| strategy.new_tree(&mut runner).ok());
        let Some(mut tree) = trees.find(|tree| !(kind.value)(&tree.current()).is_null()) else {
            continue;
        };
        let drawn = tree.current();
        let found = guarded(&test, &drawn).err();
        let label = kind.describe(&drawn);
        report.count(&label, found.as_ref());
        let Some(mut found) = found else { continue };
        if report.has(&label, &found) {
            continue;
        }
        let mut smallest = drawn;
        let mut more = tree.simplify();
        for _ in 0..SHRINKS {
            if !more {
                break;
            }
            let simpler = tree.current();
            let again = match guarded(&test, &simpler) {
                _ if (kind.value)(&simpler).is_null() => None,
                Err(again) if again.promise == found.promise => Some(again),
                Ok(()) | Err(_) => None,
            };
            more = if let Some(again) = again {
                found = again;
                smallest = simpler;
                tree.simplify()
            } else {
                tree.complicate()
            };
        }
        if report.has(&label, &found) {
            continue;
        }
        report.counterexample(Counterexample {
            kind: label,
            finding: found,
            value: (kind.value)(&smallest).clone(),
            text: (kind.text)(&smallest),
            seed: draws.seed,
        });
    }
    report
}

/// The judgement; a type that panics breaks what is promised first.
fn guarded<T>(test: &impl Fn(&T) -> Result<(), Finding>, value: &T) -> Result<(), Finding> {
    panic::catch_unwind(AssertUnwindSafe(|| test(value))).unwrap_or_else(|_| {
        Err(Finding {
            promise: Promise::Accepted,
            at: String::new(),
            what: "the type panics".to_owned(),
        })
    })
}

/// A runner that draws the same for the same schema and seed.
fn runner(pointer: &str, draws: Draws) -> TestRunner {
    let config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    let mut seed = [0; 32];
    let bytes = pointer.bytes().chain(draws.seed.to_le_bytes());
    for (index, byte) in bytes.enumerate() {
        let slot: &mut u8 = &mut seed[index % 32];
        *slot = slot.wrapping_mul(31).wrapping_add(byte);
    }
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
}
