//! A clock that only the test moves.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};
use std::time::{Duration, SystemTime};

use crate::time::{BoxFuture, Clock};

/// A clock that only the test moves. Clones show the same time.
///
/// It starts at 2024-01-01 00:00 UTC. A sleeper wakes when [`advance`](Self::advance) has moved the
/// clock far enough, or at once with [`skipping`](Self::skipping).
#[derive(Debug, Clone)]
pub struct ManualClock {
    state: Arc<Mutex<State>>,
    skips: bool,
}

#[derive(Debug, Default)]
struct State {
    elapsed: Duration,
    sleepers: Vec<Waker>,
}

const START: Duration = Duration::from_secs(1_704_067_200);

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl ManualClock {
    /// Returns a clock at 2024-01-01 00:00 UTC that moves only by [`advance`](Self::advance).
    #[must_use]
    pub fn new() -> Self {
        Self {
            state: Arc::default(),
            skips: false,
        }
    }

    /// Returns the clock in a mode where sleeping takes no time and moves the clock forward.
    ///
    /// Use it only with transports that reply at once. With one that waits for a network, every
    /// time limit expires.
    #[must_use]
    pub fn skipping(mut self) -> Self {
        self.skips = true;
        self
    }

    /// Moves the clock and wakes the sleepers whose time has come.
    pub fn advance(&self, duration: Duration) {
        let sleepers = {
            let mut state = self.lock();
            state.elapsed = state.elapsed.saturating_add(duration);
            std::mem::take(&mut state.sleepers)
        };
        sleepers.into_iter().for_each(Waker::wake);
    }

    /// Returns how far the clock has moved since it was created.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.lock().elapsed
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns whether the clock has reached `until`. If not, the next move wakes the sleeper to
    /// check again.
    fn has_reached(&self, until: Duration, sleeper: &Waker) -> bool {
        if self.skips {
            self.advance(until.saturating_sub(self.elapsed()));
        }
        let mut state = self.lock();
        let reached = state.elapsed >= until;
        if !reached {
            state.sleepers.push(sleeper.clone());
        }
        reached
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + START + self.elapsed()
    }

    fn monotonic(&self) -> Duration {
        self.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        let until = self.elapsed().saturating_add(duration);
        Box::pin(poll_fn(move |context| {
            if clock.has_reached(until, context.waker()) {
                return Poll::Ready(());
            }
            Poll::Pending
        }))
    }
}

#[cfg(test)]
mod tests {
    use std::task::Context;

    use super::*;

    fn is_over(sleep: &mut BoxFuture<'static, ()>) -> bool {
        let mut context = Context::from_waker(Waker::noop());
        sleep.as_mut().poll(&mut context).is_ready()
    }

    #[test]
    fn advance_wakes_due_sleepers() {
        let clock = ManualClock::new();
        let before = clock.now();
        let second = Duration::from_secs(1);
        let (mut short, mut long) = (clock.sleep(second), clock.sleep(3 * second));
        assert!(!is_over(&mut short));
        clock.clone().advance(second);
        assert!(is_over(&mut short) && !is_over(&mut long));
        clock.advance(2 * second);
        assert!(is_over(&mut long));
        assert_eq!(clock.now(), before + 3 * second);
    }

    #[test]
    fn skipping_clock_moves_by_sleep() {
        let clock = ManualClock::new().skipping();
        let mut never_polled = clock.sleep(Duration::from_secs(60));
        assert!(is_over(&mut clock.sleep(Duration::from_secs(2))));
        assert_eq!(clock.elapsed(), Duration::from_secs(2));
        assert!(is_over(&mut never_polled));
        assert_eq!(clock.elapsed(), Duration::from_secs(60));
    }
}
