//! A clock that sleeping sets forward, so that no test waits.

use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use tencentcloud_api_runtime::{BoxFuture, Clock, Random};

use super::exchange::NOW;

/// Whoever sleeps first sets the clock forward and wakes at once.
#[derive(Debug, Clone)]
pub struct SkippingClock {
    /// Seconds that the clock is ahead of the true time.
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

    /// Every sleep that came to its end.
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
        // A sleep that is never polled, the time limit of a call that does not wait, takes no time.
        Box::pin(poll_fn(move |_| {
            clock.advance(duration);
            clock.slept.lock().unwrap().push(duration);
            Poll::Ready(())
        }))
    }
}

/// Draws the same number each time: the greatest, which makes back-off longest, or any other.
#[derive(Debug, Clone, Copy)]
pub struct Always(pub u64);

impl Random for Always {
    fn next_u64(&self) -> u64 {
        self.0
    }
}
