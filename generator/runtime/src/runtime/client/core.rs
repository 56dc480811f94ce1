//! What all calls of a client share: its settings, and the way of a request to the transport.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, Method, StatusCode, Uri};

use super::authorize::{self, Prepared};
use super::builder::is_base_url;
use super::call::{Call, Draft, Meta, Operation};
use super::error::{Failure, SerializeError};
use super::received::Received;
use super::refusal::RedirectError;
use super::response::RawResponse;
use super::security;
use super::stream::ByteStream;
use super::transport::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind};
use super::url;

/// The core of a client; cheap to clone, and clones share their connections.
#[derive(Clone)]
pub struct Core(Arc<Settings>);

pub(super) struct Settings {
    pub(super) base_url: String,
    /// Whether the base URL stands for every server.
    pub(super) redirects: bool,
    pub(super) user_agent: HeaderValue,
    pub(super) timeout: Option<Duration>,
    pub(super) max_body: usize,
    pub(super) validate: bool,
    pub(super) anonymous: bool,
    pub(super) credentials: Vec<Prepared>,
    pub(super) transport: Arc<dyn Transport>,
}

impl Core {
    pub(super) fn new(settings: Settings) -> Self {
        Self(Arc::new(settings))
    }

    /// Begins a call.
    pub fn call<O: Operation>(&self) -> Call<'_, O> {
        Call::new(self)
    }

    /// Where the server is, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.0.base_url
    }

    pub(super) fn validates(&self) -> bool {
        self.0.validate
    }

    /// Sends one request and waits for the answer: the whole of it, or its beginning where it is
    /// read as it comes and no refusal.
    pub(super) fn exchange(
        &self,
        meta: Meta,
        mut draft: Draft,
    ) -> BoxFuture<'_, Result<Received, Failure>> {
        Box::pin(async move {
            if let Some(failure) = draft.failed.take() {
                return Err(failure);
            }
            let validator = std::mem::take(&mut draft.validator);
            validator.finish().map_err(Failure::InvalidRequest)?;
            let limits = Limits {
                timeout: draft.timeout.or(self.0.timeout),
                max_body: self.0.max_body,
            };
            let credentials = self.credentials(&meta)?;
            let mut request = self.request(&meta, draft)?;
            let bare = authorize::may_change(&credentials).then(|| request.clone());
            let given = authorize::authorize(&mut request, &credentials).await;
            let given = given.map_err(Failure::Credential)?;
            let mut answer = self.answer(&meta, request, limits).await?;
            if answer.0.status() == StatusCode::UNAUTHORIZED
                && let Some(mut request) = bare
                && given.refused()
            {
                let given = authorize::authorize(&mut request, &credentials).await;
                given.map_err(Failure::Credential)?;
                answer = self.answer(&meta, request, limits).await?;
            }
            let (response, stream) = answer;
            if response.body().len() > limits.max_body {
                let error = TransportError::new(TransportErrorKind::BodyTooLarge);
                return Err(Failure::Transport(error));
            }
            let is_success = meta.is_success(response.status());
            if !is_success && response.status().is_redirection() {
                return Err(Failure::Redirect(RedirectError::new(response)));
            }
            let limit = limits.max_body;
            Ok(Received::new(response, stream, limit, is_success))
        })
    }

    /// Sends one request, once.
    async fn answer(
        &self,
        meta: &Meta,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<(RawResponse, Option<ByteStream>), Failure> {
        let answer = if meta.streamed {
            self.open(meta, request, limits).await
        } else {
            let answer = self.0.transport.send(request, limits).await;
            answer.map(|answer| (RawResponse::from(answer), None))
        };
        answer.map_err(Failure::Transport)
    }

    /// Sends one request and waits for the beginning of the answer; all of it where it is none
    /// that a value is read from.
    async fn open(
        &self,
        meta: &Meta,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<(RawResponse, Option<ByteStream>), TransportError> {
        let (head, stream) = self.0.transport.stream(request, limits).await?.into_parts();
        let (body, stream) = if meta.is_success(head.status) {
            (Bytes::new(), Some(stream))
        } else {
            (stream.collect(limits.max_body).await?, None)
        };
        Ok((http::Response::from_parts(head, body).into(), stream))
    }

    /// The request without credentials.
    fn request(&self, meta: &Meta, draft: Draft) -> Result<http::Request<Bytes>, Failure> {
        let Draft {
            mut headers, query, ..
        } = draft;
        headers
            .entry(USER_AGENT)
            .or_insert_with(|| self.0.user_agent.clone());
        headers
            .entry(ACCEPT)
            .or_insert(HeaderValue::from_static(meta.accept));
        let mut body = Bytes::new();
        if let Some((content_type, bytes)) = draft.body {
            headers.entry(CONTENT_TYPE).or_insert(content_type);
            body = bytes;
        }

        let path = url::expand(meta.path, &draft.path)
            .map_err(|name| Failure::Serialize(SerializeError::PathParameter { name }))?;
        let mut url = self.base(meta.server, draft.base_url.as_deref())?;
        url.push_str(&path);
        if !query.is_empty() {
            // The template may have a query of its own.
            url.push(if path.contains('?') { '&' } else { '?' });
            url.push_str(&query);
        }

        let mut request = http::Request::new(body);
        *request.headers_mut() = headers;
        *request.method_mut() = Method::from_bytes(meta.method.as_bytes())
            .map_err(|_| Failure::Serialize(SerializeError::Url))?;
        *request.uri_mut() =
            Uri::try_from(url).map_err(|_| Failure::Serialize(SerializeError::Url))?;
        Ok(request)
    }

    /// Where a request goes: to the server of the call, of the operation, or of the client, the
    /// first that there is. A base URL that stands for every server comes before the operation's.
    fn base(&self, own: Option<&str>, of_call: Option<&str>) -> Result<String, Failure> {
        let base = self.base_url();
        match (of_call, own) {
            (Some(url), _) => {
                let url = url.trim_end_matches('/');
                if !is_base_url(url) {
                    return Err(Failure::Serialize(SerializeError::Url));
                }
                Ok(url.to_owned())
            }
            (None, Some(url)) if url.contains("://") && !self.0.redirects => Ok(url.to_owned()),
            (None, Some(path)) if path.starts_with('/') => {
                Ok(format!("{}{path}", url::origin(base)))
            }
            (None, _) => Ok(base.to_owned()),
        }
    }

    fn credentials(&self, meta: &Meta) -> Result<Vec<&Prepared>, Failure> {
        let set = &self.0.credentials;
        match security::choose(meta.security, set) {
            Ok(chosen) => Ok(chosen),
            Err(_) if self.0.anonymous => Ok(security::available(meta.security, set)),
            Err(scheme) => Err(Failure::MissingCredential {
                scheme,
                alternatives: meta.security,
            }),
        }
    }
}

impl Meta {
    fn is_success(&self, status: StatusCode) -> bool {
        status.is_success() || (self.redirects && status.is_redirection())
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes = self
            .0
            .credentials
            .iter()
            .map(|credential| credential.scheme.name);
        f.debug_struct("Core")
            .field("base_url", &self.0.base_url)
            .field("credentials", &schemes.collect::<Vec<_>>())
            .field("anonymous", &self.0.anonymous)
            .field("timeout", &self.0.timeout)
            .field("max_response_size", &self.0.max_body)
            .field("validate_requests", &self.0.validate)
            .finish_non_exhaustive()
    }
}
