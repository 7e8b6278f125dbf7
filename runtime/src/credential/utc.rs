//! Points in time, as errors show them.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::signing::UtcDate;

/// Prints as `2019-02-25T16:44:25Z`.
pub(super) struct Utc(pub(super) SystemTime);

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let elapsed = self.0.duration_since(SystemTime::UNIX_EPOCH);
        let seconds = elapsed.map_or(0, |elapsed| elapsed.as_secs());
        let date = UtcDate::of_timestamp(seconds);
        let (hour, minute) = (seconds / 3600 % 24, seconds / 60 % 60);
        let date = date.as_str();
        write!(f, "{date}T{hour:02}:{minute:02}:{:02}Z", seconds % 60)
    }
}

/// The point this many seconds after 1970; `None` if that is before 1970 or beyond what the platform
/// can tell.
pub(super) fn from_seconds(seconds: i64) -> Option<SystemTime> {
    let seconds = u64::try_from(seconds).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_to_the_second() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (1_551_113_065, "2019-02-25T16:44:25Z"),
            (1_735_689_599, "2024-12-31T23:59:59Z"),
        ] {
            assert_eq!(Utc(from_seconds(seconds).unwrap()).to_string(), text);
        }
        assert_eq!(from_seconds(-1), None);
    }
}
