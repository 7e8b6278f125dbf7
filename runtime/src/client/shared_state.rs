//! The state that a client and its clones share across calls.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::SystemTime;

use http::HeaderMap;
use http::header::DATE;

use crate::error::Error;
use crate::retry::Budget;
use crate::signing::KeyCache;

#[derive(Debug)]
pub(super) struct SharedState {
    pub(super) keys: KeyCache,
    pub(super) budget: Budget,
    pub(super) clock_offset: ClockOffset,
}

impl SharedState {
    pub(super) fn new(retry_budget: u32) -> Self {
        Self {
            keys: KeyCache::default(),
            budget: Budget::new(retry_budget),
            clock_offset: ClockOffset::default(),
        }
    }
}

/// The least correction of the clock, in seconds. The API accepts timestamps up to five minutes
/// off, so a smaller difference did not cause the refusal.
const LEAST_CORRECTION_SECONDS: u64 = 60;

/// The seconds to add to the local clock, learned when the API refuses a signature as expired.
#[derive(Debug, Default)]
pub(super) struct ClockOffset(AtomicI64);

impl ClockOffset {
    /// Returns the timestamp to sign with, in seconds since 1970.
    pub(super) fn timestamp(&self, now: SystemTime) -> u64 {
        seconds_since_1970(now).saturating_add_signed(self.0.load(Ordering::Relaxed))
    }

    /// Corrects the offset if the API refused the signature as expired and the reply's `Date` shows
    /// that the local clock is wrong. Returns whether the offset changed. `signed_at` is the
    /// timestamp of the refused signature.
    pub(super) fn learn(
        &self,
        error: &Error,
        headers: &HeaderMap,
        signed_at: u64,
        now: SystemTime,
    ) -> bool {
        if !error.refuses_timestamp() {
            return false;
        }
        let Some(server) = date(headers).map(seconds_since_1970) else {
            return false;
        };
        if server.abs_diff(signed_at) < LEAST_CORRECTION_SECONDS {
            return false;
        }
        let seconds = |time| i64::try_from(time).unwrap_or(i64::MAX);
        let offset = seconds(server).saturating_sub(seconds(seconds_since_1970(now)));
        self.0.store(offset, Ordering::Relaxed);
        true
    }
}

fn date(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()
}

/// Returns the seconds since 1970. An earlier time counts as 1970, and the API then replies that
/// the signature has expired.
fn seconds_since_1970(time: SystemTime) -> u64 {
    let elapsed = time.duration_since(SystemTime::UNIX_EPOCH);
    elapsed.map_or(0, |elapsed| elapsed.as_secs())
}
