//! What all calls of a client share: its settings, and the way of a request to the transport.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};

use super::authorize::Prepared;
use super::builder::is_base_url;
use super::call::{Call, Draft, Meta, Operation};
use super::error::{Failure, SerializeError};
use super::hook::Hook;
use super::retry::RetryPolicy;
use super::security::{self, Scheme};
use super::sleep::Sleep;
use super::transport::Transport;
use super::url;

/// The core of a client; cheap to clone, and clones share their connections.
#[derive(Clone)]
pub struct Core(Arc<Settings>);

/// A few more than three credentials and those that the client and its transport add.
const USUAL_HEADERS: usize = 12;

pub(super) struct Settings {
    pub(super) base_url: String,
    /// Whether the base URL stands for every server.
    pub(super) redirects: bool,
    pub(super) user_agent: HeaderValue,
    pub(super) timeout: Option<Duration>,
    pub(super) max_body: usize,
    pub(super) validate: bool,
    pub(super) anonymous: bool,
    /// What operations need that do not say it.
    pub(super) security: &'static [&'static [Scheme]],
    pub(super) credentials: Vec<Prepared>,
    pub(super) retry: RetryPolicy,
    pub(super) sleep: Option<Arc<dyn Sleep>>,
    pub(super) hooks: Vec<Arc<dyn Hook>>,
    pub(super) idempotency_keys: Option<Box<IdempotencyKeys>>,
    pub(super) transport: Arc<dyn Transport>,
}

/// Makes a key of idempotency.
pub(super) type IdempotencyKeys = dyn Fn() -> String + Send + Sync;

impl Core {
    pub(super) fn new(settings: Settings) -> Self {
        Self(Arc::new(settings))
    }

    /// Begins a call.
    // Never inlined, so that each operation has a call and no copy of this.
    #[inline(never)]
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

    /// The settings that all calls share.
    pub(super) fn settings(&self) -> &Settings {
        &self.0
    }

    /// The request as it is sent next, without credentials.
    pub(super) fn request(
        &self,
        meta: &Meta,
        draft: &Draft,
    ) -> Result<http::Request<Bytes>, Failure> {
        // Room for what most requests have, so that the map need not grow.
        let mut headers = HeaderMap::with_capacity(USUAL_HEADERS);
        headers.extend(draft.headers.clone());
        let query = &draft.query;
        headers
            .entry(USER_AGENT)
            .or_insert_with(|| self.0.user_agent.clone());
        headers
            .entry(ACCEPT)
            .or_insert(HeaderValue::from_static(meta.accept));
        let mut body = Bytes::new();
        if let Some((content_type, bytes)) = &draft.body {
            headers
                .entry(CONTENT_TYPE)
                .or_insert_with(|| content_type.clone());
            body = bytes.clone();
        }

        let path = url::expand(meta.operation.path, &draft.path)
            .map_err(|name| Failure::Serialize(SerializeError::PathParameter { name }))?;
        let base = self.base(meta.server, draft.base_url.as_deref())?;
        let mut url = String::with_capacity(base.len() + path.len() + query.len() + 1);
        url.push_str(&base);
        url.push_str(&path);
        if !query.is_empty() {
            // The template may have a query of its own.
            url.push(if path.contains('?') { '&' } else { '?' });
            url.push_str(query);
        }

        let mut request = http::Request::new(body);
        *request.headers_mut() = headers;
        *request.method_mut() = Method::from_bytes(meta.operation.method.as_bytes())
            .map_err(|_| Failure::Serialize(SerializeError::Url))?;
        *request.uri_mut() =
            Uri::try_from(url).map_err(|_| Failure::Serialize(SerializeError::Url))?;
        Ok(request)
    }

    /// Where a request goes: to the server of the call, of the operation, or of the client, the
    /// first that there is. A base URL that stands for every server comes before the operation's.
    fn base<'b>(
        &'b self,
        own: Option<&'b str>,
        of_call: Option<&'b str>,
    ) -> Result<Cow<'b, str>, Failure> {
        let base = self.base_url();
        match (of_call, own) {
            (Some(url), _) => {
                let url = url.trim_end_matches('/');
                if !is_base_url(url) {
                    return Err(Failure::Serialize(SerializeError::Url));
                }
                Ok(url.into())
            }
            (None, Some(url)) if url.contains("://") && !self.0.redirects => Ok(url.into()),
            (None, Some(path)) if path.starts_with('/') => {
                Ok(format!("{}{path}", url::origin(base)).into())
            }
            (None, _) => Ok(base.into()),
        }
    }

    pub(super) fn credentials(&self, meta: &Meta) -> Result<Vec<&Prepared>, Failure> {
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
    pub(super) fn is_success(&self, status: StatusCode) -> bool {
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
            .field("retry", &self.0.retry)
            .finish_non_exhaustive()
    }
}
