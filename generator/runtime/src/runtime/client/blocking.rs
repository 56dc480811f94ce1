//! Calls for code that is not asynchronous: they wait on the thread that makes them.
//!
//! Connections and timers live in a [`Runtime`] with a thread of its own, so that waiting stops
//! nothing that the call waits for, not even inside an asynchronous task.

use std::fmt;
use std::future;
use std::io;
use std::pin::{Pin, pin};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use futures_core::Stream;
use serde::Serialize;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::task;

use super::call::{Call as AsyncCall, Operation};
use super::error::Error;
use super::response::{RawResponse, Reply};
use super::retry::RetryPolicy;
use super::stream::ByteStream;

/// What the calls of a blocking client run in; cheap to clone. Its thread ends with the last clone.
#[derive(Clone)]
pub struct Runtime(Arc<Inner>);

struct Inner {
    handle: Handle,
    /// The thread runs until this is dropped.
    _running: oneshot::Sender<()>,
}

impl Runtime {
    /// Starts a thread.
    ///
    /// # Errors
    /// Fails where the system has none to give.
    pub fn new() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (running, stopped) = oneshot::channel();
        let name = concat!(env!("CARGO_PKG_NAME"), " blocking").to_owned();
        thread::Builder::new().name(name).spawn(move || {
            // It ends when the sender is dropped, which is an error and all right.
            let _ = runtime.block_on(stopped);
        })?;
        Ok(Self(Arc::new(Inner {
            handle,
            _running: running,
        })))
    }

    /// A call that waits.
    // Never inlined, so that each operation has a call and no copy of this.
    #[inline(never)]
    pub const fn call<'c, O: Operation>(&'c self, call: AsyncCall<'c, O>) -> Call<'c, O> {
        Call {
            call,
            runtime: self,
        }
    }

    /// Waits for a future. It is polled on this thread, where it may borrow what it likes.
    fn wait<F: Future>(&self, future: F) -> F::Output {
        let _context = self.0.handle.enter();
        // An asynchronous task around this one has a budget, which only its own runtime renews.
        let mut future = pin!(task::unconstrained(future));
        let signal = Arc::new(Signal::default());
        let waker = Waker::from(signal.clone());
        let mut context = Context::from_waker(&waker);
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
                return output;
            }
            signal.wait();
        }
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtime").finish_non_exhaustive()
    }
}

/// Whether the future wants to be polled again. A parked thread would not do: whatever a future
/// calls may use up its token.
#[derive(Default)]
struct Signal {
    woken: Mutex<bool>,
    changed: Condvar,
}

impl Signal {
    fn wait(&self) {
        let woken = self.woken.lock().unwrap_or_else(PoisonError::into_inner);
        let asleep = |woken: &mut bool| !*woken;
        let woken = self.changed.wait_while(woken, asleep);
        *woken.unwrap_or_else(PoisonError::into_inner) = false;
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        *self.woken.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_one();
    }
}

/// A call that is being prepared; [`wait`](Self::wait) sends it and gives the value of the answer.
#[must_use = "a call is not sent until it is waited for"]
pub struct Call<'c, O> {
    call: AsyncCall<'c, O>,
    runtime: &'c Runtime,
}

macro_rules! forwarded {
    ($($(#[$docs:meta])* $name:ident($($argument:ident: $ty:ty),*);)+) => {
        $($(#[$docs])*
        pub fn $name(self, $($argument: $ty),*) -> Self {
            self.with(|call| call.$name($($argument),*))
        })+
    };
}

impl<'c, O: Operation> Call<'c, O> {
    /// Prepares the call further, by the methods of [the asynchronous one](super::Call).
    pub fn with<P: Operation>(
        self,
        prepare: impl FnOnce(AsyncCall<'c, O>) -> AsyncCall<'c, P>,
    ) -> Call<'c, P> {
        Call {
            call: prepare(self.call),
            runtime: self.runtime,
        }
    }

    forwarded! {
        /// The time until the last byte of the answer, in place of the client's; of a stream, the
        /// time until it begins, and then that between two pieces of it.
        timeout(timeout: std::time::Duration);
        /// When the call is sent again, in place of what the client says.
        retry(policy: RetryPolicy);
        /// Whether this call may safely be sent again, whatever is known of the operation.
        repeatable(repeatable: bool);
        /// Sends the call even where it breaks constraints of the document.
        unvalidated();
        /// Sets a header, in place of one of that name that the client would set.
        header(name: &str, value: impl fmt::Display);
        /// Adds a query parameter; several of one name may be added.
        query(name: &str, value: impl fmt::Display);
        /// Adds a member to the JSON object that is the body, for what the API knows and the document
        /// does not yet.
        body_member(name: impl Into<String>, value: impl Serialize);
        /// Adds a cookie.
        cookie(name: &str, value: impl fmt::Display);
        /// Sends this call to the server at a URL, whatever server the client and the operation
        /// have.
        base_url(url: impl Into<String>);
    }

    /// Sends the call and gives the value of the answer.
    ///
    /// # Errors
    /// [`Error`] tells apart what can go wrong.
    pub fn wait(self) -> Result<O::Response, Error<O::Error>> {
        self.runtime.wait(self.call.into_future())
    }

    /// Sends the call and gives the value together with status, headers and request id.
    ///
    /// # Errors
    /// [`Error`] tells apart what can go wrong.
    pub fn send(self) -> Result<Reply<O::Response>, Error<O::Error>> {
        self.runtime.wait(self.call.send())
    }

    /// Sends the call and gives the answer as it came, whatever its status and its body.
    ///
    /// # Errors
    /// Fails where no complete answer came.
    pub fn send_raw(self) -> Result<RawResponse, Error<O::Error>> {
        self.runtime.wait(self.call.send_raw())
    }

    /// Sends the call and gives the body of a successful answer as it comes, whatever its form.
    ///
    /// # Errors
    /// [`Error`] tells apart what can go wrong. An answer that refuses is read as a whole.
    pub fn stream(self) -> Result<Reply<Items<ByteStream>>, Error<O::Error>> {
        let runtime = self.runtime;
        let (stream, response) = runtime.wait(self.call.stream())?.into_parts();
        Ok(Reply::new(Items::new(stream, runtime), response))
    }

    /// Sends the call of an operation that answers with a stream, and gives one item after the
    /// other.
    ///
    /// # Errors
    /// [`Error`] tells apart what can go wrong. An answer that refuses is read as a whole.
    pub fn items(self) -> Result<Items<O::Response>, Error<O::Error>>
    where
        O::Response: Stream + Unpin,
    {
        let runtime = self.runtime;
        Ok(Items::new(self.wait()?, runtime))
    }
}

impl<O: Operation> fmt::Debug for Call<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.call, f)
    }
}

/// The items of a stream, each waited for.
#[must_use = "nothing is read until the next item is asked for"]
pub struct Items<S> {
    stream: S,
    runtime: Runtime,
}

impl<S> Items<S> {
    fn new(stream: S, runtime: &Runtime) -> Self {
        let runtime = runtime.clone();
        Self { stream, runtime }
    }
}

impl<S: Stream + Unpin> Iterator for Items<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        let stream = &mut self.stream;
        self.runtime.wait(future::poll_fn(|context| {
            Pin::new(&mut *stream).poll_next(context)
        }))
    }
}

impl<S: fmt::Debug> fmt::Debug for Items<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Items").field(&self.stream).finish()
    }
}
