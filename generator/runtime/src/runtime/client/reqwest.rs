//! The transport over `reqwest`, with TLS by rustls and the certificates that the system trusts.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use ::reqwest::Url;
use ::reqwest::redirect::Policy;
use bytes::Bytes;
use futures_core::Stream;
use http::uri::PathAndQuery;
use http_body::Body as _;
use rustls::{ClientConfig, ConfigBuilder};
use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio::runtime::Handle;
use tokio::time::Sleep as Timer;

use super::sleep::Sleep;
use super::stream::{ByteStream, Whole};
use super::transport::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind};

/// Sends requests through a [`reqwest::Client`](::reqwest::Client), which keeps connections open
/// and is cheap to clone.
#[derive(Clone, Debug)]
pub struct ReqwestTransport(::reqwest::Client);

impl ReqwestTransport {
    /// A transport that follows no redirects, since a request may carry secrets in its headers and
    /// body, and honours the system's proxy settings.
    ///
    /// # Errors
    /// Fails where the system has no certificates to trust.
    pub fn new(connect_timeout: Option<Duration>) -> Result<Self, TransportError> {
        let mut builder = ::reqwest::Client::builder()
            .tls_backend_preconfigured(tls()?)
            .redirect(Policy::none());
        if let Some(timeout) = connect_timeout {
            builder = builder.connect_timeout(timeout);
        }
        builder.build().map(Self).map_err(transport_error)
    }
}

/// A client that was configured elsewhere. It should not follow redirects.
impl From<::reqwest::Client> for ReqwestTransport {
    fn from(client: ::reqwest::Client) -> Self {
        Self(client)
    }
}

/// The provider of cryptography is passed on explicitly, so that no process-wide default is needed
/// or set.
fn tls() -> Result<ClientConfig, TransportError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(ConfigBuilder::with_platform_verifier)
        .map_err(|error| TransportError::new(TransportErrorKind::Other).with_source(error))?;
    Ok(builder.with_no_client_auth())
}

impl Transport for ReqwestTransport {
    fn send<'a>(
        &'a self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        let answer = outgoing(request).map(|mut request| {
            *request.timeout_mut() = limits.timeout;
            self.0.execute(request)
        });
        Box::pin(async move {
            let mut answer = answer?.await.map_err(transport_error)?;
            let announced = answer.content_length().unwrap_or(0);
            if usize::try_from(announced).unwrap_or(usize::MAX) > limits.max_body {
                return Err(TransportError::new(TransportErrorKind::BodyTooLarge));
            }
            let mut body = Whole::new(limits.max_body);
            while let Some(piece) = answer.chunk().await.map_err(transport_error)? {
                body.push(piece)?;
            }
            let mut whole = http::Response::new(body.finish());
            *whole.status_mut() = answer.status();
            *whole.version_mut() = answer.version();
            *whole.headers_mut() = std::mem::take(answer.headers_mut());
            Ok(whole)
        })
    }

    fn stream<'a>(
        &'a self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'a, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let answer = self.0.execute(outgoing(request)?);
            let answer = match limits.timeout {
                Some(time) => tokio::time::timeout(time, answer)
                    .await
                    .map_err(|_| TransportError::new(TransportErrorKind::Timeout))?,
                None => answer.await,
            };
            Ok(pieces(answer.map_err(transport_error)?, limits.timeout))
        })
    }
}

/// A request in the form that `reqwest` sends. Its own conversion writes the URL piece by piece.
fn outgoing(request: http::Request<Bytes>) -> Result<::reqwest::Request, TransportError> {
    let (head, body) = request.into_parts();
    let (scheme, authority) = (head.uri.scheme_str(), head.uri.authority());
    let (Some(scheme), Some(authority)) = (scheme, authority) else {
        return Err(TransportError::new(TransportErrorKind::Other));
    };
    let path = head.uri.path_and_query().map_or("/", PathAndQuery::as_str);
    let url = [scheme, "://", authority.as_str(), path].concat();
    // The error of the parser does not hold the URL.
    let url = Url::parse(&url)
        .map_err(|error| TransportError::new(TransportErrorKind::Other).with_source(error))?;
    let mut request = ::reqwest::Request::new(head.method, url);
    *request.headers_mut() = head.headers;
    *request.body_mut() = Some(body.into());
    Ok(request)
}

/// An answer whose body is read as it comes.
fn pieces(answer: ::reqwest::Response, pause: Option<Duration>) -> http::Response<ByteStream> {
    http::Response::from(answer).map(|body| {
        ByteStream::new(Pieces {
            body,
            pause,
            timer: None,
        })
    })
}

/// The pieces of a body.
struct Pieces {
    body: ::reqwest::Body,
    /// The longest time between two pieces.
    pause: Option<Duration>,
    timer: Option<Pin<Box<Timer>>>,
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match Pin::new(&mut this.body).poll_frame(context) {
                Poll::Ready(Some(Ok(frame))) => {
                    this.timer = None;
                    // What is no data is a trailer, of which a document says nothing.
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
                Poll::Ready(Some(Err(error))) => {
                    return Poll::Ready(Some(Err(transport_error(error))));
                }
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => {
                    let Some(pause) = this.pause else {
                        return Poll::Pending;
                    };
                    let timer = &mut this.timer;
                    let timer = timer.get_or_insert_with(|| Box::pin(tokio::time::sleep(pause)));
                    return timer
                        .as_mut()
                        .poll(context)
                        .map(|()| Some(Err(TransportError::new(TransportErrorKind::Timeout))));
                }
            }
        }
    }
}

/// Waits in the runtime that the transport needs as well.
pub(super) struct TokioSleep;

impl Sleep for TokioSleep {
    fn sleep(&self, time: Duration) -> Option<BoxFuture<'static, ()>> {
        // Outside of it `tokio` would panic; another transport may run elsewhere.
        Handle::try_current().ok()?;
        Some(Box::pin(tokio::time::sleep(time)))
    }
}

/// The URL is dropped, since its query may hold a secret.
fn transport_error(error: ::reqwest::Error) -> TransportError {
    let kind = if error.is_builder() {
        TransportErrorKind::Other
    } else if error.is_connect() {
        if error.is_timeout() {
            TransportErrorKind::ConnectTimeout
        } else {
            TransportErrorKind::Connect
        }
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_request() || error.is_body() || error.is_decode() {
        TransportErrorKind::Interrupted
    } else {
        TransportErrorKind::Other
    };
    TransportError::new(kind).with_source(error.without_url())
}
