//! The randomness that back-off and client tokens depend on, so that tests can foresee it.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// Gives random numbers. They keep callers apart from each other; they guard no secret.
pub trait Random: Send + Sync {
    /// 64 random bits.
    fn next_u64(&self) -> u64;
}

/// Randomness by way of the standard library's hash keys, which the operating system seeds.
///
/// Enough for spreading retries and for unique tokens, and cannot fail, unlike asking the system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn next_u64(&self) -> u64 {
        // Every `RandomState` has keys of its own, so the same input gives another hash each time.
        RandomState::new().hash_one(0_u8)
    }
}

/// A duration from none at all to `limit`, each equally likely.
pub(crate) fn up_to(random: &dyn Random, limit: Duration) -> Duration {
    const NANOS_PER_SECOND: u128 = 1_000_000_000;
    // 2³² steps: durations have at most 94 bits of nanoseconds, so the product fits.
    let share = u128::from(random.next_u64() >> 32);
    let nanos = (limit.as_nanos() * share) >> 32;
    let seconds = u64::try_from(nanos / NANOS_PER_SECOND).unwrap_or(u64::MAX);
    let rest = u32::try_from(nanos % NANOS_PER_SECOND).unwrap_or_default();
    Duration::new(seconds, rest)
}

/// 32 hexadecimal digits that nobody else has.
pub(crate) fn token(random: &dyn Random) -> String {
    format!("{:016x}{:016x}", random.next_u64(), random.next_u64())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    struct Fixed(u64);

    impl Random for Fixed {
        fn next_u64(&self) -> u64 {
            self.0
        }
    }

    #[test]
    fn durations_stay_below_the_limit() {
        let limit = Duration::from_secs(10);
        assert_eq!(up_to(&Fixed(0), limit), Duration::ZERO);
        assert_eq!(up_to(&Fixed(1 << 63), limit), limit / 2);
        assert!(up_to(&Fixed(u64::MAX), limit) < limit);
        assert!(up_to(&Fixed(u64::MAX), Duration::MAX) < Duration::MAX);
    }

    #[test]
    fn tokens_differ() {
        let tokens: BTreeSet<_> = (0..10_000).map(|_| token(&SystemRandom)).collect();
        assert_eq!(tokens.len(), 10_000);
        assert!(tokens.iter().all(|token| token.len() == 32));
    }

    #[test]
    fn every_bit_is_set_about_half_the_time() {
        let drawn: Vec<u64> = (0..10_000).map(|_| SystemRandom.next_u64()).collect();
        for bit in 0..64 {
            let set = drawn
                .iter()
                .filter(|number| *number >> bit & 1 == 1)
                .count();
            assert!((4_500..5_500).contains(&set), "bit {bit}: {set}");
        }
    }
}
