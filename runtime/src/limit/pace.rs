//! Turns at even distances.
//!
//! Thirty lines of our own: the crates for rate limits bring clocks, random numbers and concurrent maps
//! along, and none waits in order on a clock that is injected.

use std::time::Duration;

use tokio::sync::Mutex;

use crate::time::Clock;

/// How much longer the distance is than documented, in percent.
const MARGIN_PERCENT: u32 = 10;

#[derive(Debug)]
pub(super) struct Pace {
    distance: Duration,
    /// The earliest time for the next turn, by the monotonic clock. Whoever waits for it holds the
    /// lock, which others get in the order they came; one that is dropped leaves the turn to the next.
    next: Mutex<Duration>,
}

impl Pace {
    pub(super) fn new(per_second: u32) -> Self {
        let exact = Duration::from_secs(1) / per_second.max(1);
        Self {
            distance: exact + exact * MARGIN_PERCENT / 100,
            next: Mutex::new(Duration::ZERO),
        }
    }

    pub(super) async fn turn(&self, clock: &dyn Clock) {
        let mut next = self.next.lock().await;
        loop {
            let now = clock.monotonic();
            if now >= *next {
                *next = now + self.distance;
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
    use std::sync::{Arc, Mutex as StdMutex};
    use std::task::{Context, Poll, Waker};
    use std::time::SystemTime;

    use super::*;
    use crate::time::BoxFuture;

    /// Moves only by hand; sleepers look at it whenever they are polled.
    #[derive(Clone, Default)]
    struct Hands(Arc<StdMutex<Duration>>);

    impl Clock for Hands {
        fn now(&self) -> SystemTime {
            SystemTime::UNIX_EPOCH + self.monotonic()
        }

        fn monotonic(&self) -> Duration {
            *self.0.lock().unwrap()
        }

        fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
            let clock = self.clone();
            let until = clock.monotonic() + duration;
            Box::pin(poll_fn(move |_| match clock.monotonic() < until {
                true => Poll::Pending,
                false => Poll::Ready(()),
            }))
        }
    }

    fn is_over(turn: std::pin::Pin<&mut impl Future<Output = ()>>) -> bool {
        let mut context = Context::from_waker(Waker::noop());
        turn.poll(&mut context).is_ready()
    }

    #[test]
    fn turns_go_in_order_and_dropped_ones_to_the_next() {
        let (pace, clock) = (Pace::new(10), Hands::default());
        assert!(
            is_over(pin!(pace.turn(&clock))),
            "the first waits for nobody"
        );
        let mut dropped = Box::pin(pace.turn(&clock));
        let (mut second, mut third) = (pin!(pace.turn(&clock)), pin!(pace.turn(&clock)));
        assert!(!is_over(dropped.as_mut()) && !is_over(second.as_mut()));
        assert!(!is_over(third.as_mut()));
        drop(dropped);
        *clock.0.lock().unwrap() = Duration::from_millis(110);
        assert!(!is_over(third.as_mut()), "the second came before");
        assert!(is_over(second.as_mut()));
        assert!(!is_over(third.as_mut()));
        *clock.0.lock().unwrap() = Duration::from_millis(220);
        assert!(is_over(third.as_mut()));
    }
}
