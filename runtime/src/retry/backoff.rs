//! The wait before a retry.
//!
//! This is hand-written because available libraries bring their own timers and loops. None of them
//! combines full jitter, injected randomness and `Retry-After`.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

use crate::random::{self, Random};

/// The waits between attempts: doubling, constant, or a function. Default: doubling from 0.5 s to
/// 20 s.
///
/// Doubling waits are random, from 0 to their longest value ("full jitter"), so clients that failed
/// together do not retry together. Constant waits and those of a function are exact. A wait is
/// never shorter than the server asks for in `Retry-After`.
#[derive(Clone)]
pub struct Backoff(Waits);

#[derive(Clone)]
enum Waits {
    Doubling { base: Duration, cap: Duration },
    Constant(Duration),
    Function(Arc<dyn Fn(u32) -> Duration + Send + Sync>),
}

impl Default for Backoff {
    /// From 0.5 s to 20 s.
    fn default() -> Self {
        Self::new(Duration::from_millis(500), Duration::from_secs(20))
    }
}

impl Backoff {
    /// Creates waits of at most `base` before the first retry. The limit doubles before each
    /// further retry, up to `cap`.
    #[must_use]
    pub const fn new(base: Duration, cap: Duration) -> Self {
        Self(Waits::Doubling { base, cap })
    }

    /// Creates waits that are all as long as `wait`, exactly.
    #[must_use]
    pub const fn constant(wait: Duration) -> Self {
        Self(Waits::Constant(wait))
    }

    /// Creates waits that a function returns for the number of failed attempts, at least 1. They
    /// are not randomized.
    #[must_use]
    pub fn from_fn(wait: impl Fn(u32) -> Duration + Send + Sync + 'static) -> Self {
        Self(Waits::Function(Arc::new(wait)))
    }

    /// Returns the longest wait after `failures` failed attempts. 0 counts as 1.
    #[must_use]
    pub fn longest(&self, failures: u32) -> Duration {
        let failures = failures.max(1);
        match &self.0 {
            Waits::Doubling { base, cap } => {
                let factor = 2_u32.checked_pow(failures - 1).unwrap_or(u32::MAX);
                base.saturating_mul(factor).min(*cap)
            }
            Waits::Constant(wait) => *wait,
            Waits::Function(wait) => wait(failures),
        }
    }

    /// Returns a wait. For doubling ones, throttling counts as one more failure, because limits are
    /// per second.
    pub(crate) fn delay(
        &self,
        failures: u32,
        throttled: bool,
        retry_after: Option<Duration>,
        random: &dyn Random,
    ) -> Duration {
        let delay = match &self.0 {
            Waits::Doubling { .. } => {
                let failures = failures.saturating_add(u32::from(throttled));
                random::up_to(random, self.longest(failures))
            }
            Waits::Constant(_) | Waits::Function(_) => self.longest(failures),
        };
        delay.max(retry_after.unwrap_or_default())
    }
}

impl From<Duration> for Backoff {
    /// Creates [constant](Backoff::constant) waits.
    fn from(wait: Duration) -> Self {
        Self::constant(wait)
    }
}

impl<F: Fn(u32) -> Duration + Send + Sync + 'static> From<F> for Backoff {
    /// Creates waits that a [function](Backoff::from_fn) returns.
    fn from(wait: F) -> Self {
        Self::from_fn(wait)
    }
}

impl fmt::Debug for Backoff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Waits::Doubling { base, cap } => write!(f, "Backoff({base:?} to {cap:?})"),
            Waits::Constant(wait) => write!(f, "Backoff({wait:?})"),
            Waits::Function(_) => f.write_str("Backoff(function)"),
        }
    }
}

/// Returns the wait that the header `Retry-After` asks for, in seconds or as a date.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    struct Highest;

    impl Random for Highest {
        fn next_u64(&self) -> u64 {
            u64::MAX
        }
    }

    #[test]
    fn waits_double_up_to_the_cap() {
        let backoff = Backoff::default();
        let longest: Vec<_> = [0, 1, 2, 3, 6, 7, 40, u32::MAX]
            .map(|failures| backoff.longest(failures).as_millis())
            .into();
        assert_eq!(
            longest,
            [500, 500, 1_000, 2_000, 16_000, 20_000, 20_000, 20_000]
        );
        let endless = Backoff::new(Duration::MAX, Duration::MAX);
        assert_eq!(endless.longest(9), Duration::MAX);
    }

    #[test]
    fn throttling_and_retry_after_lengthen_waits() {
        let backoff = Backoff::default();
        let plain = backoff.delay(1, false, None, &Highest);
        let throttled = backoff.delay(1, true, None, &Highest);
        assert!(plain < Duration::from_millis(501) && plain > Duration::from_millis(499));
        assert!(throttled > Duration::from_millis(999));
        let asked = Duration::from_secs(33);
        assert_eq!(backoff.delay(1, true, Some(asked), &Highest), asked);
        let shorter = backoff.delay(1, true, Some(Duration::ZERO), &Highest);
        assert_eq!(shorter, throttled);
    }

    #[test]
    fn constants_and_functions_are_exact() {
        let constant = Backoff::from(Duration::from_secs(3));
        let linear = Backoff::from(|failures: u32| Duration::from_secs(1) * failures);
        let seconds = |backoff: &Backoff, failures, throttled, asked| {
            let asked = Some(Duration::from_secs(asked));
            let delay = backoff.delay(failures, throttled, asked, &Highest);
            delay.as_secs_f64()
        };
        assert_eq!(seconds(&constant, 1, true, 0), 3.0);
        assert_eq!(seconds(&constant, 9, false, 0), 3.0);
        assert_eq!(seconds(&constant, 9, false, 4), 4.0);
        assert_eq!(seconds(&linear, 2, true, 0), 2.0);
        assert_eq!(linear.longest(0), Duration::from_secs(1));
        let shown = format!("{constant:?} {linear:?} {:?}", Backoff::default());
        assert_eq!(shown, "Backoff(3s) Backoff(function) Backoff(500ms to 20s)");
    }

    #[test]
    fn retry_after_accepts_seconds_and_dates() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        for (value, seconds) in [
            ("3", Some(3)),
            (" 120 ", Some(120)),
            ("Sun, 06 Nov 1994 08:49:47 GMT", Some(10)),
            ("Sun, 06 Nov 1994 08:49:27 GMT", Some(0)),
            ("18446744073709551616", None),
            ("-1", None),
            ("soon", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_str(value).unwrap());
            let expected = seconds.map(Duration::from_secs);
            assert_eq!(retry_after(&headers, now), expected, "{value:?}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }
}
