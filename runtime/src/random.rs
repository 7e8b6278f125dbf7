//! The randomness of back-off, tokens and ids.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// A source of random numbers for back-off, client tokens and ids. The numbers need not be
/// cryptographically secure. Tests implement it to make back-off predictable.
pub trait Random: Send + Sync {
    /// Returns 64 random bits, uniformly distributed.
    fn next_u64(&self) -> u64;
}

/// Randomness from the standard library's hash keys, which the operating system seeds.
///
/// Good enough for spreading retries and for unique tokens. Unlike a system call, it cannot fail.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn next_u64(&self) -> u64 {
        // Every `RandomState` has different keys, so the same input hashes differently each time.
        RandomState::new().hash_one(0_u8)
    }
}

/// Returns a duration between zero and `limit`, uniformly distributed.
pub(crate) fn up_to(random: &dyn Random, limit: Duration) -> Duration {
    const NANOS_PER_SECOND: u128 = 1_000_000_000;
    // 2³² steps: durations have at most 94 bits of nanoseconds, so the product fits.
    let share = u128::from(random.next_u64() >> 32);
    let nanos = (limit.as_nanos() * share) >> 32;
    let seconds = u64::try_from(nanos / NANOS_PER_SECOND).unwrap_or(u64::MAX);
    let rest = u32::try_from(nanos % NANOS_PER_SECOND).unwrap_or_default();
    Duration::new(seconds, rest)
}

/// Returns 32 hexadecimal digits that are unique for all practical purposes.
pub(crate) fn token(random: &dyn Random) -> String {
    format!("{:016x}{:016x}", random.next_u64(), random.next_u64())
}

/// Returns a random UUID, version 4.
pub(crate) fn uuid(random: &dyn Random) -> String {
    let (high, low) = (random.next_u64(), random.next_u64());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        low >> 48 & 0x3fff | 0x8000,
        low & 0xffff_ffff_ffff,
    )
}

/// Returns a positive number for the parameter `Nonce`.
pub(crate) fn nonce(random: &dyn Random) -> u64 {
    // 31 bits are small enough for every reader of JSON and every database column.
    u64::from(random.next_u64() as u32 >> 1) + 1
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
    fn tokens_are_unique() {
        let tokens: BTreeSet<_> = (0..10_000).map(|_| token(&SystemRandom)).collect();
        assert_eq!(tokens.len(), 10_000);
        assert!(tokens.iter().all(|token| token.len() == 32));
    }

    #[test]
    fn uuids_and_nonces_have_their_shape() {
        let ids: BTreeSet<String> = (0..1000).map(|_| uuid(&SystemRandom)).collect();
        assert_eq!(ids.len(), 1000);
        for id in ids {
            let lengths: Vec<usize> = id.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12]);
            assert_eq!(&id[14..15], "4");
            assert!("89ab".contains(&id[19..20]), "{id}");
        }
        assert!((0..1000).all(|_| (1..=1 << 31).contains(&nonce(&SystemRandom))));
    }

    #[test]
    fn bits_are_set_half_the_time() {
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
