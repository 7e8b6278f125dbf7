//! The state of Redis as this process knows it: reachable, or away since an outage began.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Decides when to ask Redis, and counts outages.
#[derive(Debug)]
pub(crate) struct Health {
    pause: Duration,
    /// The time of the next attempt to reach Redis; `None` if Redis is not away.
    retry_at: Mutex<Option<Instant>>,
    outages: AtomicU64,
    local_slots: AtomicU64,
}

impl Health {
    pub(crate) fn new(pause: Duration) -> Self {
        Self {
            pause,
            retry_at: Mutex::new(None),
            outages: AtomicU64::new(0),
            local_slots: AtomicU64::new(0),
        }
    }

    /// Returns whether to ask Redis now. During an outage, only one caller per pause may.
    pub(crate) fn may_ask(&self, now: Instant) -> bool {
        let mut retry_at = self.lock();
        match *retry_at {
            Some(next) if now < next => false,
            Some(_) => {
                *retry_at = Some(now + self.pause);
                true
            }
            None => true,
        }
    }

    /// Notes that Redis did not reply. Returns whether an outage begins with it.
    pub(crate) fn failed(&self, now: Instant) -> bool {
        let before = self.lock().replace(now + self.pause);
        if before.is_none() {
            self.outages.fetch_add(1, Ordering::Relaxed);
        }
        before.is_none()
    }

    /// Notes that Redis replied. Returns whether an outage ends with it.
    pub(crate) fn succeeded(&self) -> bool {
        self.lock().take().is_some()
    }

    pub(crate) fn count_local_slot(&self) {
        self.local_slots.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn is_degraded(&self) -> bool {
        self.lock().is_some()
    }

    pub(crate) fn outages(&self) -> u64 {
        self.outages.load(Ordering::Relaxed)
    }

    pub(crate) fn local_slots(&self) -> u64 {
        self.local_slots.load(Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Instant>> {
        self.retry_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outage_is_probed_once_per_pause() {
        let pause = Duration::from_secs(5);
        let health = Health::new(pause);
        let start = Instant::now();
        assert!(health.may_ask(start) && health.may_ask(start));
        assert!(health.failed(start), "the outage begins");
        assert!(!health.failed(start), "it began before");
        assert!(!health.may_ask(start + pause / 2));
        assert!(health.may_ask(start + pause));
        assert!(!health.may_ask(start + pause), "one caller is enough");
        assert!(health.is_degraded());
        assert!(health.succeeded(), "the outage ends");
        assert!(!health.succeeded());
        assert!(health.may_ask(start));
        assert_eq!(health.outages(), 1);
    }
}
