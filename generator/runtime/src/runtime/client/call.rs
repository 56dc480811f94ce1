//! One call of an operation: its inputs, and its way to a typed answer.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;

use super::authorize;
use super::body::ReadBody;
use super::core::Core;
use super::error::{Error, Failure, SerializeError};
use super::hook::OperationInfo;
use super::received::Received;
use super::refusal::ApiError;
use super::response::{RawResponse, Reply};
use super::retry::{RetryPolicy, is_idempotent};
use super::security::Scheme;
use super::stream::ByteStream;
use super::transport::BoxFuture;
use super::url;
use crate::runtime::{Validate, Validator};

/// An operation of the document.
pub trait Operation {
    /// What names it.
    const INFO: OperationInfo;
    /// The server of its own, where it has one: an absolute URL, or a path on the client's server.
    const SERVER: Option<&'static str> = None;
    /// The alternatives of security schemes, each of which has to be complete, where they are not
    /// those of the client; an empty list where the operation needs no credentials.
    const SECURITY: Option<&'static [&'static [Scheme]]> = None;
    /// The media types to ask for.
    const ACCEPT: &'static str = <Self::Body as ReadBody<Self::Response>>::ACCEPT;
    /// Whether a redirect is what a successful call gives, since the document lists no success.
    const REDIRECTS: bool = false;
    /// Whether the call may safely be sent again when it is not known whether the server has acted
    /// on it.
    const REPEATABLE: bool = is_idempotent(Self::INFO.method);
    /// The header parameter that holds a key of idempotency, where there is one.
    const IDEMPOTENCY_KEY: Option<&'static str> = None;
    /// What a successful answer holds.
    type Response;
    /// The form in which it comes.
    type Body: ReadBody<Self::Response>;
    /// What the answer holds where the API refuses.
    type Error;
    /// The form in which that comes.
    type ErrorBody: ReadBody<Self::Error>;
}

/// A call that is being prepared; awaiting it sends it and gives the value of the answer.
#[must_use = "a call is not sent until it is awaited"]
pub struct Call<'c, O> {
    core: &'c Core,
    pub(super) draft: Draft,
    operation: PhantomData<fn() -> O>,
}

/// What is known of an operation, apart from its types.
pub(super) struct Meta {
    pub(super) operation: OperationInfo,
    pub(super) server: Option<&'static str>,
    pub(super) security: &'static [&'static [Scheme]],
    pub(super) accept: &'static str,
    pub(super) redirects: bool,
    pub(super) repeatable: bool,
    pub(super) idempotency_key: Option<&'static str>,
    /// Whether a successful answer is read as it comes.
    pub(super) streamed: bool,
}

/// The inputs of a call. The first that cannot be written is kept until the call is sent.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) path: Vec<(&'static str, String)>,
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<(HeaderValue, Bytes)>,
    pub(super) base_url: Option<String>,
    pub(super) timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) repeatable: Option<bool>,
    /// Members of the body that the document does not know, each with its value in JSON.
    pub(super) body_members: Vec<(String, String)>,
    /// What the checks have found, which is only looked at where the call is validated.
    pub(super) validator: Validator,
    pub(super) unvalidated: bool,
    pub(super) failed: Option<Failure>,
}

impl<'c, O: Operation> Call<'c, O> {
    pub(super) fn new(core: &'c Core) -> Self {
        Self {
            core,
            draft: Draft::default(),
            operation: PhantomData,
        }
    }

    /// The time until the last byte of the answer, in place of the client's; of a stream, the time
    /// until it begins, and then that between two pieces of it. Each attempt has all of it.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.draft.timeout = Some(timeout);
        self
    }

    /// When the call is sent again, in place of what the client says.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.draft.retry = Some(policy);
        self
    }

    /// Whether this call may safely be sent again, whatever is known of the operation.
    pub const fn repeatable(mut self, repeatable: bool) -> Self {
        self.draft.repeatable = Some(repeatable);
        self
    }

    /// Sends the call even where it breaks constraints of the document.
    pub const fn unvalidated(mut self) -> Self {
        self.draft.unvalidated = true;
        self
    }

    /// Sets a header, in place of one of that name that the client would set.
    pub fn header(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.draft.header(name, &value);
        self
    }

    /// Adds a query parameter; several of one name may be added.
    pub fn query(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.draft.query(name, &value);
        self
    }

    /// Adds a cookie.
    pub fn cookie(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.draft.cookie(name, &value);
        self
    }

    /// Gives a parameter of the path its value.
    pub fn path(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.draft
            .path
            .push((name, url::encode(&value.to_string())));
        self
    }

    /// Sets a body in JSON.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        self.draft.json(serde_json::to_vec(body).ok());
        self
    }

    /// Holds what is to be sent against the document's constraints, unless the client was told not
    /// to.
    pub fn validated(self, value: &(impl Validate + ?Sized)) -> Self {
        self.checked(|validator| value.check(validator))
    }

    /// Makes checks of what is to be sent, unless the client was told not to.
    pub fn checked(mut self, checks: impl FnOnce(&mut Validator)) -> Self {
        if self.core.validates() {
            checks(&mut self.draft.validator);
        }
        self
    }

    /// Sets a text as the body.
    pub fn text(self, content_type: &str, body: String) -> Self {
        self.bytes(content_type, Bytes::from(body))
    }

    /// Sets bytes as the body.
    pub fn bytes(mut self, content_type: &str, body: Bytes) -> Self {
        match HeaderValue::from_str(content_type) {
            Ok(content_type) => self.draft.body(content_type, Some(body)),
            Err(_) => self.draft.fail_header("content-type"),
        }
        self
    }

    /// Sends the call and gives the value together with status, headers and request id.
    ///
    /// Dropping the future gives the call up.
    ///
    /// # Errors
    /// [`Error`] tells apart what can go wrong.
    pub async fn send(self) -> Result<Reply<O::Response>, Error<O::Error>> {
        match self.exchange(is_streamed::<O>()).await {
            Ok(received) => read::<O>(received),
            Err(failure) => Err(failure.widen()),
        }
    }

    /// Sends the call and gives the body of a successful answer as it comes, whatever its form. The
    /// time is that until the answer begins, and then that between two pieces of it.
    ///
    /// Dropping the future or the stream gives the call up.
    ///
    /// # Errors
    /// [`Error`] tells apart what can go wrong. An answer that refuses is read as a whole.
    pub async fn stream(self) -> Result<Reply<ByteStream>, Error<O::Error>> {
        match self.exchange(true).await {
            Ok(mut received) if received.is_success() => {
                let (stream, _) = received.take_stream();
                Ok(Reply::new(stream, received.into_response()))
            }
            Ok(received) => Err(refused::<O>(received)),
            Err(failure) => Err(failure.widen()),
        }
    }

    /// Sends the call and gives the answer as it came, whatever its status and its body.
    ///
    /// Dropping the future gives the call up.
    ///
    /// # Errors
    /// Fails where no complete answer came.
    pub async fn send_raw(self) -> Result<RawResponse, Error<O::Error>> {
        match self.exchange(false).await {
            Ok(received) => Ok(received.into_response()),
            Err(Failure::Redirect(redirect)) => Ok(redirect.into_response()),
            Err(failure) => Err(failure.widen()),
        }
    }

    /// The same call of an operation that asks for the answer in another form.
    pub fn cast<P: Operation>(self) -> Call<'c, P> {
        Call {
            core: self.core,
            draft: self.draft,
            operation: PhantomData,
        }
    }

    fn exchange(self, streamed: bool) -> BoxFuture<'c, Result<Received, Failure>> {
        let meta = Meta {
            operation: O::INFO,
            server: O::SERVER,
            security: O::SECURITY.unwrap_or(self.core.settings().security),
            accept: O::ACCEPT,
            redirects: O::REDIRECTS,
            repeatable: O::REPEATABLE,
            idempotency_key: O::IDEMPOTENCY_KEY,
            streamed,
        };
        self.core.exchange(meta, self.draft)
    }
}

impl<'c, O: Operation> IntoFuture for Call<'c, O> {
    type Output = Result<O::Response, Error<O::Error>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let exchange = self.exchange(is_streamed::<O>());
        Box::pin(async move {
            match exchange.await {
                Ok(received) => read::<O>(received).map(Reply::into_value),
                Err(failure) => Err(failure.widen()),
            }
        })
    }
}

impl<O: Operation> fmt::Debug for Call<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &O::INFO.id)
            .finish_non_exhaustive()
    }
}

const fn is_streamed<O: Operation>() -> bool {
    <O::Body as ReadBody<O::Response>>::STREAMED
}

/// The typed end of a call.
fn read<O: Operation>(mut received: Received) -> Result<Reply<O::Response>, Error<O::Error>> {
    if !received.is_success() {
        return Err(refused::<O>(received));
    }
    match O::Body::read(&mut received) {
        Ok(value) => Ok(Reply::new(value, received.into_response())),
        Err(error) => Err(Failure::unreadable(received.into_response(), error).widen()),
    }
}

/// The typed end of a call that the API refuses.
fn refused<O: Operation>(mut received: Received) -> Error<O::Error> {
    match O::ErrorBody::read(&mut received) {
        Ok(body) => Error::Api(ApiError::new(received.into_response(), body)),
        Err(error) => Failure::unreadable(received.into_response(), error).widen(),
    }
}

impl Draft {
    pub(super) fn fail(&mut self, failure: Failure) {
        self.failed.get_or_insert(failure);
    }

    pub(super) fn fail_header(&mut self, name: &str) {
        let name = name.to_owned();
        self.fail(Failure::Serialize(SerializeError::Header { name }));
    }

    pub(super) fn header(&mut self, name: &str, value: &dyn fmt::Display) {
        let value = authorize::secret(value.to_string());
        match (HeaderName::from_bytes(name.as_bytes()), value) {
            (Ok(name), Some(value)) => {
                self.headers.insert(name, value);
            }
            _ => self.fail_header(name),
        }
    }

    fn query(&mut self, name: &str, value: &dyn fmt::Display) {
        let pair = url::pair(name, &value.to_string());
        url::push_pair(&mut self.query, &pair);
    }

    fn cookie(&mut self, name: &str, value: &dyn fmt::Display) {
        let cookie = authorize::cookie(name, &value.to_string());
        if authorize::push_cookie(&mut self.headers, &cookie).is_none() {
            self.fail_header(name);
        }
    }

    fn json(&mut self, body: Option<Vec<u8>>) {
        let content_type = HeaderValue::from_static("application/json");
        self.body(content_type, body.map(Bytes::from));
    }

    /// Sets the body, or remembers that it could not be written.
    pub(super) fn body(&mut self, content_type: HeaderValue, body: Option<Bytes>) {
        match body {
            Some(body) => self.body = Some((content_type, body)),
            None => self.fail(Failure::Serialize(SerializeError::Body)),
        }
    }
}
