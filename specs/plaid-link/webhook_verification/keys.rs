//! The keys by their identifiers: looked up once, kept for a while.
//!
//! What is asked of the API is bounded: calls that wait for one key share one look-up, what came of
//! it is remembered even where that is a refusal, and within a minute there are only so many.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::VerifyError;
use super::token::PublicKey;
use crate::Client;
use crate::types::{PlaidErrorCode, WebhookVerificationKeyGetRequest};

/// How long the API's word that a key cannot be used is believed.
const REFUSED: Duration = Duration::from_secs(5 * 60);
/// How long the API is left alone after it has failed.
const FAILED: Duration = Duration::from_secs(5);
/// The time in which look-ups are counted.
const WINDOW: Duration = Duration::from_secs(60);

pub(super) struct Keys {
    client: Client,
    pub(super) lifetime: Duration,
    pub(super) max_lookups: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    known: HashMap<String, Known>,
    /// What the calls that want a key queue up at while one of them looks it up.
    queues: HashMap<String, Arc<tokio::sync::Mutex<()>>>,
    /// When keys were looked up lately.
    lookups: VecDeque<SystemTime>,
}

/// What came of a look-up.
struct Known {
    outcome: Result<Arc<PublicKey>, VerifyError>,
    at: SystemTime,
    lifetime: Duration,
}

impl Keys {
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            lifetime: Duration::from_secs(60 * 60),
            max_lookups: 10,
            state: Mutex::default(),
        }
    }

    /// The key, or why there is none.
    pub(super) async fn get(
        &self,
        key_id: &str,
        now: SystemTime,
    ) -> Result<Arc<PublicKey>, VerifyError> {
        if let Some(outcome) = self.known(key_id, now) {
            return outcome;
        }
        let queue = Queue::join(self, key_id);
        let _turn = queue.lock.lock().await;
        if let Some(outcome) = self.known(key_id, now) {
            return outcome;
        }
        self.count(now)?;
        let outcome = self.look_up(key_id).await;
        let lifetime = match &outcome {
            Ok(_) => self.lifetime,
            Err(VerifyError::KeyLookup(_)) => FAILED,
            Err(_) => REFUSED,
        };
        let mut state = self.state();
        state.known.retain(|_, known| known.is_fresh(now));
        let known = Known {
            outcome: outcome.clone(),
            at: now,
            lifetime,
        };
        state.known.insert(key_id.to_owned(), known);
        outcome
    }

    fn known(&self, key_id: &str, now: SystemTime) -> Option<Result<Arc<PublicKey>, VerifyError>> {
        let state = self.state();
        let known = state.known.get(key_id).filter(|known| known.is_fresh(now));
        known.map(|known| known.outcome.clone())
    }

    /// Counts a look-up, unless there were too many.
    fn count(&self, now: SystemTime) -> Result<(), VerifyError> {
        let lookups = &mut self.state().lookups;
        lookups.retain(|at| is_within(*at, now, WINDOW));
        if lookups.len() >= self.max_lookups {
            return Err(VerifyError::TooManyLookups);
        }
        lookups.push_back(now);
        Ok(())
    }

    async fn look_up(&self, key_id: &str) -> Result<Arc<PublicKey>, VerifyError> {
        let request = WebhookVerificationKeyGetRequest::new(key_id);
        match self.client.webhook_verification_key_get(&request).await {
            Ok(found) => PublicKey::read(&found.key, key_id).map(Arc::new),
            Err(error) if error.is_code(PlaidErrorCode::InvalidWebhookVerificationKeyId) => {
                Err(VerifyError::UnknownKey)
            }
            Err(error) => Err(VerifyError::KeyLookup(Arc::new(error))),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that is done under the lock leaves the state half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn is_fresh(&self, now: SystemTime) -> bool {
        is_within(self.at, now, self.lifetime)
    }
}

/// Whether less than a time has passed. A call that had to wait may be a little behind; a clock
/// that was set back starts anew.
fn is_within(at: SystemTime, now: SystemTime, time: Duration) -> bool {
    match now.duration_since(at) {
        Ok(passed) => passed < time,
        Err(behind) => behind.duration() < WINDOW,
    }
}

/// A place in the queue for a key, which the last one to leave takes down.
struct Queue<'k> {
    keys: &'k Keys,
    key_id: &'k str,
    lock: Arc<tokio::sync::Mutex<()>>,
}

impl<'k> Queue<'k> {
    fn join(keys: &'k Keys, key_id: &'k str) -> Self {
        let mut state = keys.state();
        let lock = Arc::clone(state.queues.entry(key_id.to_owned()).or_default());
        drop(state);
        Self { keys, key_id, lock }
    }
}

impl Drop for Queue<'_> {
    fn drop(&mut self) {
        let mut state = self.keys.state();
        // The one in the map and this one.
        if Arc::strong_count(&self.lock) <= 2 {
            state.queues.remove(self.key_id);
        }
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys")
            .field("client", &self.client)
            .field("lifetime", &self.lifetime)
            .field("max_lookups_per_minute", &self.max_lookups)
            .field("known", &self.state().known.len())
            .finish_non_exhaustive()
    }
}
