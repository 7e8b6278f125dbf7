//! Calling an action again and again until its response shows what was waited for.
//!
//! Created, started and deleted things take their time. [`Wait`], which a client's `wait_until` begins,
//! calls a reading action until a predicate holds:
//!
//! | setting | default | set with |
//! |---|---|---|
//! | time in all | 10 min | [`Wait::time_limit`] |
//! | wait after the first call | 1 s, a random tenth more or less | [`Wait::first_delay`] |
//! | each further wait | half as long again, up to 15 s | [`Wait::longest_delay`] |
//!
//! Waits are never shorter than the action's documented rate allows. Calls are repeated as those of the
//! client are ([`retry`](crate::retry)); an error that is left after that ends the wait, unless it
//! [may pass](crate::Error::is_retryable).

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

/// A wait that begins when it is awaited. Dropping the future ends it.
#[must_use = "nothing is called before this is awaited"]
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
            pauses: Pauses::of(R::OPERATION),
        }
    }

    /// The time after which waiting is given up. 10 minutes by default. A pause that would outlast it is not begun;
    /// with zero the action is called once.
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    /// The wait after the first call. 1 s by default; one beyond the longest is cut to it.
    pub fn first_delay(mut self, delay: Duration) -> Self {
        self.pauses.first = delay;
        self
    }

    /// The longest wait between calls, but for a tenth more by chance. 15 s by default. What the documented rate
    /// demands is waited in any case.
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
            let passing = match self.client.send(self.request).await {
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
                    error: passing,
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
