//! The limiter within one process.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Mutex as AsyncMutex;

use super::{LimitedRequest, RateLimiter};
use crate::error::RateLimitError;
use crate::time::{BoxFuture, Clock};

/// The key of a limit: product, action and region.
type Key = [String; 3];

/// A limiter within this process, which other processes do not see. Calls get slots in their order,
/// 10 % slower than documented. Dropping a waiting future frees its slot. It never refuses.
///
/// [`ConfigBuilder::documented_rate_limits`](crate::ConfigBuilder::documented_rate_limits) uses one
/// per configuration. Share one between configurations of the same account with an [`Arc`].
#[derive(Debug)]
pub struct LocalRateLimiter {
    processes: u32,
    paces: Mutex<BTreeMap<Key, Arc<Pace>>>,
}

impl Default for LocalRateLimiter {
    fn default() -> Self {
        Self::new()
    }
}

impl LocalRateLimiter {
    /// Creates a limiter that gives this process the whole documented rate.
    #[must_use]
    pub fn new() -> Self {
        Self::one_of(1)
    }

    /// Creates a limiter for one of this many processes, each of which gets the same share of the
    /// documented rate. Zero counts as one.
    #[must_use]
    pub fn one_of(processes: u32) -> Self {
        Self {
            processes: processes.max(1),
            paces: Mutex::default(),
        }
    }

    fn pace(&self, request: &LimitedRequest<'_>) -> Arc<Pace> {
        let key = [request.service, request.action, request.region].map(str::to_owned);
        let spacing = request.spacing().saturating_mul(self.processes);
        let mut paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
        let pace = paces.entry(key);
        Arc::clone(pace.or_insert_with(|| Arc::new(Pace::new(spacing))))
    }
}

impl RateLimiter for LocalRateLimiter {
    fn acquire<'a>(
        &'a self,
        request: LimitedRequest<'a>,
    ) -> BoxFuture<'a, Result<(), RateLimitError>> {
        let pace = self.pace(&request);
        Box::pin(async move {
            pace.acquire(request.clock).await;
            Ok(())
        })
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
    fn new(spacing: Duration) -> Self {
        Self {
            spacing,
            next: AsyncMutex::new(Duration::ZERO),
        }
    }

    async fn acquire(&self, clock: &dyn Clock) {
        let mut next = self.next.lock().await;
        loop {
            let now = clock.monotonic();
            if now >= *next {
                *next = now.saturating_add(self.spacing);
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
        let (pace, clock) = (
            Pace::new(Duration::from_millis(110)),
            ManualClock::default(),
        );
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
