//! How long to wait before trying again.
//!
//! Ten lines of arithmetic: the libraries for it bring timers and loops of their own, and none of them
//! combines full jitter, injected randomness and a server's wish.

use std::time::Duration;

use crate::random::{self, Random};

/// Waits that double, up to a cap, and are cut to a random part ("full jitter") so that clients that
/// failed together do not come back together.
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
    /// Waits of at most `base` before the first retry, twice as much before the next, never more than
    /// `cap`.
    #[must_use]
    pub const fn new(base: Duration, cap: Duration) -> Self {
        Self { base, cap }
    }

    /// The longest wait after `failures` failed attempts.
    #[must_use]
    pub fn longest(&self, failures: u32) -> Duration {
        let doublings = failures.saturating_sub(1);
        let factor = 2_u32.checked_pow(doublings).unwrap_or(u32::MAX);
        self.base.saturating_mul(factor).min(self.cap)
    }

    /// A wait; limits are per second, so throttling takes a wait as after one failure more.
    pub(super) fn delay(
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

#[cfg(test)]
mod tests {
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
    fn throttling_waits_longer_and_the_servers_wish_counts() {
        let backoff = Backoff::default();
        let plain = backoff.delay(1, false, None, &Highest);
        let throttled = backoff.delay(1, true, None, &Highest);
        assert!(plain < Duration::from_millis(501) && plain > Duration::from_millis(499));
        assert!(throttled > Duration::from_millis(999));
        let wish = Duration::from_secs(33);
        assert_eq!(backoff.delay(1, true, Some(wish), &Highest), wish);
        let shorter = backoff.delay(1, true, Some(Duration::ZERO), &Highest);
        assert_eq!(shorter, throttled);
    }
}
