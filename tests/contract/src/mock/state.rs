//! What a mock remembers.
//!
//! Whenever an operation makes something, the ids and tokens that it gives out become a record,
//! together with the rest of the answer and what the request said. A later request that carries one of them finds the record,
//! and its answer shows what the record says. A record made with the help of another one has that
//! as its parent: what is not in the one is looked for in the other. So an item got for a public
//! token belongs to the institution that the public token was made for.
//!
//! It goes no further: nothing is computed, lists do not grow, and a value that was never given out
//! is as good as any other, since many tests use tokens of their own. What was removed is
//! refused.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::mark::Mark;

/// So many records are remembered.
const MOST: usize = 2_000;

/// Parents are followed this far.
const MAX_HOPS: usize = 8;

/// Something that is known of a thing: the value of a property.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    /// The place of the property in the message that told it.
    pub(super) pointer: String,
    /// What the property is known by.
    pub(super) mark: Mark,
    /// The value.
    pub(super) value: Value,
}

/// What is remembered.
#[derive(Debug, Default)]
pub(super) struct State {
    records: Mutex<Records>,
}

#[derive(Debug, Default)]
struct Records {
    by_number: HashMap<u64, Record>,
    by_key: HashMap<u64, u64>,
    order: VecDeque<u64>,
    next: u64,
}

#[derive(Debug)]
struct Record {
    facts: Vec<Arc<Fact>>,
    keys: Vec<u64>,
    parents: Vec<u64>,
    is_gone: bool,
}

/// What was found by the keys of a request.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The numbers of the records.
    pub(super) records: Vec<u64>,
    /// What they say, the nearest first.
    pub(super) facts: Vec<Arc<Fact>>,
    /// Whether one of them is of something that was removed.
    pub(super) is_gone: bool,
}

impl State {
    /// What is known by some keys.
    pub(super) fn find(&self, keys: &[u64]) -> Known {
        let records = self.lock();
        let mut known = Known::default();
        for key in keys {
            if let Some(number) = records.by_key.get(key)
                && !known.records.contains(number)
            {
                known.records.push(*number);
            }
        }
        let mut waiting: VecDeque<(u64, usize)> =
            known.records.iter().map(|number| (*number, 0)).collect();
        while let Some((number, hops)) = waiting.pop_front() {
            let Some(record) = records.by_number.get(&number) else {
                continue;
            };
            known.is_gone |= hops == 0 && record.is_gone;
            known.facts.extend(record.facts.iter().map(Arc::clone));
            if hops < MAX_HOPS {
                waiting.extend(record.parents.iter().map(|parent| (*parent, hops + 1)));
            }
        }
        known
    }

    /// Remembers a thing that was made.
    pub(super) fn add(&self, keys: Vec<u64>, facts: Vec<Fact>, parents: Vec<u64>) {
        let mut records = self.lock();
        let number = records.next;
        records.next += 1;
        for key in &keys {
            records.by_key.insert(*key, number);
        }
        let record = Record {
            facts: facts.into_iter().map(Arc::new).collect(),
            keys,
            parents,
            is_gone: false,
        };
        records.by_number.insert(number, record);
        records.order.push_back(number);
        if records.order.len() > MOST
            && let Some(oldest) = records.order.pop_front()
            && let Some(record) = records.by_number.remove(&oldest)
        {
            for key in record.keys {
                if records.by_key.get(&key) == Some(&oldest) {
                    records.by_key.remove(&key);
                }
            }
        }
    }

    /// Remembers what was said of things that are known.
    pub(super) fn change(&self, numbers: &[u64], facts: &[Fact]) {
        let mut records = self.lock();
        for number in numbers {
            let Some(record) = records.by_number.get_mut(number) else {
                continue;
            };
            for fact in facts {
                record.facts.retain(|other| other.pointer != fact.pointer);
                record.facts.push(Arc::new(fact.clone()));
            }
        }
    }

    /// What has one of these keys is gone.
    pub(super) fn remove(&self, keys: &[u64]) {
        let mut records = self.lock();
        for key in keys {
            if let Some(number) = records.by_key.get(key).copied()
                && let Some(record) = records.by_number.get_mut(&number)
            {
                record.is_gone = true;
            }
        }
    }

    /// Forgets everything.
    pub(super) fn clear(&self) {
        *self.lock() = Records::default();
    }

    fn lock(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
