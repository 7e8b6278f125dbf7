//! The running renewal, and the failures before it.

use std::time::{Duration, SystemTime};

use futures_util::future::{Shared, WeakShared};

use super::super::key::Credential;
use crate::date::Utc;
use crate::error::CredentialError;
use crate::time::BoxFuture;

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

pub(crate) type Outcome = Result<Credential, CredentialError>;

/// A renewal that any number of callers can wait for. Whichever caller polls drives it, so dropping
/// one caller does not cancel it.
pub(crate) type Flight = Shared<BoxFuture<'static, Outcome>>;

/// The state of renewing a cached credential.
#[derive(Default)]
pub(crate) struct Renewal {
    /// Weak, so a renewal is dropped, rather than left half done, when no caller waits for it.
    under_way: Option<WeakShared<BoxFuture<'static, Outcome>>>,
    failure: Option<Failure>,
}

/// The failures since the last success.
struct Failure {
    error: CredentialError,
    attempts: u32,
    retry_from: SystemTime,
}

impl Renewal {
    /// Returns the renewal in progress, if any.
    pub(crate) fn under_way(&self) -> Option<Flight> {
        let flight = self.under_way.as_ref()?.upgrade()?;
        if flight.peek().is_some() {
            return None;
        }
        Some(flight)
    }

    pub(crate) fn begin(&mut self, flight: &Flight) {
        self.under_way = flight.downgrade();
    }

    pub(crate) fn succeeded(&mut self) {
        self.failure = None;
    }

    pub(crate) fn failed(&mut self, error: CredentialError, now: SystemTime) {
        let attempts = self.failure.as_ref().map_or(0, |failure| failure.attempts) + 1;
        let doubled = FIRST_PAUSE.saturating_mul(1 << (attempts - 1).min(8));
        self.failure = Some(Failure {
            error,
            attempts,
            retry_from: now + doubled.min(LONGEST_PAUSE),
        });
    }

    /// Returns whether the last failure is so recent that another attempt should wait.
    pub(crate) fn pauses(&self, now: SystemTime) -> bool {
        let Some(failure) = &self.failure else {
            return false;
        };
        // An end beyond the longest pause means that the clock was set back.
        now < failure.retry_from && failure.retry_from <= now + LONGEST_PAUSE
    }

    pub(crate) fn last_error(&self) -> Option<&CredentialError> {
        self.failure.as_ref().map(|failure| &failure.error)
    }

    /// Returns the error for callers that find an expired credential, or an empty cache.
    pub(crate) fn error(&self, expired_at: Option<SystemTime>) -> Option<CredentialError> {
        let failure = self.failure.as_ref()?;
        let Some(expired_at) = expired_at else {
            return Some(failure.error.clone());
        };
        let attempts = match failure.attempts {
            1 => "1 attempt".to_owned(),
            attempts => format!("{attempts} attempts"),
        };
        let problem = format!(
            "the credential expired at {} and renewing it failed ({attempts})",
            Utc(expired_at)
        );
        Some(CredentialError::new(problem).caused_by(failure.error.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_until_success() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(100_000);
        let mut renewal = Renewal::default();
        for pause in [1, 2, 4, 8, 10, 10] {
            renewal.failed(CredentialError::new("no"), now);
            let end = now + Duration::from_secs(pause);
            assert!(renewal.pauses(end - Duration::from_millis(1)) && !renewal.pauses(end));
        }
        assert!(!renewal.pauses(now - Duration::from_secs(3600)));
        let error = renewal.error(Some(now)).unwrap().to_string();
        assert_eq!(
            error,
            "no usable credential: the credential expired at 1970-01-02T03:46:40Z and renewing it failed (6 attempts): no"
        );
        renewal.succeeded();
        assert!(!renewal.pauses(now) && renewal.error(None).is_none());
    }
}
