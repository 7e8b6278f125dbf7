//! The decision whether to try again.

use std::time::Duration;

use crate::error::Error;

/// An attempt that failed, as a policy sees it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Failure<'a> {
    /// Why it failed.
    pub error: &'a Error,
    /// Attempts made so far, this one included.
    pub attempts: u32,
    /// Time since the first attempt began.
    pub elapsed: Duration,
    /// The wait before the next attempt, if there is to be one.
    pub delay: Duration,
    /// Whether the request may take effect twice without harm: the action only reads, or the request
    /// carries a `ClientToken`.
    pub repeatable: bool,
    /// Whether the failure showed the local clock to be wrong, which the next attempt will allow for.
    pub clock_corrected: bool,
}

impl Failure<'_> {
    /// Whether the API cannot have acted on the request: it was turned away, or never sent.
    #[must_use]
    pub fn had_no_effect(&self) -> bool {
        self.clock_corrected || self.error.is_throttling() || self.error.was_never_sent()
    }
}

/// Decides whether a failed attempt is followed by another. Also implemented by functions of a
/// [`Failure`] that return a `bool`.
///
/// [`RetryPolicyExt`](super::RetryPolicyExt) adds limits to any policy. The time limit of the whole
/// call and the client's retry budget hold whatever a policy says.
///
/// ```
/// use tencentcloud_api_runtime::retry::{Failure, RetryPolicy, RetryPolicyExt, SafeErrors};
///
/// /// Also repeats what fails for want of a lock, which has had no effect.
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
    /// Whether to try again.
    fn allows(&self, failure: &Failure<'_>) -> bool;
}

impl<F: Fn(&Failure<'_>) -> bool + Send + Sync> RetryPolicy for F {
    fn allows(&self, failure: &Failure<'_>) -> bool {
        self(failure)
    }
}

/// Repeats what may well succeed a little later, provided that no harm can come of it.
///
/// Without limits of its own; the default policy is this one with three attempts.
#[derive(Debug, Clone, Copy, Default)]
pub struct SafeErrors;

impl RetryPolicy for SafeErrors {
    fn allows(&self, failure: &Failure<'_>) -> bool {
        let may_pass = failure.clock_corrected || failure.error.is_retryable();
        may_pass && (failure.repeatable || failure.had_no_effect())
    }
}

/// One attempt and no more.
#[derive(Debug, Clone, Copy, Default)]
pub struct NeverRetry;

impl RetryPolicy for NeverRetry {
    fn allows(&self, _: &Failure<'_>) -> bool {
        false
    }
}
