//! The attempts of one call: counted, timed, paid for.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::backoff::Backoff;
use super::budget::{Budget, DEFAULT_CAPACITY};
use super::limits::RetryPolicyExt;
use super::policy::{Failure, RetryPolicy, SafeErrors};
use crate::config::Settings;
use crate::error::Error;

const DEFAULT_ATTEMPTS: u32 = 3;

/// What a configuration says about retries.
#[derive(Clone)]
pub(crate) struct RetrySettings {
    pub(crate) policy: Arc<dyn RetryPolicy>,
    pub(crate) backoff: Backoff,
    /// Tokens of each client's budget.
    pub(crate) budget: u32,
}

impl Default for RetrySettings {
    fn default() -> Self {
        Self {
            policy: Arc::new(SafeErrors.with_attempt_limit(DEFAULT_ATTEMPTS)),
            backoff: Backoff::default(),
            budget: DEFAULT_CAPACITY,
        }
    }
}

/// The attempts of one call.
pub(crate) struct Series<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) policy: &'a dyn RetryPolicy,
    pub(crate) budget: &'a Budget,
    /// The time for the whole call.
    pub(crate) timeout: Duration,
    /// Whether the request may take effect twice without harm.
    pub(crate) repeatable: bool,
    /// When the first attempt began, by the monotonic clock.
    pub(crate) started: Duration,
    /// Attempts begun; shared with whoever watches the time limit.
    pub(crate) attempts: &'a AtomicU32,
    /// The price of the last retry.
    pub(crate) paid: Option<u32>,
}

impl Series<'_> {
    /// An attempt begins; they count from 1.
    pub(crate) fn begin(&self) -> u32 {
        self.attempts.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// The call succeeded.
    pub(crate) fn succeeded(&self) {
        self.budget.succeeded(self.paid);
    }

    /// The wait before the next attempt, or `None` if this failure is final.
    pub(crate) fn delay_after(&mut self, error: &Error, clock_corrected: bool) -> Option<Duration> {
        let attempts = self.attempts.load(Ordering::Relaxed);
        let failure = Failure {
            error,
            attempts,
            elapsed: self.settings.clock.monotonic().saturating_sub(self.started),
            delay: if clock_corrected {
                Duration::ZERO
            } else {
                self.delay(error, attempts)
            },
            repeatable: self.repeatable,
            clock_corrected,
        };
        // The error at hand tells more than the timeout that waiting would end in.
        let in_time = failure.elapsed.saturating_add(failure.delay) < self.timeout;
        if !in_time || !self.policy.allows(&failure) {
            return None;
        }
        let after_timeout = matches!(error, Error::Timeout(_));
        self.paid = Some(self.budget.pay(after_timeout)?);
        Some(failure.delay)
    }

    fn delay(&self, error: &Error, attempts: u32) -> Duration {
        let settings = self.settings;
        let random = settings.random.as_ref();
        let throttled = error.is_throttling();
        settings
            .retry
            .backoff
            .delay(attempts, throttled, error.retry_after(), random)
    }
}
