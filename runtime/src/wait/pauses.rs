//! The pauses between calls.

use std::time::Duration;

use crate::operation::Operation;
use crate::random::{self, Random};

/// Pauses that grow by half from the first to the longest, within the action's rate limit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pauses {
    pub(crate) first: Duration,
    pub(crate) longest: Duration,
    /// The shortest pause that the documented rate limit allows.
    shortest: Duration,
}

impl Pauses {
    pub(crate) fn new(operation: &Operation) -> Self {
        let second = Duration::from_secs(1);
        Self {
            first: second,
            longest: Duration::from_secs(15),
            shortest: operation
                .rate_limit
                .map_or(Duration::ZERO, |rate| second / rate.max(1)),
        }
    }

    /// Returns the pause after a number of calls. It varies by up to a tenth, which spreads the
    /// calls of waits that start together.
    pub(crate) fn after(&self, calls: u32, random: &dyn Random) -> Duration {
        let mut pause = self.first;
        // 64 steps lead from any first pause to any longest pause that matters.
        for _ in 1..calls.min(64) {
            if pause >= self.longest {
                break;
            }
            pause = pause.saturating_add(pause / 2);
        }
        let pause = pause.min(self.longest);
        let spread = random::up_to(random, pause / 5);
        (pause - pause / 10)
            .saturating_add(spread)
            .max(self.shortest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::RegionRule;

    struct Middle;

    impl Random for Middle {
        fn next_u64(&self) -> u64 {
            1 << 63
        }
    }

    fn pauses(rate_limit: Option<u32>) -> Pauses {
        Pauses::new(&Operation {
            service: "cvm",
            version: "2017-03-12",
            action: "DescribeInstances",
            endpoint: "cvm.tencentcloudapi.com",
            region: RegionRule::Required,
            read_only: true,
            rate_limit,
        })
    }

    #[test]
    fn pauses_grow_by_half_to_longest() {
        let millis: Vec<_> = [1, 2, 3, 7, 8, 9, u32::MAX]
            .map(|calls| pauses(Some(40)).after(calls, &Middle).as_millis())
            .into();
        assert_eq!(
            millis,
            [1_000, 1_500, 2_250, 11_390, 15_000, 15_000, 15_000]
        );
    }

    #[test]
    fn documented_rate_sets_shortest_pause() {
        let quick = Pauses {
            first: Duration::ZERO,
            ..pauses(Some(4))
        };
        assert_eq!(quick.after(1_000, &Middle), Duration::from_millis(250));
        let unbounded = Pauses {
            first: Duration::ZERO,
            ..pauses(None)
        };
        assert_eq!(unbounded.after(u32::MAX, &Middle), Duration::ZERO);
    }
}
