//! A span of `tracing` for each attempt, named and filled as OpenTelemetry asks of HTTP clients.
//!
//! No field holds a header, a body or more of a URL than its host and the path template. Without
//! the feature `tracing`, all of this is nothing.

use std::time::Duration;

use http::Uri;

use super::hook::OperationInfo;
use super::response::RawResponse;
use super::transport::TransportError;

#[cfg(feature = "tracing")]
pub(super) use self::on::AttemptSpan;

#[cfg(not(feature = "tracing"))]
pub(super) use self::off::AttemptSpan;

#[cfg(feature = "tracing")]
mod on {
    use tracing::field::{Empty, display};
    use tracing::{Instrument as _, Level, Span, span};

    use super::{Duration, OperationInfo, RawResponse, TransportError, Uri};
    use crate::runtime::client::TransportErrorKind;

    /// The span of one attempt.
    pub(in super::super) struct AttemptSpan(Span);

    impl AttemptSpan {
        pub(in super::super) fn new(
            operation: OperationInfo,
            uri: &Uri,
            resend_count: u32,
        ) -> Self {
            let OperationInfo { id, method, path } = operation;
            let span = span!(
                Level::INFO,
                "http_request",
                otel.name = format_args!("{method} {path}"),
                otel.kind = "client",
                otel.status_code = Empty,
                openapi.operation_id = id,
                http.request.method = method,
                url.template = path,
                url.scheme = uri.scheme_str(),
                server.address = uri.host(),
                server.port = port(uri),
                http.request.resend_count = (resend_count > 0).then_some(resend_count),
                http.response.status_code = Empty,
                http.client.request.duration = Empty,
                error.type = Empty,
                request_id = Empty,
            );
            Self(span)
        }

        /// Runs something within the span.
        pub(in super::super) fn enter<T>(&self, run: impl FnOnce() -> T) -> T {
            self.0.in_scope(run)
        }

        /// Waits for something within the span.
        pub(in super::super) async fn run<F: Future>(&self, future: F) -> F::Output {
            future.instrument(self.0.clone()).await
        }

        /// Tells how the attempt has ended.
        pub(in super::super) fn end(
            &self,
            outcome: Result<&RawResponse, &TransportError>,
            took: Duration,
        ) {
            let span = &self.0;
            if span.is_disabled() {
                return;
            }
            span.record("http.client.request.duration", took.as_secs_f64());
            match outcome {
                Ok(answer) => {
                    let status = answer.status().as_u16();
                    span.record("http.response.status_code", status);
                    if let Some(request_id) = answer.request_id() {
                        span.record("request_id", request_id);
                    }
                    if status >= 400 {
                        span.record("error.type", display(status));
                        span.record("otel.status_code", "ERROR");
                    }
                }
                Err(error) => {
                    span.record("error.type", kind(error.kind()));
                    span.record("otel.status_code", "ERROR");
                }
            }
        }
    }

    fn port(uri: &Uri) -> Option<u16> {
        uri.port_u16().or(match uri.scheme_str() {
            Some("http") => Some(80),
            Some("https") => Some(443),
            _ => None,
        })
    }

    const fn kind(kind: TransportErrorKind) -> &'static str {
        match kind {
            TransportErrorKind::Connect => "connect",
            TransportErrorKind::ConnectTimeout => "connect_timeout",
            TransportErrorKind::Timeout => "timeout",
            TransportErrorKind::BodyTooLarge => "body_too_large",
            TransportErrorKind::Interrupted => "interrupted",
            TransportErrorKind::Other => "_OTHER",
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use super::{Duration, OperationInfo, RawResponse, TransportError, Uri};

    /// Nothing.
    pub(in super::super) struct AttemptSpan;

    impl AttemptSpan {
        pub(in super::super) const fn new(_: OperationInfo, _: &Uri, _: u32) -> Self {
            Self
        }

        pub(in super::super) fn enter<T>(&self, run: impl FnOnce() -> T) -> T {
            run()
        }

        pub(in super::super) fn run<F: Future>(&self, future: F) -> F {
            future
        }

        pub(in super::super) const fn end(
            &self,
            _: Result<&RawResponse, &TransportError>,
            _: Duration,
        ) {
        }
    }
}
