//! How far the local clock is from the API's, learned when the API refuses a signature as expired.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::SystemTime;

use http::HeaderMap;
use http::header::DATE;

use crate::error::Error;

/// The API accepts timestamps up to five minutes off; a difference below this was not the reason.
const LEAST_CORRECTION_SECONDS: u64 = 60;

/// Seconds to add to the local clock. Shared by a client's clones.
#[derive(Debug, Default)]
pub(super) struct ClockOffset(AtomicI64);

impl ClockOffset {
    /// The timestamp to sign with.
    pub(super) fn timestamp(&self, now: SystemTime) -> u64 {
        seconds_since_1970(now).saturating_add_signed(self.0.load(Ordering::Relaxed))
    }

    /// Corrects the offset if the API found the signature expired and its own clock tells why; true if
    /// so. `signed` is the timestamp it was refused with.
    pub(super) fn learn(
        &self,
        error: &Error,
        headers: &HeaderMap,
        signed: u64,
        now: SystemTime,
    ) -> bool {
        if error.code() != Some("AuthFailure.SignatureExpire") {
            return false;
        }
        let Some(server) = date(headers).map(seconds_since_1970) else {
            return false;
        };
        if server.abs_diff(signed) < LEAST_CORRECTION_SECONDS {
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

/// A clock before 1970 counts as 1970: the API will answer that the signature has expired.
fn seconds_since_1970(time: SystemTime) -> u64 {
    let elapsed = time.duration_since(SystemTime::UNIX_EPOCH);
    elapsed.map_or(0, |elapsed| elapsed.as_secs())
}
