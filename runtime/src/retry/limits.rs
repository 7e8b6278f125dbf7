//! Limits that can be put around any policy.

use std::time::Duration;

use super::policy::{Failure, RetryPolicy};

/// Limits for any policy; each wraps it into another policy.
pub trait RetryPolicyExt: RetryPolicy + Sized {
    /// The same policy with at most so many attempts, the first included; zero counts as one.
    fn with_attempt_limit(self, attempts: u32) -> AttemptLimit<Self> {
        AttemptLimit {
            policy: self,
            attempts,
        }
    }

    /// The same policy, but no attempt begins later than this after the first one.
    fn with_time_limit(self, limit: Duration) -> TimeLimit<Self> {
        TimeLimit {
            policy: self,
            limit,
        }
    }
}

impl<P: RetryPolicy> RetryPolicyExt for P {}

/// A policy with a number of attempts; made by [`RetryPolicyExt::with_attempt_limit`].
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

/// A policy with a time limit; made by [`RetryPolicyExt::with_time_limit`].
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
    use super::super::policy::{NeverRetry, SafeErrors};
    use super::*;
    use crate::error::Error;
    use crate::transport::{TransportError, TransportErrorKind};

    fn failure(error: &Error) -> Failure<'_> {
        Failure {
            error,
            attempts: 1,
            elapsed: Duration::from_secs(1),
            delay: Duration::from_secs(1),
            repeatable: true,
            clock_corrected: false,
        }
    }

    #[test]
    fn limits_only_ever_forbid() {
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
    fn functions_are_policies() {
        let error = TransportError::new(TransportErrorKind::Exchange, "reset").into();
        let policy = |failure: &Failure<'_>| failure.attempts == 1;
        assert!(policy.with_attempt_limit(2).allows(&failure(&error)));
    }
}
