//! The circuit breakers of all endpoints, and the permits of attempts to use them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Limits, Rules};
use crate::endpoint::BackupRule;
use crate::error::{Error, ErrorKind, TimeoutKind};
use crate::time::Clock;
use crate::transport::TransportErrorKind;

/// The breakers of a configuration's endpoints, by host.
pub(crate) struct Breakers {
    rules: Rules,
    clock: Arc<dyn Clock>,
    by_host: Mutex<BTreeMap<String, Breaker>>,
}

impl Breakers {
    pub(crate) fn new(rules: Rules, clock: Arc<dyn Clock>) -> Self {
        Self {
            rules,
            clock,
            by_host: Mutex::default(),
        }
    }

    pub(crate) fn backups(&self) -> &[BackupRule] {
        &self.rules.backups
    }

    /// Returns a permit for an attempt at a host, unless the host's breaker is open.
    pub(crate) fn try_acquire(self: &Arc<Self>, host: &str) -> Option<Permit> {
        let now = self.clock.monotonic();
        let mut by_host = self.lock();
        let breaker = by_host
            .entry(host.to_owned())
            .or_insert_with(|| Breaker::new(now));
        Some(Permit {
            role: breaker.try_acquire(now)?,
            breakers: Arc::clone(self),
            host: host.to_owned(),
            failed: None,
        })
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Breaker>> {
        self.by_host.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A permit for one attempt at an endpoint. Dropping it reports the result to the breaker, even if
/// the attempt was cancelled.
pub(crate) struct Permit {
    breakers: Arc<Breakers>,
    host: String,
    role: Role,
    /// Unknown until the attempt finishes.
    failed: Option<bool>,
}

impl Permit {
    /// Finishes the attempt with its error, if it failed.
    pub(crate) fn finish(mut self, error: Option<&Error>) {
        self.failed = match error {
            Some(error) => blames_endpoint(error),
            None => Some(false),
        };
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let now = self.breakers.clock.monotonic();
        let limits = &self.breakers.rules.limits;
        if let Some(breaker) = self.breakers.lock().get_mut(&self.host) {
            breaker.finish(self.role, self.failed, now, limits);
        }
    }
}

/// Returns whether the endpoint caused the error; `None` if the attempt did not test the endpoint.
fn blames_endpoint(error: &Error) -> Option<bool> {
    match error.kind() {
        ErrorKind::Transport(error) => match error.kind() {
            TransportErrorKind::Setup => None,
            TransportErrorKind::ResponseTooLarge => Some(false),
            _ => Some(true),
        },
        ErrorKind::Timeout(error) if error.kind == TimeoutKind::Total => None,
        ErrorKind::Timeout(_) => Some(true),
        ErrorKind::HttpStatus(error) => Some((500..600).contains(&error.status)),
        ErrorKind::Api(_) | ErrorKind::Decode(_) => Some(false),
        ErrorKind::Credentials(_)
        | ErrorKind::InvalidRequest(_)
        | ErrorKind::RepeatedPage(_)
        | ErrorKind::RateLimit(_)
        | ErrorKind::MissingItems(_)
        | ErrorKind::FailedState(_) => None,
    }
}

/// The circuit breaker of one endpoint. Times are by the monotonic clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Breaker {
    Closed {
        window_began: Duration,
        successes: u32,
        failures: u32,
        /// The failures since the last success.
        consecutive: u32,
    },
    Open {
        until: Duration,
    },
    HalfOpen {
        /// True if a probe is in progress.
        probing: bool,
    },
}

/// The role of a permitted attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// An attempt at an endpoint that works.
    Normal,
    /// The attempt that finds out whether the endpoint has recovered.
    Probe,
}

impl Breaker {
    fn new(now: Duration) -> Self {
        Self::Closed {
            window_began: now,
            successes: 0,
            failures: 0,
            consecutive: 0,
        }
    }

    /// Permits an attempt, unless the breaker is open.
    fn try_acquire(&mut self, now: Duration) -> Option<Role> {
        match *self {
            Self::Closed { .. } => return Some(Role::Normal),
            Self::Open { until } if now < until => return None,
            Self::HalfOpen { probing: true } => return None,
            Self::Open { .. } | Self::HalfOpen { probing: false } => {}
        }
        *self = Self::HalfOpen { probing: true };
        Some(Role::Probe)
    }

    /// Records the result of an attempt. `failed` is `None` if the attempt was cancelled.
    fn finish(&mut self, role: Role, failed: Option<bool>, now: Duration, limits: &Limits) {
        match (role, failed) {
            (Role::Probe, Some(false)) => *self = Self::new(now),
            (Role::Probe, Some(true)) => *self = Self::open(now, limits),
            (Role::Probe, None) => *self = Self::HalfOpen { probing: false },
            (Role::Normal, Some(failed)) => self.count(failed, now, limits),
            (Role::Normal, None) => {}
        }
    }

    fn open(now: Duration, limits: &Limits) -> Self {
        Self::Open {
            until: now.saturating_add(limits.open_for),
        }
    }

    /// Counts an attempt. Results of attempts that began before the breaker opened are ignored.
    fn count(&mut self, failed: bool, now: Duration, limits: &Limits) {
        if let Self::Closed { window_began, .. } = *self
            && now.saturating_sub(window_began) >= limits.window
        {
            *self = Self::new(now);
        }
        let Self::Closed {
            successes,
            failures,
            consecutive,
            ..
        } = self
        else {
            return;
        };
        if failed {
            *failures = failures.saturating_add(1);
            *consecutive = consecutive.saturating_add(1);
        } else {
            *successes = successes.saturating_add(1);
            *consecutive = 0;
        }
        let in_a_row = *consecutive >= limits.consecutive;
        let failed = u64::from(*failures);
        let all = failed + u64::from(*successes);
        let frequent = failed * 100 >= all * u64::from(limits.percent);
        if in_a_row || *failures >= limits.failures && frequent {
            *self = Self::open(now, limits);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        failures: 3,
        percent: 75,
        consecutive: 6,
        window: Duration::from_secs(60),
        open_for: Duration::from_secs(30),
    };

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn count(breaker: &mut Breaker, failures: u32, successes: u32, seconds: u64) {
        for index in 0..failures + successes {
            let failed = Some(index < failures);
            breaker.finish(Role::Normal, failed, at(seconds), &LIMITS);
        }
    }

    fn opened() -> Breaker {
        let mut breaker = Breaker::new(at(0));
        count(&mut breaker, 3, 0, 0);
        assert_eq!(breaker, Breaker::Open { until: at(30) });
        breaker
    }

    #[test]
    fn successes_never_open_breaker() {
        let mut breaker = Breaker::new(at(0));
        count(&mut breaker, 0, 1_000, 0);
        assert_eq!(breaker.try_acquire(at(0)), Some(Role::Normal));
    }

    #[test]
    fn frequent_failures_open_breaker() {
        let mut few = Breaker::new(at(0));
        count(&mut few, 2, 0, 0);
        assert!(few.try_acquire(at(0)).is_some());
        let mut minority = Breaker::new(at(0));
        count(&mut minority, 0, 6, 0);
        for _ in 0..14 {
            count(&mut minority, 4, 1, 0);
        }
        count(&mut minority, 3, 0, 0);
        assert!(
            minority.try_acquire(at(0)).is_some(),
            "59 of 79 are less than 75 %"
        );
        count(&mut minority, 1, 0, 0);
        assert!(minority.try_acquire(at(0)).is_none(), "60 of 80 are not");
    }

    #[test]
    fn consecutive_failures_open_breaker() {
        let mut breaker = Breaker::new(at(0));
        count(&mut breaker, 0, 100, 0);
        count(&mut breaker, 5, 1, 0);
        count(&mut breaker, 5, 0, 0);
        assert!(
            breaker.try_acquire(at(0)).is_some(),
            "a success came between"
        );
        let mut expired = breaker;
        count(&mut expired, 1, 0, 60);
        assert!(expired.try_acquire(at(60)).is_some(), "a new window began");
        count(&mut breaker, 1, 0, 0);
        assert!(breaker.try_acquire(at(0)).is_none());
    }

    #[test]
    fn window_end_resets_counts() {
        let mut breaker = Breaker::new(at(0));
        count(&mut breaker, 2, 0, 59);
        count(&mut breaker, 2, 0, 60);
        assert!(breaker.try_acquire(at(60)).is_some());
        count(&mut breaker, 1, 0, 119);
        assert!(breaker.try_acquire(at(119)).is_none());
    }

    #[test]
    fn single_probe_decides() {
        let mut breaker = opened();
        assert_eq!(breaker.try_acquire(at(29)), None);
        assert_eq!(breaker.try_acquire(at(30)), Some(Role::Probe));
        assert_eq!(breaker.try_acquire(at(30)), None, "one at a time");
        let mut failed = breaker;
        failed.finish(Role::Probe, Some(true), at(31), &LIMITS);
        assert_eq!(failed, Breaker::Open { until: at(61) });
        breaker.finish(Role::Probe, Some(false), at(31), &LIMITS);
        assert_eq!(breaker, Breaker::new(at(31)));
    }

    #[test]
    fn cancelled_probe_allows_another() {
        let mut breaker = opened();
        breaker.try_acquire(at(30));
        breaker.finish(Role::Probe, None, at(30), &LIMITS);
        assert_eq!(breaker.try_acquire(at(30)), Some(Role::Probe));
    }

    #[test]
    fn late_results_keep_breaker_open() {
        let mut breaker = opened();
        count(&mut breaker, 3, 3, 29);
        assert_eq!(breaker, Breaker::Open { until: at(30) });
    }
}
