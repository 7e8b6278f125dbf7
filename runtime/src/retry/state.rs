//! The retries of one call, and the budget that all calls of a client share.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::backoff::Backoff;
use super::policy::{Failure, RetryPolicy, RetryPolicyExt, SafeErrors};
use crate::error::{Error, ErrorKind};
use crate::random::Random;

const DEFAULT_ATTEMPTS: u32 = 3;

/// The configuration's retry settings.
#[derive(Clone)]
pub(crate) struct RetrySettings {
    pub(crate) policy: Arc<dyn RetryPolicy>,
    pub(crate) backoff: Backoff,
    /// The capacity of each client's budget, in tokens.
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

/// The progress of one call through its attempts.
pub(crate) struct RetryState<'a> {
    pub(crate) policy: &'a dyn RetryPolicy,
    pub(crate) backoff: &'a Backoff,
    pub(crate) budget: &'a Budget,
    /// The time limit of the whole call.
    pub(crate) timeout: Duration,
    /// True if the request may safely take effect twice.
    pub(crate) idempotent: bool,
    /// The start of the first attempt, by the monotonic clock.
    pub(crate) started: Duration,
    /// The number of attempts begun; the time limit of the call reads it too.
    pub(crate) attempts: &'a AtomicU32,
    /// The price of the last retry.
    pub(crate) paid: Option<u32>,
}

impl RetryState<'_> {
    /// Begins an attempt and returns its number, counted from 1.
    pub(crate) fn begin_attempt(&self) -> u32 {
        self.attempts.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Records that the call succeeded.
    pub(crate) fn succeeded(&self) {
        self.budget.succeeded(self.paid);
    }

    /// Returns the wait before the next attempt, or `None` if the failure is final. `now` is the
    /// monotonic time.
    pub(crate) fn delay_after(
        &mut self,
        error: &Error,
        clock_corrected: bool,
        now: Duration,
        random: &dyn Random,
    ) -> Option<Duration> {
        let attempts = self.attempts.load(Ordering::Relaxed);
        let delay = if clock_corrected {
            Duration::ZERO
        } else {
            let throttled = error.is_throttling();
            self.backoff
                .delay(attempts, throttled, error.retry_after(), random)
        };
        let failure = Failure {
            error,
            attempts,
            elapsed: now.saturating_sub(self.started),
            delay,
            idempotent: self.idempotent,
            clock_corrected,
        };
        // This error is more useful than the timeout that the wait would end in.
        let in_time = failure.elapsed.saturating_add(delay) < self.timeout;
        if !in_time || !self.policy.allows(&failure) {
            return None;
        }
        let after_timeout = matches!(error.kind(), ErrorKind::Timeout(_));
        self.paid = Some(self.budget.pay(after_timeout)?);
        Some(delay)
    }
}

const DEFAULT_CAPACITY: u32 = 500;
const RETRY_COST: u32 = 5;
/// A timeout costs more because it occupied a connection for long.
const TIMEOUT_RETRY_COST: u32 = 10;
const FIRST_SUCCESS_GAIN: u32 = 1;

/// A bucket of tokens that all calls of a client share. It keeps retries from making an outage
/// worse.
#[derive(Debug)]
pub(crate) struct Budget {
    capacity: u32,
    tokens: AtomicU32,
}

impl Budget {
    pub(crate) fn new(capacity: u32) -> Self {
        Self {
            capacity,
            tokens: AtomicU32::new(capacity),
        }
    }

    /// Takes the price of a retry and returns it; `None` if too few tokens are left.
    fn pay(&self, after_timeout: bool) -> Option<u32> {
        let cost = if after_timeout {
            TIMEOUT_RETRY_COST
        } else {
            RETRY_COST
        };
        if self.update(|tokens| tokens.checked_sub(cost)) {
            Some(cost)
        } else {
            None
        }
    }

    /// Refunds a successful call: `paid` is the price of its last retry, if it had one.
    fn succeeded(&self, paid: Option<u32>) {
        let gain = paid.unwrap_or(FIRST_SUCCESS_GAIN);
        // A full bucket, the common case, is only read, which avoids contention on the hot path.
        self.update(|tokens| {
            if tokens >= self.capacity {
                return None;
            }
            Some(tokens.saturating_add(gain).min(self.capacity))
        });
    }

    /// Changes the number of tokens. False if `change` returns `None`.
    fn update(&self, change: impl FnMut(u32) -> Option<u32>) -> bool {
        self.tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, change)
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(budget: &Budget) -> u32 {
        budget.tokens.load(Ordering::Relaxed)
    }

    #[test]
    fn successes_refund_retries() {
        let budget = Budget::new(17);
        assert_eq!(budget.pay(false), Some(5));
        assert_eq!(budget.pay(true), Some(10));
        assert_eq!(budget.pay(false), None, "2 tokens are left");
        assert_eq!(tokens(&budget), 2);
        budget.succeeded(None);
        assert_eq!(tokens(&budget), 3);
        budget.succeeded(Some(10));
        budget.succeeded(Some(10));
        assert_eq!(tokens(&budget), 17, "never more than the capacity");
    }

    #[test]
    fn empty_budget_forbids_retries() {
        let budget = Budget::new(0);
        budget.succeeded(None);
        assert_eq!(budget.pay(false), None);
    }
}
