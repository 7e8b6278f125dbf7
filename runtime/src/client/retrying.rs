//! The attempts of a call, within the time allowed for the whole.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use super::ServiceClient;
use super::clock_offset::ClockOffset;
use super::endpoint::Endpoint;
use super::envelope::Output;
use super::prepare::PreparedCall;
use super::response::Reply;
use crate::codec;
use crate::config::Config;
use crate::error::{Error, TimeoutError, TimeoutKind};
use crate::retry::{Budget, NeverRetry, RetryPolicy, Series};
use crate::time;
use crate::transport::HttpResponse;

/// What a client and its clones remember from call to call.
#[derive(Debug)]
pub(super) struct RetryState {
    budget: Budget,
    pub(super) clock_offset: ClockOffset,
}

impl RetryState {
    pub(super) fn new(config: &Config) -> Self {
        Self {
            budget: Budget::new(config.0.retry.budget),
            clock_offset: ClockOffset::default(),
        }
    }
}

/// An attempt's error, and what the reply taught besides.
pub(super) struct Failed {
    pub(super) error: Error,
    /// Whether the reply showed the local clock to be wrong.
    pub(super) clock_corrected: bool,
}

impl<E: Into<Error>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self {
            error: error.into(),
            clock_corrected: false,
        }
    }
}

impl ServiceClient {
    /// Makes the attempts within the time allowed for the whole call.
    pub(super) async fn run_within_limit(
        &self,
        mut call: PreparedCall<'_>,
        mut output: Output<'_>,
    ) -> Result<Reply, Error> {
        let attempts = AtomicU32::new(0);
        let allowed = call.timeout;
        self.turn(&call).await;
        let limit = self.config.0.clock.sleep(allowed);
        let finished = {
            let future = pin!(self.attempts(&mut call, &mut output, &attempts));
            time::before(limit, future).await
        };
        let result = finished.unwrap_or_else(|| Err(timeout(TimeoutKind::Total, allowed)));
        match result {
            Ok(http) => Ok(Reply {
                http,
                trace_id: call.trace_id,
                attempts: attempts.into_inner(),
            }),
            Err(error) => Err(error.after_attempts(attempts.into_inner())),
        }
    }

    /// Repeats the attempt as long as it fails and another is worth it.
    async fn attempts(
        &self,
        call: &mut PreparedCall<'_>,
        output: &mut Output<'_>,
        attempts: &AtomicU32,
    ) -> Result<HttpResponse, Error> {
        let clock = &self.config.0.clock;
        let mut series = self.series(call, attempts);
        let fail_over = self.config.0.fail_over.as_ref();
        let usual = fail_over.map(|_| Arc::clone(&call.endpoint));
        loop {
            let number = series.begin();
            let result = {
                let attempt = pin!(self.routed(call, usual.as_ref(), output));
                self.observed(number, attempt).await
            };
            let failed = match result {
                Ok(response) => {
                    series.succeeded();
                    return Ok(response);
                }
                Err(failed) => failed,
            };
            match series.delay_after(&failed.error, failed.clock_corrected) {
                Some(Duration::ZERO) => {}
                Some(delay) => clock.sleep(delay).await,
                None => return Err(failed.error),
            }
            // A reply that states an error may have filled members before it came to that.
            if let Output::Structure(structure) = output {
                codec::clear(*structure);
            }
            self.turn(call).await;
        }
    }

    fn series<'a>(&'a self, call: &PreparedCall<'_>, attempts: &'a AtomicU32) -> Series<'a> {
        let settings = &self.config.0;
        let policy: &dyn RetryPolicy = match call.retry {
            true => settings.retry.policy.as_ref(),
            false => &NeverRetry,
        };
        Series {
            settings,
            policy,
            budget: &self.retries.budget,
            timeout: call.timeout,
            repeatable: call.repeatable,
            started: settings.clock.monotonic(),
            attempts,
            paid: None,
        }
    }

    /// One attempt at whichever endpoint works; `usual` is known where the configuration cares.
    async fn routed(
        &self,
        call: &mut PreparedCall<'_>,
        usual: Option<&Arc<Endpoint>>,
        output: &mut Output<'_>,
    ) -> Result<HttpResponse, Failed> {
        let Some(usual) = usual else {
            return self.limited(call, output).await;
        };
        let passage = self.choose_endpoint(call, usual)?;
        let result = self.limited(call, output).await;
        if let Some(passage) = passage {
            passage.settle(result.as_ref().map_err(|failed| &failed.error).err());
        }
        result
    }

    /// One attempt within the time allowed for one.
    async fn limited(
        &self,
        call: &PreparedCall<'_>,
        output: &mut Output<'_>,
    ) -> Result<HttpResponse, Failed> {
        let attempt = pin!(self.attempt(call, output));
        let Some(allowed) = self.config.0.attempt_timeout else {
            return attempt.await;
        };
        let limit = self.config.0.clock.sleep(allowed);
        let finished = time::before(limit, attempt).await;
        finished.unwrap_or_else(|| Err(timeout(TimeoutKind::Attempt, allowed).into()))
    }
}

fn timeout(kind: TimeoutKind, allowed: Duration) -> Error {
    Error::Timeout(Box::new(TimeoutError {
        kind,
        allowed: Some(allowed),
        attempts: 0,
    }))
}
