//! Calls of an action at intervals until its response satisfies a predicate.
//!
//! Creating, starting and deleting resources takes time. [`Wait`], returned by a client's
//! `wait_until`, calls a read-only action until a predicate holds:
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

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

pub use error::WaitError;

use crate::client::ServiceClient;
use crate::operation::Request;
use crate::time::BoxFuture;
use pauses::Pauses;

const DEFAULT_TIME_LIMIT: Duration = Duration::from_secs(600);

/// A wait for a response that satisfies a predicate. It starts when awaited. Dropping the future
/// cancels it.
///
/// Awaiting it returns the first response that satisfies the predicate, or a [`WaitError`].
#[must_use = "waits do nothing unless awaited"]
pub struct Wait<'a, R: Request, P> {
    client: ServiceClient,
    request: &'a R,
    predicate: P,
    time_limit: Duration,
    pauses: Pauses,
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
            time_limit: DEFAULT_TIME_LIMIT,
            pauses: Pauses::new(R::OPERATION),
        }
    }

    /// Sets the time limit. Default: 10 minutes. If a pause would exceed it, the wait fails at
    /// once. With zero, the action is called once.
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    /// Sets the delay after the first call. Default: 1 s. Never more than the longest delay.
    pub fn first_delay(mut self, delay: Duration) -> Self {
        self.pauses.first = delay;
        self
    }

    /// Sets the longest delay between calls, to which up to a tenth is added at random. Default:
    /// 15 s. The documented rate limit applies in any case.
    pub fn longest_delay(mut self, delay: Duration) -> Self {
        self.pauses.longest = delay;
        self
    }

    pub(crate) async fn run(mut self) -> Result<R::Response, WaitError<R::Response>> {
        let settings = &self.client.config().0;
        let began = settings.clock.monotonic();
        let (mut calls, mut last) = (0_u32, None);
        loop {
            calls = calls.saturating_add(1);
            let temporary = match self.client.send(self.request).await {
                Ok(response) if (self.predicate)(&response) => return Ok(response),
                Ok(response) => {
                    last = Some(Box::new(response));
                    None
                }
                Err(error) if error.is_retryable() => Some(error),
                Err(error) => return Err(WaitError::Call { error, last }),
            };
            let pause = self.pauses.after(calls, settings.random.as_ref());
            let elapsed = settings.clock.monotonic().saturating_sub(began);
            if elapsed.saturating_add(pause) > self.time_limit {
                return Err(WaitError::TimeLimit {
                    limit: self.time_limit,
                    calls,
                    last,
                    error: temporary,
                });
            }
            settings.clock.sleep(pause).await;
        }
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
            .field("time_limit", &self.time_limit)
            .finish_non_exhaustive()
    }
}
