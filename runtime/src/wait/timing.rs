//! The loop of calls and pauses.

use std::time::Duration;

use super::WaitError;
use super::pauses::Pauses;
use crate::client::ServiceClient;
use crate::error::FailedState;
use crate::operation::{Operation, Request};

const DEFAULT_TIME_LIMIT: Duration = Duration::from_secs(600);

/// The verdict about a response.
#[derive(Debug)]
pub(crate) enum Progress {
    Pending,
    Done,
    Failed(FailedState),
}

/// The time limit and the pauses of a wait.
#[derive(Debug)]
pub(crate) struct Timing {
    pub(crate) limit: Duration,
    pub(crate) pauses: Pauses,
}

impl Timing {
    pub(crate) fn new(operation: &Operation) -> Self {
        Self {
            limit: DEFAULT_TIME_LIMIT,
            pauses: Pauses::new(operation),
        }
    }

    /// Calls the action until a response is final. `spent` counts towards the time limit.
    pub(crate) async fn run<R: Request>(
        &self,
        client: &ServiceClient,
        request: &R,
        spent: Duration,
        mut progress: impl FnMut(&R::Response) -> Progress + Send,
    ) -> Result<R::Response, WaitError<R::Response>> {
        let settings = &client.config().0;
        let began = settings.clock.monotonic().saturating_sub(spent);
        let (mut calls, mut last) = (0_u32, None);
        loop {
            calls = calls.saturating_add(1);
            let temporary = match client.send(request).await {
                Ok(response) => {
                    match progress(&response) {
                        Progress::Done => return Ok(response),
                        Progress::Failed(failure) => {
                            let last = Box::new(response);
                            return Err(WaitError::Failed { failure, last });
                        }
                        Progress::Pending => last = Some(Box::new(response)),
                    }
                    None
                }
                Err(error) if error.is_retryable() => Some(error),
                Err(error) => return Err(WaitError::Call { error, last }),
            };
            let pause = self.pauses.after(calls, settings.random.as_ref());
            let elapsed = settings.clock.monotonic().saturating_sub(began);
            if elapsed.saturating_add(pause) > self.limit {
                return Err(WaitError::TimeLimit {
                    limit: self.limit,
                    calls,
                    last,
                    error: temporary,
                });
            }
            settings.clock.sleep(pause).await;
        }
    }
}
