//! Waiting between two attempts.

use std::time::Duration;

use super::transport::BoxFuture;

/// Waits between two attempts of a call.
///
/// A closure that returns a future is one: `|time| my_runtime::sleep(time)`.
pub trait Sleep: Send + Sync {
    /// A future that ends when the time is over; `None` where nobody can wait here, so that the call
    /// is not sent again.
    fn sleep(&self, time: Duration) -> Option<BoxFuture<'static, ()>>;
}

impl<S, F> Sleep for S
where
    S: Fn(Duration) -> F + Send + Sync,
    F: Future<Output = ()> + Send + 'static,
{
    fn sleep(&self, time: Duration) -> Option<BoxFuture<'static, ()>> {
        Some(Box::pin(self(time)))
    }
}
