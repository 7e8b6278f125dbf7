//! Clocks and randomness that a test controls.

use std::future::{pending, poll_fn, ready};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use tencentcloud_api_runtime::{BoxFuture, Clock, Random};

/// The time that the clocks start at, as a Unix timestamp: 2019-02-25 16:44:25 UTC.
pub const NOW: u64 = 1_551_113_065;

/// A stopped clock. Sleeping ends at once or never.
#[derive(Debug, Clone, Copy)]
pub struct StoppedClock {
    pub sleeps_end: bool,
}

impl Clock for StoppedClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        if self.sleeps_end {
            return Box::pin(ready(()));
        }
        Box::pin(pending())
    }
}

/// A clock on which a sleep returns at once and moves the time forward.
#[derive(Debug, Clone)]
pub struct SkippingClock {
    /// The difference between the clock and the true time, in seconds.
    pub ahead: i64,
    elapsed: Arc<Mutex<Duration>>,
    slept: Arc<Mutex<Vec<Duration>>>,
}

impl SkippingClock {
    pub fn new() -> Self {
        Self {
            ahead: 0,
            elapsed: Arc::default(),
            slept: Arc::default(),
        }
    }

    pub fn elapsed(&self) -> Duration {
        *self.elapsed.lock().unwrap()
    }

    pub fn advance(&self, duration: Duration) {
        *self.elapsed.lock().unwrap() += duration;
    }

    /// Returns every completed sleep.
    pub fn slept(&self) -> Vec<Duration> {
        self.slept.lock().unwrap().clone()
    }
}

impl Clock for SkippingClock {
    fn now(&self) -> SystemTime {
        let true_time = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW) + self.elapsed();
        let ahead = Duration::from_secs(self.ahead.unsigned_abs());
        if self.ahead < 0 {
            true_time - ahead
        } else {
            true_time + ahead
        }
    }

    fn monotonic(&self) -> Duration {
        self.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        // Time passes only when the sleep is polled: the time limit of a call that does not wait
        // must not move the clock.
        Box::pin(poll_fn(move |_| {
            clock.advance(duration);
            clock.slept.lock().unwrap().push(duration);
            Poll::Ready(())
        }))
    }
}

/// A generator that always draws the same number. `u64::MAX` makes backoff longest.
#[derive(Debug, Clone, Copy)]
pub struct Always(pub u64);

impl Random for Always {
    fn next_u64(&self) -> u64 {
        self.0
    }
}
