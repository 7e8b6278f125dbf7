//! The clock of a fake, which tests move.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;

/// A point in time, in UTC.
pub type Moment = Timestamp;

/// A clock that runs with that of the system, ahead of it or behind it.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    /// Milliseconds that this clock is ahead of the system's.
    ahead: AtomicI64,
}

impl Clock {
    /// Returns the fake's time.
    pub(crate) fn now(&self) -> Moment {
        let ahead = self.ahead.load(Ordering::Relaxed);
        at(system_milliseconds().saturating_add(ahead))
    }

    /// Returns the system's time, which no test moves.
    pub(crate) fn system_now(&self) -> Moment {
        at(system_milliseconds())
    }

    /// Moves the clock forward.
    pub(crate) fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        let moved = |ahead: i64| Some(ahead.saturating_add(by));
        // Never fails, because it always has a new value.
        let _ = self
            .ahead
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, moved);
    }

    /// Sets the clock, which then runs on.
    pub(crate) fn set(&self, now: Moment) {
        let ahead = now.as_millisecond().saturating_sub(system_milliseconds());
        self.ahead.store(ahead, Ordering::Relaxed);
    }

    /// Returns to the system's time.
    pub(crate) fn reset(&self) {
        self.ahead.store(0, Ordering::Relaxed);
    }
}

fn system_milliseconds() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    })
}

/// Returns a point in time, as late as possible if no calendar reaches it.
fn at(milliseconds: i64) -> Moment {
    let latest = if milliseconds < 0 {
        Moment::MIN
    } else {
        Moment::MAX
    };
    Moment::from_millisecond(milliseconds).unwrap_or(latest)
}

/// Returns the UTC date of a number of seconds since 1970: `2019-02-25`.
pub(crate) fn date_of(seconds: i64) -> Option<String> {
    let moment = Moment::from_second(seconds).ok()?;
    Some(moment.strftime("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_runs_on_from_where_it_is_set() {
        let clock = Clock::default();
        let past: Moment = "2019-02-25T00:00:00Z".parse().unwrap();
        clock.set(past);
        clock.advance(Duration::from_secs(3600));
        let passed = clock.now().as_second() - past.as_second();
        assert!((3600..3660).contains(&passed), "{passed}");
        clock.reset();
        let behind = clock.system_now().as_second() - clock.now().as_second();
        assert!((0..60).contains(&behind), "{behind}");
    }

    #[test]
    fn clock_survives_absurd_times() {
        let clock = Clock::default();
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert_eq!(clock.now(), Moment::MAX);
        assert_eq!(date_of(1_551_113_065).as_deref(), Some("2019-02-25"));
        assert_eq!(date_of(i64::MAX), None);
    }
}
