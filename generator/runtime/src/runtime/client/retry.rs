//! Which attempts are followed by another, and when.

use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use http::StatusCode;

use super::response::RawResponse;
use super::transport::{TransportError, TransportErrorKind};

/// No delay is longer than this, so that no sum of them overflows.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// When a call that failed is sent again.
///
/// A call whose connection could not be made is sent again whatever it does, since nothing of it
/// was sent. All else is repeated only where repeating is safe: where the document says so of the
/// operation, by its method (`GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT`, `DELETE`) where the document
/// says nothing, or because the call carries a key of idempotency that the operation declares. Of
/// such a call a broken connection and the statuses of [`RetryPolicy::statuses`] are followed by
/// another attempt.
///
/// The delay before an attempt doubles each time and is drawn at random from the upper half of
/// what it may be; where the server says `Retry-After`, it is at least that.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    retries: usize,
    first: Duration,
    longest: Duration,
    budget: Duration,
    statuses: Vec<StatusCode>,
    on_timeout: bool,
}

impl RetryPolicy {
    /// Two further attempts, after half a second and a second, and none that would begin later than
    /// half a minute after the first; the statuses are 429 and 503.
    pub fn new() -> Self {
        Self {
            retries: 2,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(8),
            budget: Duration::from_secs(30),
            statuses: vec![
                StatusCode::TOO_MANY_REQUESTS,
                StatusCode::SERVICE_UNAVAILABLE,
            ],
            on_timeout: false,
        }
    }

    /// No further attempt, whatever happens.
    pub fn none() -> Self {
        Self::new().max_retries(0)
    }

    /// The number of attempts after the first.
    pub const fn max_retries(mut self, retries: usize) -> Self {
        self.retries = retries;
        self
    }

    /// The longest delay before the second attempt, and the longest of all. What the server asks
    /// for with `Retry-After` may be longer than both.
    pub fn delays(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first.min(LONGEST);
        self.longest = longest.min(LONGEST);
        self
    }

    /// The time from the beginning of the first attempt after which none begins. Where a delay
    /// would lead beyond it, the failure is given at once.
    pub const fn budget(mut self, budget: Duration) -> Self {
        self.budget = budget;
        self
    }

    /// The statuses that are followed by another attempt. Those of the server's own faults, such as
    /// 500, 502 and 504, may come after it has done what was asked.
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = StatusCode>) -> Self {
        self.statuses = statuses.into_iter().collect();
        self
    }

    /// Whether an answer that did not come in time is followed by another attempt. Each attempt has
    /// the whole time of the call.
    pub const fn on_timeout(mut self, repeat: bool) -> Self {
        self.on_timeout = repeat;
        self
    }

    /// Whether an attempt that ended so may be followed by another.
    fn repeats(&self, is_safe: bool, outcome: Result<&RawResponse, &TransportError>) -> bool {
        match outcome {
            Ok(answer) => is_safe && self.statuses.contains(&answer.status()),
            Err(error) => match error.kind() {
                TransportErrorKind::Connect | TransportErrorKind::ConnectTimeout => true,
                TransportErrorKind::Interrupted => is_safe,
                TransportErrorKind::Timeout => is_safe && self.on_timeout,
                TransportErrorKind::BodyTooLarge | TransportErrorKind::Other => false,
            },
        }
    }

    /// The delays, one after another. The backoff adds up to as much again to each, so it begins
    /// with half of what is wanted.
    fn backoff(&self) -> ExponentialBackoff {
        ExponentialBuilder::new()
            .with_jitter()
            .with_min_delay(self.first / 2)
            .with_max_delay(self.longest / 2)
            .with_max_times(self.retries)
            .build()
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// The attempts of one call.
#[derive(Debug)]
pub(super) struct Retries<'p> {
    policy: &'p RetryPolicy,
    is_safe: bool,
    /// Made when the first attempt has failed, as most never do.
    backoff: Option<ExponentialBackoff>,
    made: u32,
    spent: Duration,
}

impl<'p> Retries<'p> {
    pub(super) const fn new(policy: &'p RetryPolicy, is_safe: bool) -> Self {
        Self {
            policy,
            is_safe,
            backoff: None,
            made: 0,
            spent: Duration::ZERO,
        }
    }

    /// The number of attempts that have ended.
    pub(super) const fn made(&self) -> u32 {
        self.made
    }

    /// Counts an attempt that took some time, and gives the delay before the next if there is to be
    /// one.
    pub(super) fn next(
        &mut self,
        outcome: Result<&RawResponse, &TransportError>,
        took: Duration,
    ) -> Option<Duration> {
        self.made += 1;
        self.spent = self.spent.saturating_add(took);
        if !self.policy.repeats(self.is_safe, outcome) {
            return None;
        }
        let policy = self.policy;
        let backoff = self.backoff.get_or_insert_with(|| policy.backoff());
        let own = backoff.next()?.min(policy.longest);
        let asked = outcome.ok().and_then(RawResponse::retry_after);
        let delay = own.max(asked.unwrap_or_default());
        self.spent = self.spent.saturating_add(delay);
        (self.spent <= policy.budget).then_some(delay)
    }
}

/// Whether repeating an operation is safe by its method (RFC 9110, section 9.2.2).
pub(super) const fn is_idempotent(method: &str) -> bool {
    matches!(
        method.as_bytes(),
        b"GET" | b"HEAD" | b"OPTIONS" | b"TRACE" | b"PUT" | b"DELETE"
    )
}
