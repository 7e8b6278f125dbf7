//! A circuit breaker: lets attempts through until too many have failed, and then tries one now and then.

use std::time::Duration;

use super::settings::Limits;

/// The state of one endpoint. Times are those of the monotonic clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breaker {
    Closed {
        window_began: Duration,
        successes: u32,
        failures: u32,
    },
    Open {
        until: Duration,
    },
    HalfOpen {
        /// Whether an attempt is on its way.
        trying: bool,
    },
}

/// How an attempt was let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Admission {
    /// As one of many.
    Usual,
    /// To find out whether the endpoint has recovered.
    Trial,
}

impl Breaker {
    pub(super) fn new(now: Duration) -> Self {
        Self::Closed {
            window_began: now,
            successes: 0,
            failures: 0,
        }
    }

    /// Lets an attempt through, or not.
    pub(super) fn admit(&mut self, now: Duration) -> Option<Admission> {
        match *self {
            Self::Closed { .. } => return Some(Admission::Usual),
            Self::Open { until } if now < until => return None,
            Self::HalfOpen { trying: true } => return None,
            Self::Open { .. } | Self::HalfOpen { trying: false } => {}
        }
        *self = Self::HalfOpen { trying: true };
        Some(Admission::Trial)
    }

    /// An attempt ended. `failed` is unknown if it was given up.
    pub(super) fn settle(
        &mut self,
        admission: Admission,
        failed: Option<bool>,
        now: Duration,
        limits: &Limits,
    ) {
        match (admission, failed) {
            (Admission::Trial, Some(false)) => *self = Self::new(now),
            (Admission::Trial, Some(true)) => *self = Self::open(now, limits),
            (Admission::Trial, None) => *self = Self::HalfOpen { trying: false },
            (Admission::Usual, Some(failed)) => self.count(failed, now, limits),
            (Admission::Usual, None) => {}
        }
    }

    fn open(now: Duration, limits: &Limits) -> Self {
        Self::Open {
            until: now.saturating_add(limits.open_for),
        }
    }

    /// Attempts that were on their way when the breaker opened tell nothing new.
    fn count(&mut self, failed: bool, now: Duration, limits: &Limits) {
        if let Self::Closed { window_began, .. } = *self
            && now.saturating_sub(window_began) >= limits.window
        {
            *self = Self::new(now);
        }
        let Self::Closed {
            successes,
            failures,
            ..
        } = self
        else {
            return;
        };
        let counted = if failed {
            &mut *failures
        } else {
            &mut *successes
        };
        *counted = counted.saturating_add(1);
        let failed = u64::from(*failures);
        let all = failed + u64::from(*successes);
        if *failures >= limits.failures && failed * 100 >= all * u64::from(limits.percent) {
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
        window: Duration::from_secs(60),
        open_for: Duration::from_secs(30),
    };

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn count(breaker: &mut Breaker, failures: u32, successes: u32, seconds: u64) {
        for index in 0..failures + successes {
            let failed = Some(index < failures);
            breaker.settle(Admission::Usual, failed, at(seconds), &LIMITS);
        }
    }

    fn opened() -> Breaker {
        let mut breaker = Breaker::new(at(0));
        count(&mut breaker, 3, 0, 0);
        assert_eq!(breaker, Breaker::Open { until: at(30) });
        breaker
    }

    #[test]
    fn successes_never_open() {
        let mut breaker = Breaker::new(at(0));
        count(&mut breaker, 0, 1_000, 0);
        assert_eq!(breaker.admit(at(0)), Some(Admission::Usual));
    }

    #[test]
    fn failures_open_if_they_are_many_and_most() {
        let mut few = Breaker::new(at(0));
        count(&mut few, 2, 0, 0);
        assert!(few.admit(at(0)).is_some());
        let mut minority = Breaker::new(at(0));
        count(&mut minority, 0, 20, 0);
        count(&mut minority, 59, 0, 0);
        assert!(
            minority.admit(at(0)).is_some(),
            "59 of 79 are less than 75 %"
        );
        count(&mut minority, 1, 0, 0);
        assert!(minority.admit(at(0)).is_none(), "60 of 80 are not");
    }

    #[test]
    fn windows_forget() {
        let mut breaker = Breaker::new(at(0));
        count(&mut breaker, 2, 0, 59);
        count(&mut breaker, 2, 0, 60);
        assert!(breaker.admit(at(60)).is_some());
        count(&mut breaker, 1, 0, 119);
        assert!(breaker.admit(at(119)).is_none());
    }

    #[test]
    fn a_single_trial_decides() {
        let mut breaker = opened();
        assert_eq!(breaker.admit(at(29)), None);
        assert_eq!(breaker.admit(at(30)), Some(Admission::Trial));
        assert_eq!(breaker.admit(at(30)), None, "one at a time");
        let mut failed = breaker;
        failed.settle(Admission::Trial, Some(true), at(31), &LIMITS);
        assert_eq!(failed, Breaker::Open { until: at(61) });
        breaker.settle(Admission::Trial, Some(false), at(31), &LIMITS);
        assert_eq!(breaker, Breaker::new(at(31)));
    }

    #[test]
    fn a_trial_given_up_leaves_room_for_another() {
        let mut breaker = opened();
        breaker.admit(at(30));
        breaker.settle(Admission::Trial, None, at(30), &LIMITS);
        assert_eq!(breaker.admit(at(30)), Some(Admission::Trial));
    }

    #[test]
    fn latecomers_do_not_touch_an_open_breaker() {
        let mut breaker = opened();
        count(&mut breaker, 3, 3, 29);
        assert_eq!(breaker, Breaker::Open { until: at(30) });
    }
}
