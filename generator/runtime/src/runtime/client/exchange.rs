//! The attempts of a call, until one of them ends well or for good.

use std::time::Instant;

use bytes::Bytes;
use http::StatusCode;

use super::authorize;
use super::call::{Draft, Meta};
use super::core::Core;
use super::error::Failure;
use super::hook::{Attempt, OperationInfo, Outgoing};
use super::received::Received;
use super::refusal::RedirectError;
use super::response::RawResponse;
use super::retry::Retries;
use super::stream::ByteStream;
use super::trace::AttemptSpan;
use super::transport::{BoxFuture, Limits, TransportError, TransportErrorKind};

/// An answer, and its body where that is read as it comes.
type Answer = (RawResponse, Option<ByteStream>);

impl Core {
    /// Sends a call, more than once where it may be, and waits for the answer: the whole of it, or
    /// its beginning where it is read as it comes and no refusal.
    pub(super) fn exchange(
        &self,
        meta: Meta,
        mut draft: Draft,
    ) -> BoxFuture<'_, Result<Received, Failure>> {
        Box::pin(async move {
            let settings = self.settings();
            let has_key = self.gives_key(&meta, &mut draft);
            draft.finish()?;
            let credentials = self.credentials(&meta)?;
            let is_safe = draft.repeatable.unwrap_or(meta.repeatable || has_key);
            let policy = draft.retry.as_ref().unwrap_or(&settings.retry);
            let mut retries = Retries::new(policy, is_safe);
            let limits = Limits {
                timeout: draft.timeout.or(settings.timeout),
                max_body: settings.max_body,
            };
            let mut is_renewed = false;
            loop {
                let mut request = self.request(&meta, &draft)?;
                let given = authorize::authorize(&mut request, &credentials).await;
                let given = given.map_err(Failure::Credential)?;
                let attempt = Begun::new(self, &meta, retries.made(), &mut request);
                let transport = &settings.transport;
                let outcome = if meta.streamed {
                    let answer = attempt.span.enter(|| self.open(&meta, request, limits));
                    attempt.span.run(answer).await
                } else {
                    let answer = attempt.span.enter(|| transport.send(request, limits));
                    let answer = attempt.span.run(answer).await;
                    answer.map(|answer| (answer.into(), None))
                };
                let outcome = within(outcome, limits.max_body);
                let (outcome, wait) = attempt.end(self, outcome, &mut retries);
                if let Some(wait) = wait {
                    drop(outcome);
                    wait.await;
                    continue;
                }
                let is_refused = outcome
                    .as_ref()
                    .is_ok_and(|(response, _)| response.status() == StatusCode::UNAUTHORIZED);
                if is_refused && !is_renewed && given.refused() {
                    is_renewed = true;
                    continue;
                }
                return match outcome {
                    Ok(answer) => received(&meta, answer, limits.max_body),
                    Err(error) => Err(Failure::Transport(error)),
                };
            }
        })
    }

    /// Whether a call carries a key of idempotency; it is given one where the client makes them.
    fn gives_key(&self, meta: &Meta, draft: &mut Draft) -> bool {
        let Some(name) = meta.idempotency_key else {
            return false;
        };
        if !draft.headers.contains_key(name)
            && let Some(make) = &self.settings().idempotency_keys
        {
            draft.header(name, &make());
        }
        draft.headers.contains_key(name)
    }

    /// Hands a request to the transport and waits for the beginning of the answer; for all of it
    /// where it is none that a value is read from.
    fn open<'c>(
        &'c self,
        meta: &'c Meta,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'c, Result<Answer, TransportError>> {
        let answer = self.settings().transport.stream(request, limits);
        Box::pin(async move {
            let (head, stream) = answer.await?.into_parts();
            let (body, stream) = if meta.is_success(head.status) {
                (Bytes::new(), Some(stream))
            } else {
                (stream.collect(limits.max_body).await?, None)
            };
            Ok((http::Response::from_parts(head, body).into(), stream))
        })
    }
}

/// The answer, unless its body is too large, whatever the transport thinks of it.
fn within(
    outcome: Result<Answer, TransportError>,
    max_body: usize,
) -> Result<Answer, TransportError> {
    match outcome {
        Ok((response, _)) if response.body().len() > max_body => {
            Err(TransportError::new(TransportErrorKind::BodyTooLarge))
        }
        outcome => outcome,
    }
}

/// An attempt that has begun.
struct Begun {
    operation: OperationInfo,
    resend_count: u32,
    span: AttemptSpan,
    start: Instant,
}

impl Begun {
    /// Shows the hooks what is about to be sent.
    fn new(
        core: &Core,
        meta: &Meta,
        resend_count: u32,
        request: &mut http::Request<Bytes>,
    ) -> Self {
        let operation = meta.operation;
        let span = AttemptSpan::new(operation, request.uri(), resend_count);
        span.enter(|| {
            for hook in &core.settings().hooks {
                hook.before(&mut Outgoing::new(operation, resend_count, request));
            }
        });
        Self {
            operation,
            resend_count,
            span,
            start: Instant::now(),
        }
    }

    /// Shows the hooks what has come of it; where the call is to be sent again, there is something
    /// to wait for.
    fn end(
        self,
        core: &Core,
        mut outcome: Result<Answer, TransportError>,
        retries: &mut Retries<'_>,
    ) -> (
        Result<Answer, TransportError>,
        Option<BoxFuture<'static, ()>>,
    ) {
        let settings = core.settings();
        let duration = self.start.elapsed();
        match &mut outcome {
            Ok((response, _)) => response.set_attempts(self.resend_count + 1),
            Err(error) => error.set_attempts(self.resend_count + 1),
        }
        let seen = outcome.as_ref().map(|(response, _)| response);
        let delay = retries.next(seen, duration);
        let wait = delay.and_then(|delay| {
            let wait = settings.sleep.as_ref()?.sleep(delay)?;
            Some((delay, wait))
        });
        self.span.end(seen, duration);
        let attempt = Attempt {
            operation: self.operation,
            resend_count: self.resend_count,
            duration,
            outcome: seen,
            repeated_after: wait.as_ref().map(|(delay, _)| *delay),
        };
        self.span.enter(|| {
            for hook in &settings.hooks {
                hook.after(&attempt);
            }
        });
        (outcome, wait.map(|(_, wait)| wait))
    }
}

impl Draft {
    /// Looks at all that was found wrong with a call while it was prepared.
    fn finish(&mut self) -> Result<(), Failure> {
        if let Some(failure) = self.failed.take() {
            return Err(failure);
        }
        if !self.unvalidated {
            let validator = std::mem::take(&mut self.validator);
            validator.finish().map_err(Failure::InvalidRequest)?;
        }
        self.add_body_members()
    }
}

/// What is made of an answer before its body is read.
fn received(meta: &Meta, (response, stream): Answer, max_body: usize) -> Result<Received, Failure> {
    let is_success = meta.is_success(response.status());
    if !is_success && response.status().is_redirection() {
        return Err(Failure::Redirect(RedirectError::new(response)));
    }
    Ok(Received::new(response, stream, max_body, is_success))
}
