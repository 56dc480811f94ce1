//! Keeping what a provider gives: one request for a credential serves all calls that need it.

use std::error::Error as StdError;
use std::fmt;
use std::future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use super::provider::{CredentialProvider, Issued, ProviderFailure};
use super::transport::BoxFuture;
use crate::runtime::Sensitive;

/// A provider that keeps the credential of another as long as that is good.
///
/// Calls that need a new credential at the same time wait for one request for it, and share its
/// failure, too; the next call asks again. A credential of which the provider does not say how long
/// it is good is kept until the server refuses it.
pub struct Cached<P> {
    provider: P,
    renew: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Issued>,
    /// How many requests for a credential have ended.
    ended: u64,
    /// Why the last of them failed, if it did.
    failure: Option<Shared>,
    /// Whether one is under way, and who waits for it.
    busy: bool,
    waiting: Vec<Waker>,
}

/// What a call finds.
enum Found {
    Held(Issued),
    /// So many requests had ended when this call began to wait for the next.
    Wait(u64),
    /// Nobody asks: it is up to this call.
    Ask,
}

impl<P: CredentialProvider> Cached<P> {
    /// Keeps what a provider gives.
    pub fn new(provider: P) -> Self {
        Self {
            provider,
            renew: false,
            state: Mutex::default(),
        }
    }

    /// Asks for another credential where the server answers `401 Unauthorized`, and has the request
    /// sent once more with it.
    #[must_use]
    pub fn renew_when_refused(self) -> Self {
        Self {
            renew: true,
            ..self
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self) -> Found {
        let mut state = self.state();
        if let Some(held) = state.held.as_ref().filter(|held| held.is_valid()) {
            Found::Held(held.clone())
        } else if state.busy {
            Found::Wait(state.ended)
        } else {
            state.busy = true;
            state.failure = None;
            Found::Ask
        }
    }

    /// Waits until the request that is under way has ended.
    fn poll_ended(&self, ended: u64, context: &Context<'_>) -> Poll<Option<Shared>> {
        let mut state = self.state();
        if state.ended != ended {
            // A later one may have ended since; its failure is not this call's.
            let failure = state.failure.clone();
            return Poll::Ready(failure.filter(|_| state.ended == ended + 1));
        }
        let waker = context.waker();
        if !state.waiting.iter().any(|known| known.will_wake(waker)) {
            state.waiting.push(waker.clone());
        }
        Poll::Pending
    }

    async fn obtain(&self) -> Result<Issued, ProviderFailure> {
        loop {
            match self.find() {
                Found::Held(issued) => return Ok(issued),
                Found::Wait(ended) => {
                    let failure = future::poll_fn(|context| self.poll_ended(ended, context));
                    if let Some(failure) = failure.await {
                        return Err(failure.into());
                    }
                }
                Found::Ask => {
                    let asking = Asking(&self.state);
                    let answer = self.provider.credential().await.map_err(Shared::from);
                    let mut state = self.state();
                    match &answer {
                        Ok(issued) => state.held = Some(issued.clone()),
                        Err(failure) => state.failure = Some(failure.clone()),
                    }
                    drop(state);
                    drop(asking);
                    return Ok(answer?);
                }
            }
        }
    }
}

impl<P: CredentialProvider> CredentialProvider for Cached<P> {
    fn credential(&self) -> BoxFuture<'_, Result<Issued, ProviderFailure>> {
        Box::pin(self.obtain())
    }

    fn refused(&self, credential: &Sensitive<String>) -> bool {
        if !self.renew {
            return self.provider.refused(credential);
        }
        let mut state = self.state();
        // Another call may have brought a new one meanwhile.
        if state.held.as_ref().map(Issued::value) == Some(credential) {
            state.held = None;
        }
        true
    }
}

/// Shows what is kept and not what it is.
impl<P> fmt::Debug for Cached<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cached")
            .field("renew_when_refused", &self.renew)
            .finish_non_exhaustive()
    }
}

/// A request for a credential that is under way. Whatever becomes of it, those who wait go on: a
/// call that is given up in the middle leaves the asking to one of them.
struct Asking<'s>(&'s Mutex<State>);

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.busy = false;
        state.ended += 1;
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }
}

/// A failure that several calls meet.
#[derive(Clone)]
struct Shared(Arc<dyn StdError + Send + Sync>);

impl From<ProviderFailure> for Shared {
    fn from(failure: ProviderFailure) -> Self {
        Self(failure.into())
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl StdError for Shared {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}
