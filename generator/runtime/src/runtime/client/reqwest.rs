//! The transport over `reqwest`, with TLS by rustls and the certificates that the system trusts.

use std::sync::Arc;
use std::time::Duration;

use ::reqwest::redirect::Policy;
use bytes::{Bytes, BytesMut};
use rustls::{ClientConfig, ConfigBuilder};
use rustls_platform_verifier::BuilderVerifierExt as _;

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
        Box::pin(async move {
            let mut request = ::reqwest::Request::try_from(request).map_err(transport_error)?;
            *request.timeout_mut() = limits.timeout;
            let mut response = self.0.execute(request).await.map_err(transport_error)?;
            let body = read_body(&mut response, limits.max_body).await?;
            let mut answer = http::Response::new(body);
            *answer.status_mut() = response.status();
            *answer.headers_mut() = std::mem::take(response.headers_mut());
            Ok(answer)
        })
    }
}

/// Reads a body up to a limit; one that comes in one piece is not copied.
async fn read_body(
    response: &mut ::reqwest::Response,
    limit: usize,
) -> Result<Bytes, TransportError> {
    let announced = response.content_length().unwrap_or(0);
    let announced = usize::try_from(announced).unwrap_or(usize::MAX);
    if announced > limit {
        return Err(TransportError::new(TransportErrorKind::BodyTooLarge));
    }
    let mut body = Bytes::new();
    let mut pieces = BytesMut::new();
    while let Some(piece) = response.chunk().await.map_err(transport_error)? {
        if body.len() + pieces.len() + piece.len() > limit {
            return Err(TransportError::new(TransportErrorKind::BodyTooLarge));
        }
        if body.is_empty() && pieces.is_empty() {
            body = piece;
            continue;
        }
        if pieces.is_empty() {
            // What is announced may never come: no more than this is set aside for it.
            pieces.reserve(announced.min(1 << 20));
            pieces.extend_from_slice(&std::mem::take(&mut body));
        }
        pieces.extend_from_slice(&piece);
    }
    Ok(if pieces.is_empty() {
        body
    } else {
        pieces.freeze()
    })
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
