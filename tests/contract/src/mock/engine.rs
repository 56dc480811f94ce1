//! The mock without sockets: requests in, responses out.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response};

use super::answer;
use super::config::Config;
use super::cors;
use super::journal::{Entry, Journal, Record};
use super::mint::Chance;
use super::state::State;
use super::world::World;
use super::{Options, journal};
use crate::api::Api;
use crate::document::Document;

/// Where the mock's own resources are.
pub(super) const OWN: &str = "/__specwright/";

/// A mock that knows nothing of sockets and time.
#[derive(Debug)]
pub struct Engine {
    world: RwLock<Arc<World>>,
    state: State,
    journal: Journal,
    config: Config,
    cors: bool,
    requests: AtomicU64,
    started: Instant,
}

/// An answer, and what is to be done with it.
#[derive(Debug)]
pub struct Outcome {
    /// The response.
    pub response: Response<Bytes>,
    /// How long to wait before it is sent.
    pub delay: Duration,
    /// Whether the connection is to be reset instead.
    pub reset: bool,
}

impl Engine {
    /// Prepares for a document.
    ///
    /// # Errors
    /// The settings name operations that the document does not have.
    pub fn new(document: Document, options: &Options) -> Result<Self, String> {
        let world = World::new(document, &options.config)?;
        Ok(Self {
            world: RwLock::new(Arc::new(world)),
            state: State::default(),
            journal: Journal::new(options.journal),
            config: options.config.clone(),
            cors: options.cors,
            requests: AtomicU64::new(0),
            started: Instant::now(),
        })
    }

    /// Goes on with another document. What was given out stays known.
    ///
    /// # Errors
    /// As [`Engine::new`]; the document before stays.
    pub fn replace(&self, document: Document) -> Result<(), String> {
        let world = Arc::new(World::new(document, &self.config)?);
        *self.world.write().unwrap_or_else(PoisonError::into_inner) = world;
        Ok(())
    }

    /// Answers a request. The same requests in the same order have the same answers.
    #[must_use]
    pub fn answer(&self, request: Request<Bytes>) -> Outcome {
        let world = self.world();
        if let Some(response) = self.own(&world, &request) {
            return Outcome::at_once(response);
        }
        if self.cors
            && let Some(response) = cors::preflight(&request)
        {
            return Outcome::at_once(response);
        }
        let number = self.requests.fetch_add(1, Ordering::Relaxed) + 1;
        let chance = Chance::new(self.config.seed, number);
        let mut answered = answer::answer(&world, &self.state, &request, chance);
        if self.cors {
            cors::allow(&request, &mut answered.response);
        }
        let outcome = Outcome {
            delay: answered.behaviour.delay(),
            reset: answered.is_reset(),
            response: answered.response,
        };
        self.journal.add(Record {
            number,
            at: self.started.elapsed(),
            world: Arc::clone(&world),
            request,
            operation: answered.operation,
            faults: answered.faults,
            response: outcome.response.clone(),
        });
        outcome
    }

    /// The requests so far, the oldest first.
    #[must_use]
    pub fn journal(&self) -> Vec<Entry> {
        self.journal.entries()
    }

    /// Forgets the requests so far.
    pub fn clear_journal(&self) {
        self.journal.clear();
    }

    /// Calls a function with what the document says now.
    pub fn with_api<T>(&self, look: impl FnOnce(&Api) -> T) -> T {
        look(&self.world().api)
    }

    fn world(&self) -> Arc<World> {
        let world = self.world.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&world)
    }

    /// The mock's own resources: what it remembers of requests and of things.
    fn own(&self, world: &World, request: &Request<Bytes>) -> Option<Response<Bytes>> {
        let name = request.uri().path().strip_prefix(OWN)?;
        let method = request.method().as_str();
        Some(match (name, method) {
            ("journal", "GET") => journal::json(&self.journal.entries()),
            ("journal", "DELETE") => {
                self.clear_journal();
                journal::done()
            }
            ("state", "DELETE") => {
                self.state.clear();
                journal::done()
            }
            ("schemas", "GET") => {
                let uncompiled = world.api.oracle.uncompiled().iter();
                let uncompiled: Vec<_> = uncompiled
                    .map(|schema| serde_json::json!({"pointer": schema.pointer, "reason": schema.reason}))
                    .collect();
                journal::json(&uncompiled)
            }
            _ => return None,
        })
    }
}

impl Outcome {
    fn at_once(response: Response<Bytes>) -> Self {
        Self {
            response,
            delay: Duration::ZERO,
            reset: false,
        }
    }
}
