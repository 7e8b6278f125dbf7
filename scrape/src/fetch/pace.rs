//! When the next request may be sent.

use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// A pause after each request, and a time before which nobody sends any.
#[derive(Debug)]
pub(super) struct Pace {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    pause: Duration,
    held_until: Option<Instant>,
}

impl Pace {
    pub(super) fn new(pause: Duration) -> Self {
        Self {
            state: Mutex::new(State {
                pause,
                held_until: None,
            }),
        }
    }

    /// Makes everybody wait.
    pub(super) fn hold(&self, time: Duration) {
        let until = Instant::now() + time;
        let mut state = self.lock();
        state.held_until = Some(state.held_until.map_or(until, |held| held.max(until)));
    }

    /// Makes pauses at least this long: robots.txt may ask for it.
    pub(super) fn slow_down(&self, pause: Duration) {
        let mut state = self.lock();
        state.pause = state.pause.max(pause);
    }

    /// Waits for one's turn.
    pub(super) fn before(&self) {
        let held = self.lock().held_until;
        if let Some(wait) = held.and_then(|held| held.checked_duration_since(Instant::now())) {
            thread::sleep(wait);
        }
    }

    /// Rests after a request.
    pub(super) fn after(&self) {
        let pause = self.lock().pause;
        thread::sleep(pause);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // The state is whole at all times.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
