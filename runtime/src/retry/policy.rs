//! The policies that decide whether to retry.

use std::time::Duration;

use crate::error::Error;

/// A failed attempt, as a policy sees it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Failure<'a> {
    /// The error of the attempt.
    pub error: &'a Error,
    /// The number of attempts so far, including this one.
    pub attempts: u32,
    /// The time since the first attempt began.
    pub elapsed: Duration,
    /// The wait before the next attempt, if the policy allows one.
    pub delay: Duration,
    /// True if the request may safely take effect twice: the action only reads, or the request
    /// carries a `ClientToken`.
    pub idempotent: bool,
    /// True if the failure revealed a wrong local clock, which the next attempt corrects for.
    pub clock_corrected: bool,
}

impl Failure<'_> {
    /// Returns whether the API cannot have acted on the request: it was refused, or never sent.
    #[must_use]
    pub fn had_no_effect(&self) -> bool {
        self.clock_corrected || self.error.is_throttling() || self.error.was_never_sent()
    }
}

/// A decision whether to retry a failed attempt. Functions from [`Failure`] to `bool` implement it
/// too.
///
/// [`RetryPolicyExt`] adds limits to any policy. The time limit of the whole call and the client's
/// retry budget apply regardless of the policy.
///
/// ```
/// use tencentcloud_api_runtime::retry::{Failure, RetryPolicy, RetryPolicyExt, SafeErrors};
///
/// /// Also retries actions that could not acquire a lock and therefore had no effect.
/// struct PatientWithLocks;
///
/// impl RetryPolicy for PatientWithLocks {
///     fn allows(&self, failure: &Failure<'_>) -> bool {
///         failure.error.code() == Some("FailedOperation.LockedByOther") || SafeErrors.allows(failure)
///     }
/// }
///
/// let policy = PatientWithLocks.with_attempt_limit(5);
/// ```
pub trait RetryPolicy: Send + Sync {
    /// Returns whether to retry after this failure.
    fn allows(&self, failure: &Failure<'_>) -> bool;
}

impl<F: Fn(&Failure<'_>) -> bool + Send + Sync> RetryPolicy for F {
    fn allows(&self, failure: &Failure<'_>) -> bool {
        self(failure)
    }
}

/// A policy that retries temporary errors if a retry is safe.
///
/// It has no limits. The default policy is this one with three attempts.
#[derive(Debug, Clone, Copy, Default)]
pub struct SafeErrors;

impl RetryPolicy for SafeErrors {
    fn allows(&self, failure: &Failure<'_>) -> bool {
        let may_pass = failure.clock_corrected || failure.error.is_retryable();
        may_pass && (failure.idempotent || failure.had_no_effect())
    }
}

/// A policy that never retries.
#[derive(Debug, Clone, Copy, Default)]
pub struct NeverRetry;

impl RetryPolicy for NeverRetry {
    fn allows(&self, _: &Failure<'_>) -> bool {
        false
    }
}

/// Limits for any policy. Each method wraps the policy into one that also applies the limit.
pub trait RetryPolicyExt: RetryPolicy + Sized {
    /// Limits the number of attempts, including the first. Zero counts as one.
    fn with_attempt_limit(self, attempts: u32) -> AttemptLimit<Self> {
        AttemptLimit {
            policy: self,
            attempts,
        }
    }

    /// Limits the time between the start of the first attempt and the start of the last one.
    fn with_time_limit(self, limit: Duration) -> TimeLimit<Self> {
        TimeLimit {
            policy: self,
            limit,
        }
    }
}

impl<P: RetryPolicy> RetryPolicyExt for P {}

/// A policy with a limited number of attempts; see [`RetryPolicyExt::with_attempt_limit`].
#[derive(Debug, Clone, Copy)]
pub struct AttemptLimit<P> {
    policy: P,
    attempts: u32,
}

impl<P: RetryPolicy> RetryPolicy for AttemptLimit<P> {
    fn allows(&self, failure: &Failure<'_>) -> bool {
        failure.attempts < self.attempts && self.policy.allows(failure)
    }
}

/// A policy with a time limit; see [`RetryPolicyExt::with_time_limit`].
#[derive(Debug, Clone, Copy)]
pub struct TimeLimit<P> {
    policy: P,
    limit: Duration,
}

impl<P: RetryPolicy> RetryPolicy for TimeLimit<P> {
    fn allows(&self, failure: &Failure<'_>) -> bool {
        let next = failure.elapsed.saturating_add(failure.delay);
        next <= self.limit && self.policy.allows(failure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::{TransportError, TransportErrorKind};

    fn failure(error: &Error) -> Failure<'_> {
        Failure {
            error,
            attempts: 1,
            elapsed: Duration::from_secs(1),
            delay: Duration::from_secs(1),
            idempotent: true,
            clock_corrected: false,
        }
    }

    #[test]
    fn limit_forbids_but_never_allows() {
        let error = TransportError::new(TransportErrorKind::Exchange, "reset").into();
        let failure = failure(&error);
        for attempts in 1..4 {
            let failure = Failure {
                attempts,
                ..failure
            };
            let policy = SafeErrors.with_attempt_limit(3);
            assert_eq!(policy.allows(&failure), attempts < 3);
            assert!(!NeverRetry.with_attempt_limit(9).allows(&failure));
        }
        for (millis, allowed) in [(1_999, false), (2_000, true)] {
            let policy = SafeErrors
                .with_time_limit(Duration::from_millis(millis))
                .with_attempt_limit(2);
            assert_eq!(policy.allows(&failure), allowed);
        }
        let forever = Failure {
            delay: Duration::MAX,
            ..failure
        };
        assert!(
            !SafeErrors
                .with_time_limit(Duration::from_secs(9))
                .allows(&forever)
        );
    }

    #[test]
    fn closure_serves_as_policy() {
        let error = TransportError::new(TransportErrorKind::Exchange, "reset").into();
        let policy = |failure: &Failure<'_>| failure.attempts == 1;
        assert!(policy.with_attempt_limit(2).allows(&failure(&error)));
    }
}
