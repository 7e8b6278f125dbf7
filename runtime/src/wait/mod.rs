//! Calls of an action at intervals until its response satisfies a predicate.
//!
//! Creating, starting and deleting resources takes time. Where the documentation says which action
//! tells the result, products have ready-made waits in their module `wait`, such as
//! `cvm::wait::instances_running`. They return a [`Waiter`], which fails early when a
//! resource has a documented state of failure.
//!
//! For other conditions, [`Wait`], returned by a client's `wait_until`, calls a read-only action
//! until a predicate holds. Both have these settings:
//!
//! | setting | default | set with |
//! |---|---|---|
//! | time limit | 10 min | [`Wait::time_limit`] |
//! | delay after the first call | 1 s, up to a tenth more or less at random | [`Wait::first_delay`] |
//! | each further delay | 1.5 times the previous one, up to 15 s | [`Wait::longest_delay`] |
//!
//! Delays are never shorter than the action's documented rate limit allows. Each call is retried as
//! the client's other calls are ([`retry`](crate::retry)). An error that remains ends the wait,
//! unless it is [retryable](crate::Error::is_retryable).

mod error;
mod pauses;
mod timing;
pub(crate) mod waiter;

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

pub use error::WaitError;
pub use waiter::Waiter;

use crate::client::ServiceClient;
use crate::operation::Request;
use crate::time::BoxFuture;
use timing::{Progress, Timing};

/// A wait for a response that satisfies a predicate. It starts when awaited. Dropping the future
/// cancels it.
///
/// Awaiting it returns the first response that satisfies the predicate, or a [`WaitError`].
#[must_use = "waits do nothing unless awaited"]
pub struct Wait<'a, R: Request, P> {
    client: ServiceClient,
    request: &'a R,
    predicate: P,
    timing: Timing,
}

impl<'a, R: Request, P> Wait<'a, R, P>
where
    P: FnMut(&R::Response) -> bool + Send + 'a,
{
    pub(crate) fn new(client: ServiceClient, request: &'a R, predicate: P) -> Self {
        Self {
            client,
            request,
            predicate,
            timing: Timing::new(R::OPERATION),
        }
    }

    /// Sets the time limit. Default: 10 minutes. If a pause would exceed it, the wait fails at
    /// once. With zero, the action is called once.
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.timing.limit = limit;
        self
    }

    /// Sets the delay after the first call. Default: 1 s. Never more than the longest delay.
    pub fn first_delay(mut self, delay: Duration) -> Self {
        self.timing.pauses.first = delay;
        self
    }

    /// Sets the longest delay between calls, to which up to a tenth is added at random. Default:
    /// 15 s. The documented rate limit applies in any case.
    pub fn longest_delay(mut self, delay: Duration) -> Self {
        self.timing.pauses.longest = delay;
        self
    }

    pub(crate) async fn run(mut self) -> Result<R::Response, WaitError<R::Response>> {
        let progress = |response: &R::Response| match (self.predicate)(response) {
            true => Progress::Done,
            false => Progress::Pending,
        };
        let spent = Duration::ZERO;
        let waiting = self.timing.run(&self.client, self.request, spent, progress);
        waiting.await
    }
}

impl<'a, R: Request, P> IntoFuture for Wait<'a, R, P>
where
    P: FnMut(&R::Response) -> bool + Send + 'a,
{
    type Output = Result<R::Response, WaitError<R::Response>>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<R: Request, P> fmt::Debug for Wait<'_, R, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("action", &R::OPERATION.action)
            .field("time_limit", &self.timing.limit)
            .finish_non_exhaustive()
    }
}
