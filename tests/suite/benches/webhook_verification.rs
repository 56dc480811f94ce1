//! How many webhooks one core verifies in a second, the key being known.
//!
//! Counts the time that the thread has run, where the system tells it, so that other work on the
//! machine changes little.
//!
//! `cargo bench -p specwright-suite --bench webhook_verification`

#![allow(clippy::unwrap_used, reason = "a bench without its key has failed")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use plaid_link::webhook_verification::WebhookVerifier;
use specwright_suite::memory;
use specwright_suite::webhook_keys::{KeyEndpoint, Signer, seconds_later};

/// How long each run lasts.
const RUN: Duration = Duration::from_secs(1);
const RUNS: usize = 5;
/// What has to be reached on one core.
const BAR: f64 = 5_000.0;

fn main() {
    let signer = Signer::new("6c5516e1-92dc-479e-a8ff-5a51992e0001");
    let body = br#"{
  "webhook_type": "ITEM",
  "webhook_code": "LOGIN_REPAIRED",
  "item_id": "DWVAAPWq4RHGlEaNyGKRTAnPLaEmo8Cvq7na6",
  "environment": "production"
}"#;
    let verifier = WebhookVerifier::builder(memory::client(KeyEndpoint::of(&signer)))
        .clock(|| seconds_later(0))
        .build();
    let tokens: Vec<String> = (0..64).map(|_| signer.token(body)).collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let best = runtime.block_on(async {
        let mut best: f64 = 0.0;
        for _ in 0..RUNS {
            let clock = Clock::start();
            let mut verified = 0_u32;
            while clock.passed() < RUN {
                for token in &tokens {
                    let outcome = verifier.verify(black_box(token), black_box(body)).await;
                    outcome.unwrap();
                    verified += 1;
                }
            }
            let rate = f64::from(verified) / clock.passed().as_secs_f64();
            println!("{rate:>10.0} verifications/s");
            best = best.max(rate);
        }
        best
    });
    println!("{best:>10.0} verifications/s at best, of {BAR} that are due");
    assert!(best >= BAR, "too slow");
}

/// The time that this thread has run since the start, or else the time that has passed.
struct Clock {
    started: Instant,
    ran: Option<Duration>,
}

impl Clock {
    fn start() -> Self {
        Self {
            started: Instant::now(),
            ran: ran(),
        }
    }

    fn passed(&self) -> Duration {
        match (self.ran, ran()) {
            (Some(before), Some(now)) => now - before,
            _ => self.started.elapsed(),
        }
    }
}

/// The time that this thread has run, as Linux counts it.
fn ran() -> Option<Duration> {
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = counted.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}
