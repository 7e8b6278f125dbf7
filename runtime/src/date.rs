//! Dates and times in UTC, as signatures and messages print them.

use std::fmt;
use std::time::{Duration, SystemTime};

const SECONDS_PER_DAY: u64 = 86_400;

/// A date as `2019-02-25`, without a heap allocation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct UtcDate([u8; 10]);

impl UtcDate {
    /// Returns the date of a number of seconds since 1970. Correct until year 9999.
    pub(crate) fn from_timestamp(timestamp: u64) -> Self {
        let (year, month, day) = civil_from_days(timestamp / SECONDS_PER_DAY);
        let digit = |number: u64, place: u64| b'0' + (number / place % 10) as u8;
        Self([
            digit(year, 1000),
            digit(year, 100),
            digit(year, 10),
            digit(year, 1),
            b'-',
            digit(month, 10),
            digit(month, 1),
            b'-',
            digit(day, 10),
            digit(day, 1),
        ])
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for UtcDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Returns year, month and day. Counts years from March, which puts leap days at the end.
fn civil_from_days(days_since_1970: u64) -> (u64, u64, u64) {
    const DAYS_PER_400_YEARS: u64 = 146_097;
    let days = days_since_1970 + 719_468;
    let era = days / DAYS_PER_400_YEARS;
    let day_of_era = days % DAYS_PER_400_YEARS;
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day)
}

/// A point in time that prints as `2019-02-25T16:44:25Z`.
pub(crate) struct Utc(pub(crate) SystemTime);

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let elapsed = self.0.duration_since(SystemTime::UNIX_EPOCH);
        let seconds = elapsed.map_or(0, |elapsed| elapsed.as_secs());
        let date = UtcDate::from_timestamp(seconds);
        let (hour, minute) = (seconds / 3600 % 24, seconds / 60 % 60);
        let date = date.as_str();
        write!(f, "{date}T{hour:02}:{minute:02}:{:02}Z", seconds % 60)
    }
}

/// Returns the time this many seconds after 1970. `None` if that is before 1970 or beyond the
/// platform's range.
pub(crate) fn from_seconds(seconds: i64) -> Option<SystemTime> {
    let seconds = u64::try_from(seconds).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_around_leap_days_is_correct() {
        for (timestamp, day) in [
            (0, "1970-01-01"),
            (86_399, "1970-01-01"),
            (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"),
            (1_551_113_065, "2019-02-25"),
            (1_551_139_199, "2019-02-25"),
            (1_551_139_200, "2019-02-26"),
            (1_709_164_800, "2024-02-29"),
            (1_735_689_599, "2024-12-31"),
            (4_107_542_400, "2100-03-01"),
        ] {
            assert_eq!(UtcDate::from_timestamp(timestamp).as_str(), day);
        }
    }

    #[test]
    fn four_centuries_of_days_count_up() {
        let mut days = 0;
        for year in 1970..2370_u64 {
            let leap =
                year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
            let february = if leap { 29 } else { 28 };
            for (month, length) in (1..).zip([31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
            {
                for day in 1..=length {
                    assert_eq!(civil_from_days(days), (year, month, day));
                    days += 1;
                }
            }
        }
    }

    #[test]
    fn utc_prints_to_the_second() {
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
