//! Sends requests as they are, over connections that are kept.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response, Uri};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls_platform_verifier::ConfigVerifierExt as _;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

/// No more of an answer is read.
const LARGEST: usize = 64 << 20;

/// What sends requests to one server. No request is changed, repeated or redirected; one that an
/// old connection did not take is sent again on a new one.
pub struct Sender {
    host: String,
    port: u16,
    tls: Option<(TlsConnector, ServerName<'static>)>,
    idle: RefCell<Vec<http1::SendRequest<Full<Bytes>>>>,
    pace: Option<Pace>,
}

/// An answer, and how long it took.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The answer.
    pub response: Response<Bytes>,
    /// From the first byte sent to the last one received.
    pub time: Duration,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// There is no connection.
    Unreachable(String),
    /// No answer came in time.
    Late(Duration),
    /// The connection ended, or what came is no HTTP.
    Broken(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(why) => write!(f, "there is no connection: {why}"),
            Self::Late(limit) => write!(f, "no answer came within {limit:?}"),
            Self::Broken(why) => write!(f, "the connection ended without an answer: {why}"),
        }
    }
}

/// Sees to it that no more requests are sent a second than allowed.
struct Pace {
    between: Duration,
    next: Cell<Option<Instant>>,
}

impl Sender {
    /// What sends to the server of a URL, at most `rate` requests a second.
    ///
    /// # Errors
    /// Says why where the URL names no server of HTTP.
    pub fn new(base_url: &Uri, rate: Option<f64>) -> Result<Self, String> {
        let host = base_url.host().ok_or("the URL names no host")?.to_owned();
        let bare = host.trim_matches(['[', ']']).to_owned();
        let tls = match base_url.scheme_str() {
            Some("http") => None,
            Some("https") => {
                let config = ClientConfig::with_platform_verifier()
                    .map_err(|error| format!("no TLS: {error}"))?;
                let name = ServerName::try_from(bare.clone())
                    .map_err(|error| format!("`{bare}`: {error}"))?;
                Some((TlsConnector::from(Arc::new(config)), name))
            }
            _ => return Err("the URL begins with neither `http://` nor `https://`".to_owned()),
        };
        let default = if tls.is_some() { 443 } else { 80 };
        Ok(Self {
            host: bare,
            port: base_url.port_u16().unwrap_or(default),
            tls,
            idle: RefCell::default(),
            pace: rate.map(|rate| Pace {
                between: Duration::from_secs_f64(1.0 / rate),
                next: Cell::default(),
            }),
        })
    }

    /// Sends a request and waits for the whole answer. Its URI is path and query alone, its header
    /// `Host` is given.
    ///
    /// # Errors
    /// Says why there is no answer.
    pub async fn send(&self, request: Request<Bytes>, limit: Duration) -> Result<Answer, Failure> {
        if let Some(pace) = &self.pace {
            pace.turn().await;
        }
        let begun = Instant::now();
        match tokio::time::timeout(limit, self.exchange(request)).await {
            Ok(Ok(response)) => Ok(Answer {
                response,
                time: begun.elapsed(),
            }),
            Ok(Err(failure)) => Err(failure),
            Err(_) => Err(Failure::Late(limit)),
        }
    }

    async fn exchange(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Failure> {
        let mut request = request.map(Full::new);
        let mut kept = true;
        loop {
            let idle = kept.then(|| self.idle.borrow_mut().pop()).flatten();
            let mut connection = match idle {
                Some(connection) => connection,
                None => {
                    kept = false;
                    self.connect().await?
                }
            };
            if kept && connection.ready().await.is_err() {
                continue;
            }
            let response = match connection.try_send_request(request).await {
                Ok(response) => response,
                Err(mut failed) => {
                    // The server may have closed a connection that was idle.
                    match failed.take_message() {
                        Some(unsent) if kept => {
                            request = unsent;
                            continue;
                        }
                        _ => return Err(Failure::Broken(reason(&failed.into_error()))),
                    }
                }
            };
            let (head, body) = response.into_parts();
            let body = Limited::new(body, LARGEST).collect().await;
            let body = body.map_err(|error| Failure::Broken(error.to_string()))?;
            if !connection.is_closed() {
                self.idle.borrow_mut().push(connection);
            }
            return Ok(Response::from_parts(head, body.to_bytes()));
        }
    }

    /// A new connection to the server.
    pub(crate) async fn connect(&self) -> Result<http1::SendRequest<Full<Bytes>>, Failure> {
        let unreachable = |error: &dyn fmt::Display| Failure::Unreachable(error.to_string());
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await;
        let stream = stream.map_err(|error| unreachable(&error))?;
        stream
            .set_nodelay(true)
            .map_err(|error| unreachable(&error))?;
        match &self.tls {
            None => handshake(stream).await,
            Some((connector, name)) => {
                let stream = connector.connect(name.clone(), stream).await;
                handshake(stream.map_err(|error| unreachable(&error))?).await
            }
        }
    }
}

async fn handshake<S>(stream: S) -> Result<http1::SendRequest<Full<Bytes>>, Failure>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin + 'static,
{
    let (sender, connection) = http1::Builder::new()
        .preserve_header_case(true)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|error| Failure::Unreachable(error.to_string()))?;
    // How the connection ended is told by the request that was on it.
    tokio::spawn(async { drop(connection.await) });
    Ok(sender)
}

/// The error with what caused it.
fn reason(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

impl Pace {
    async fn turn(&self) {
        let now = Instant::now();
        let mine = self.next.get().map_or(now, |next| next.max(now));
        self.next.set(Some(mine + self.between));
        tokio::time::sleep_until(mine.into()).await;
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender")
            .field("host", &self.host)
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}
