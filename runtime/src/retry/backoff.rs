//! The wait before a retry.
//!
//! This is hand-written because available libraries bring their own timers and loops. None of them
//! combines full jitter, injected randomness and `Retry-After`.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

use crate::random::{self, Random};

/// Waits that double up to a cap. Each is a random part of its longest value ("full jitter"), so
/// clients that failed together do not retry together. Default: from 0.5 s to 20 s.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    base: Duration,
    cap: Duration,
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
        Self { base, cap }
    }

    /// Returns the longest wait after `failures` failed attempts. 0 counts as 1.
    #[must_use]
    pub fn longest(&self, failures: u32) -> Duration {
        let doublings = failures.saturating_sub(1);
        let factor = 2_u32.checked_pow(doublings).unwrap_or(u32::MAX);
        self.base.saturating_mul(factor).min(self.cap)
    }

    /// Returns a random wait. Throttling counts as one more failure, because limits are per second.
    pub(crate) fn delay(
        &self,
        failures: u32,
        throttled: bool,
        retry_after: Option<Duration>,
        random: &dyn Random,
    ) -> Duration {
        let failures = failures.saturating_add(u32::from(throttled));
        let delay = random::up_to(random, self.longest(failures));
        delay.max(retry_after.unwrap_or_default())
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
