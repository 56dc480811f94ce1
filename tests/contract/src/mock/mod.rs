//! A server that keeps a document's contract, to develop and to test against.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use specwright_contract::{document::Document, mock::Mock};
//!
//! let document = Document::read("api.yaml".as_ref(), &[])?;
//! let mock = Mock::start(document).await?;
//! println!("{} answers as the document says", mock.url());
//! mock.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! - **Requests** are judged by [`conform::request`](crate::conform::request), credentials
//!   included. What breaks the document is refused in the shape that the document declares for the
//!   status, or as `application/problem+json` (RFC 9457) where it declares none.
//! - **Answers** come from the document's examples where these satisfy their own schemas, from mended
//!   examples where they do not, and else from the schemas. Every answer has been before the oracle.
//! - **Values flow**: a value of a request stands in the answer wherever the answer has the same
//!   named schema, or a property of the same name and schema. Operations that create give fresh ids
//!   and tokens, and what is asked with one of them afterwards is answered with what was given
//!   together with it. See `state` for how far that goes.
//! - **Wishes**: `Prefer: code=404, example=name, dynamic=true, delay=200, fault=reset`, or the same
//!   for each operation in a [`Config`].
//! - **The journal** of all requests is [`Mock::journal`], or `GET /__specwright/journal`.

mod answer;
mod config;
mod cors;
mod credentials;
mod engine;
mod fault;
mod fill;
mod journal;
mod mark;
mod mend;
mod mint;
mod negotiate;
mod patch;
mod prefer;
mod refusal;
mod reload;
mod remember;
mod role;
mod server;
mod site;
mod state;
mod synthesis;
mod wire;
mod world;
mod written;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::document::Document;

pub use config::{Behaviour, Config};
pub use engine::{Engine, Outcome};
pub use fault::Fault;
pub use journal::Entry;

/// Connections that are still open get this long to end.
const PATIENCE: Duration = Duration::from_secs(3);

/// How a mock is started.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address to listen on; the port 0 is one that the system chooses.
    pub address: SocketAddr,
    /// What is to be done differently for single operations.
    pub config: Config,
    /// Whether browsers of other origins may read the answers.
    pub cors: bool,
    /// How many requests the journal remembers.
    pub journal: usize,
    /// The file and its overlays, where the mock is to follow their changes.
    pub watch: Option<(PathBuf, Vec<PathBuf>)>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            config: Config::default(),
            cors: true,
            journal: 1000,
            watch: None,
        }
    }
}

/// A running mock. It ends when it is dropped; [`Mock::stop`] waits for what is under way.
#[derive(Debug)]
pub struct Mock {
    address: SocketAddr,
    engine: Arc<Engine>,
    stopping: watch::Sender<bool>,
    serving: Option<JoinHandle<()>>,
    watching: Option<JoinHandle<()>>,
}

impl Mock {
    /// Starts a mock of a document on a port of loopback that the system chooses.
    ///
    /// # Errors
    /// The port cannot be had.
    pub async fn start(document: Document) -> io::Result<Self> {
        Self::start_with(document, Options::default()).await
    }

    /// Starts a mock as the options say.
    ///
    /// # Errors
    /// The port cannot be had, or the settings name operations that the document does not have.
    pub async fn start_with(document: Document, options: Options) -> io::Result<Self> {
        let engine = Engine::new(document, &options).map_err(io::Error::other)?;
        let engine = Arc::new(engine);
        let listener = TcpListener::bind(options.address).await?;
        let address = listener.local_addr()?;
        let (stopping, stop) = watch::channel(false);
        let serving = tokio::spawn(server::serve(listener, Arc::clone(&engine), stop));
        let watching = options.watch.map(|(document, overlays)| {
            tokio::spawn(reload::follow(Arc::clone(&engine), document, overlays))
        });
        Ok(Self {
            address,
            engine,
            stopping,
            serving: Some(serving),
            watching,
        })
    }

    /// Its base URL, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The part of it that knows nothing of sockets.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The requests so far, the oldest first, without secrets. The number of them that is kept is
    /// that of [`Options::journal`].
    #[must_use]
    pub fn journal(&self) -> Vec<Entry> {
        self.engine.journal()
    }

    /// Forgets the requests so far.
    pub fn clear_journal(&self) {
        self.engine.clear_journal();
    }

    /// Ends it: takes no more connections, and lets the requests that are under way be answered.
    pub async fn stop(mut self) {
        let _ = self.stopping.send(true);
        if let Some(mut serving) = self.serving.take()
            && tokio::time::timeout(PATIENCE, &mut serving).await.is_err()
        {
            serving.abort();
        }
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        let tasks = [self.serving.take(), self.watching.take()];
        tasks.iter().flatten().for_each(JoinHandle::abort);
    }
}
