//! Reads and writes `LinkTokenGetResponse`s of 2 kB, 40 kB and 1 MB with the generated type and with the
//! same types written by hand with serde's derive, in turns, and prints how they compare.
//!
//! `cargo bench --manifest-path tests/stranger/Cargo.toml`
//!
//! All is compiled as anybody's release build would be: with cargo's own profile, and with no features
//! of `serde_json` but those that `plaid-link` asks for and the one that keeps the order of members.
//!
//! Above 1.0 the generated type is faster. The two take turns within each round, and the ratio is
//! the median over all rounds, so that a machine whose speed varies does not matter.

#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

mod by_hand;
mod document;
mod lists;

use std::hint::black_box;
use std::time::{Duration, Instant};

use plaid_link::runtime::decode;
use plaid_link::types::LinkTokenGetResponse;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// How long one turn takes, about.
const TURN: Duration = Duration::from_millis(1);
const ROUNDS: usize = 1501;
/// How many values of each kind are gone through in turns.
const PAIRS: usize = 8;

fn main() {
    // `cargo test --benches` only wants to know that it runs.
    let measures = std::env::args().any(|argument| argument == "--bench");
    let rounds = if measures { ROUNDS } else { 1 };
    println!("generated type against serde's derive, median of {rounds} rounds");
    for about in document::SIZES {
        compare(
            "members in the document's order",
            &document::in_order(about),
            rounds,
        );
    }
    compare(
        "a third of the members of events",
        &document::sparse(),
        rounds,
    );
    compare("members in alphabetical order", &document::sorted(), rounds);
}

fn compare(title: &str, document: &Value, rounds: usize) {
    let text = document.to_string();
    // Where values lie in memory decides how quickly they are walked through: there are several of
    // both kinds, and each kind comes first in every second pair.
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        if pair % 2 == 0 {
            ones.push(read::<LinkTokenGetResponse>(&text));
        }
        others.push(read::<by_hand::LinkTokenGetResponse>(&text));
        if pair % 2 == 1 {
            ones.push(read(&text));
        }
    }
    let written = write(&ones[0], text.len());
    assert!(
        written == write(&others[0], text.len()),
        "both must write the same text, or they do not do the same work"
    );
    println!("\n{title} ({} bytes)", text.len());

    race(
        "deserialize",
        text.len(),
        rounds,
        |_| discard(read::<LinkTokenGetResponse>(black_box(&text))),
        |_| discard(read::<by_hand::LinkTokenGetResponse>(black_box(&text))),
    );
    race(
        "deserialize as the client does",
        text.len(),
        rounds,
        |_| {
            discard(
                decode::from_slice::<LinkTokenGetResponse>(black_box(text.as_bytes())).unwrap(),
            );
        },
        |_| discard(read::<by_hand::LinkTokenGetResponse>(black_box(&text))),
    );
    race(
        "serialize",
        written.len(),
        rounds,
        |pair| discard(write(black_box(&ones[pair]), written.len())),
        |pair| discard(write(black_box(&others[pair]), written.len())),
    );
}

fn discard<T>(value: T) {
    drop(black_box(value));
}

/// As a client reads a body that came as bytes.
#[inline(never)]
fn read<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_slice(text.as_bytes()).unwrap()
}

/// Into a buffer that is large enough, so that growing it is not what is measured.
#[inline(never)]
fn write<T: Serialize>(value: &T, capacity: usize) -> Vec<u8> {
    let mut buffer = Vec::with_capacity(capacity);
    serde_json::to_writer(&mut buffer, value).unwrap();
    buffer
}

/// Both functions are told which pair of values it is about.
fn race(
    what: &str,
    bytes: usize,
    rounds: usize,
    mut one: impl FnMut(usize),
    mut other: impl FnMut(usize),
) {
    let repeats = repeats(&mut other);
    let (mut ones, mut others, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..rounds {
        // The pairs take turns, so that nobody finds in the cache what it has just gone through; and
        // whoever goes first with all of them goes second with all of them next.
        let pair = round % PAIRS;
        let (first, second);
        if (round / PAIRS).is_multiple_of(2) {
            first = time(repeats, pair, &mut one);
            second = time(repeats, pair, &mut other);
        } else {
            second = time(repeats, pair, &mut other);
            first = time(repeats, pair, &mut one);
        }
        ones.push(first);
        others.push(second);
        ratios.push(second / first);
    }
    let speed = |seconds: f64| (bytes * repeats) as f64 / seconds / 1e6;
    println!(
        "{what}: {:.2} × of serde's derive ({:.0} MB/s vs {:.0} MB/s)",
        median(ratios),
        speed(median(ones)),
        speed(median(others)),
    );
}

/// How often to repeat within one turn.
fn repeats(run: &mut impl FnMut(usize)) -> usize {
    let mut repeats = 1;
    while time(repeats, 0, run) < TURN.as_secs_f64() {
        repeats *= 2;
    }
    repeats
}

fn time(repeats: usize, pair: usize, run: &mut impl FnMut(usize)) -> f64 {
    let start = Instant::now();
    for _ in 0..repeats {
        run(pair);
    }
    start.elapsed().as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
