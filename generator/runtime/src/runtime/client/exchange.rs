//! The attempts of a call, until one of them ends well or for good.

use std::time::Instant;

use bytes::Bytes;

use super::call::{Draft, Meta};
use super::core::Core;
use super::error::Failure;
use super::hook::{Attempt, Outgoing};
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
            let is_safe = draft.repeatable.unwrap_or(meta.repeatable || has_key);
            let policy = draft.retry.as_ref().unwrap_or(&settings.retry);
            let mut retries = Retries::new(policy, is_safe);
            let limits = Limits {
                timeout: draft.timeout.or(settings.timeout),
                max_body: settings.max_body,
            };
            loop {
                let request = self.request(&meta, &draft).await?;
                let (outcome, wait) = self.attempt(&meta, request, limits, &mut retries).await;
                if let Some(wait) = wait {
                    drop(outcome);
                    wait.await;
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

    /// Sends a call once; where it is to be sent again, there is something to wait for.
    async fn attempt(
        &self,
        meta: &Meta,
        mut request: http::Request<Bytes>,
        limits: Limits,
        retries: &mut Retries<'_>,
    ) -> (
        Result<Answer, TransportError>,
        Option<BoxFuture<'static, ()>>,
    ) {
        let settings = self.settings();
        let (operation, resend_count) = (meta.operation, retries.made());
        let span = AttemptSpan::new(operation, request.uri(), resend_count);
        span.enter(|| {
            for hook in &settings.hooks {
                hook.before(&mut Outgoing::new(operation, resend_count, &mut request));
            }
        });
        let start = Instant::now();
        let mut outcome = span.run(self.carry(meta, request, limits)).await;
        let duration = start.elapsed();
        match &mut outcome {
            Ok((response, _)) => response.set_attempts(resend_count + 1),
            Err(error) => error.set_attempts(resend_count + 1),
        }
        let seen = outcome.as_ref().map(|(response, _)| response);
        let delay = retries.next(seen, duration);
        let wait = delay.and_then(|delay| {
            let wait = settings.sleep.as_ref()?.sleep(delay)?;
            Some((delay, wait))
        });
        span.end(seen, duration);
        let attempt = Attempt {
            operation,
            resend_count,
            duration,
            outcome: seen,
            repeated_after: wait.as_ref().map(|(delay, _)| *delay),
        };
        span.enter(|| {
            for hook in &settings.hooks {
                hook.after(&attempt);
            }
        });
        (outcome, wait.map(|(_, wait)| wait))
    }

    /// Hands a request to the transport.
    async fn carry(
        &self,
        meta: &Meta,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<Answer, TransportError> {
        let transport = &self.settings().transport;
        let (response, stream) = if meta.streamed {
            let (head, stream) = transport.stream(request, limits).await?.into_parts();
            // All of an answer that no value is read from.
            let (body, stream) = if meta.is_success(head.status) {
                (Bytes::new(), Some(stream))
            } else {
                (stream.collect(limits.max_body).await?, None)
            };
            (http::Response::from_parts(head, body), stream)
        } else {
            (transport.send(request, limits).await?, None)
        };
        if response.body().len() > limits.max_body {
            return Err(TransportError::new(TransportErrorKind::BodyTooLarge));
        }
        Ok((response.into(), stream))
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
