//! Client-side rate limiting to the documented requests per second.
//!
//! The documentation limits most actions to a number of requests per second, per account and
//! region. With
//! [`ConfigBuilder::documented_rate_limits`](crate::ConfigBuilder::documented_rate_limits), calls
//! wait for a slot instead of being refused with `RequestLimitExceeded`:
//!
//! - Attempts of one action in one region are evenly spaced, 10 % slower than documented. The
//!   margin keeps network delays from pushing too many requests into one second.
//! - Calls get slots in their order. The wait before the first attempt does not count towards the
//!   [timeout](crate::ConfigBuilder::timeout) of the call. Dropping the future frees the slot.
//! - All clients of one configuration and its variants share the slots. Other processes of the
//!   account do not.
//! - Calls by name never wait, because the runtime does not know their documented rate.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Mutex as AsyncMutex;

use crate::time::Clock;

/// The margin added to the documented spacing, in percent.
const MARGIN_PERCENT: u32 = 10;

/// The key of a limit: product, action and region.
type Key = [String; 3];

/// The pace of each action and region called so far.
#[derive(Debug, Default)]
pub(crate) struct RateLimiter {
    paces: Mutex<BTreeMap<Key, Arc<Pace>>>,
}

impl RateLimiter {
    /// Waits until the action may be sent again.
    pub(crate) async fn acquire(&self, key: Key, per_second: u32, clock: &dyn Clock) {
        let pace = {
            let mut paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
            let pace = paces
                .entry(key)
                .or_insert_with(|| Arc::new(Pace::new(per_second)));
            Arc::clone(pace)
        };
        pace.acquire(clock).await;
    }
}

/// Evenly spaced slots.
///
/// This is hand-written because rate limiter crates bring clocks, random numbers and concurrent
/// maps. None of them waits in order on an injected clock.
#[derive(Debug)]
struct Pace {
    spacing: Duration,
    /// The earliest time for the next slot, by the monotonic clock. The caller that waits for it
    /// holds the lock; others get the lock in order. A dropped caller leaves the slot to the next
    /// one.
    next: AsyncMutex<Duration>,
}

impl Pace {
    fn new(per_second: u32) -> Self {
        let exact = Duration::from_secs(1) / per_second.max(1);
        Self {
            spacing: exact + exact * MARGIN_PERCENT / 100,
            next: AsyncMutex::new(Duration::ZERO),
        }
    }

    async fn acquire(&self, clock: &dyn Clock) {
        let mut next = self.next.lock().await;
        loop {
            let now = clock.monotonic();
            if now >= *next {
                *next = now + self.spacing;
                return;
            }
            clock.sleep(*next - now).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{Future, poll_fn};
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};
    use std::time::SystemTime;

    use super::*;
    use crate::time::BoxFuture;

    /// A clock that the test moves. Sleepers check it whenever they are polled.
    #[derive(Clone, Default)]
    struct ManualClock(Arc<Mutex<Duration>>);

    impl Clock for ManualClock {
        fn now(&self) -> SystemTime {
            SystemTime::UNIX_EPOCH + self.monotonic()
        }

        fn monotonic(&self) -> Duration {
            *self.0.lock().unwrap()
        }

        fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
            let clock = self.clone();
            let until = clock.monotonic() + duration;
            Box::pin(poll_fn(move |_| {
                if clock.monotonic() < until {
                    Poll::Pending
                } else {
                    Poll::Ready(())
                }
            }))
        }
    }

    fn is_over(slot: std::pin::Pin<&mut impl Future<Output = ()>>) -> bool {
        let mut context = Context::from_waker(Waker::noop());
        slot.poll(&mut context).is_ready()
    }

    #[test]
    fn dropped_slot_goes_to_next_caller() {
        let (pace, clock) = (Pace::new(10), ManualClock::default());
        assert!(
            is_over(pin!(pace.acquire(&clock))),
            "the first does not wait"
        );
        let mut dropped = Box::pin(pace.acquire(&clock));
        let (mut second, mut third) = (pin!(pace.acquire(&clock)), pin!(pace.acquire(&clock)));
        assert!(!is_over(dropped.as_mut()) && !is_over(second.as_mut()));
        assert!(!is_over(third.as_mut()));
        drop(dropped);
        *clock.0.lock().unwrap() = Duration::from_millis(110);
        assert!(!is_over(third.as_mut()), "the second is first in line");
        assert!(is_over(second.as_mut()));
        assert!(!is_over(third.as_mut()));
        *clock.0.lock().unwrap() = Duration::from_millis(220);
        assert!(is_over(third.as_mut()));
    }
}
