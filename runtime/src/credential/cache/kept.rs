//! A cached credential, and the time of its renewal.

use std::time::{Duration, SystemTime};

use super::super::key::Credential;

/// The time before its expiry at which a credential is renewed. 5 minutes leave time for many
/// attempts.
const RENEW_BEFORE_EXPIRY: Duration = Duration::from_secs(300);
/// The fraction of its lifetime, one in 10, that a short-lived credential has left at its renewal.
const SHARE_OF_LIFETIME: u32 = 10;
/// The time to keep a credential without an expiry, because its owner may replace it at any time.
const KEEP_WITHOUT_EXPIRY: Duration = Duration::from_secs(300);
/// The largest step back of the clock that does not make renewal due.
const CLOCK_STEP: Duration = Duration::from_secs(60);

/// A cached credential, with the times of its fetch and of its renewal.
#[derive(Debug)]
pub(crate) struct Kept {
    credential: Credential,
    fetched_at: SystemTime,
    renew_from: SystemTime,
}

/// The state of a cached credential.
pub(crate) enum State {
    /// Usable.
    Fresh(Credential),
    /// Usable, and due for renewal.
    Due(Credential),
    /// Expired at this time.
    Expired(SystemTime),
}

impl Kept {
    pub(crate) fn new(credential: Credential, now: SystemTime) -> Self {
        let renew_from = match credential.expires_at() {
            Some(expires_at) => {
                let lifetime = expires_at.duration_since(now).unwrap_or_default();
                expires_at - RENEW_BEFORE_EXPIRY.min(lifetime / SHARE_OF_LIFETIME)
            }
            None => now + KEEP_WITHOUT_EXPIRY,
        };
        Self {
            credential,
            fetched_at: now,
            renew_from,
        }
    }

    pub(crate) fn state(&self, now: SystemTime) -> State {
        let credential = self.credential.clone();
        match credential.expires_at() {
            Some(expires_at) if expires_at <= now => State::Expired(expires_at),
            _ if self.is_fresh(now) => State::Fresh(credential),
            _ => State::Due(credential),
        }
    }

    fn is_fresh(&self, now: SystemTime) -> bool {
        now < self.renew_from && self.fetched_at <= now + CLOCK_STEP
    }

    pub(crate) fn credential(&self) -> &Credential {
        &self.credential
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: SystemTime = SystemTime::UNIX_EPOCH;

    fn at(seconds: u64) -> SystemTime {
        START + Duration::from_secs(100_000 + seconds)
    }

    fn state(lifetime: Option<u64>, seconds: u64) -> &'static str {
        let mut credential = Credential::new("id", "key").unwrap();
        if let Some(lifetime) = lifetime {
            credential = credential.with_expiry(at(lifetime));
        }
        match Kept::new(credential, at(0)).state(at(seconds)) {
            State::Fresh(_) => "fresh",
            State::Due(_) => "due",
            State::Expired(_) => "expired",
        }
    }

    #[test]
    fn renewal_is_due_before_expiry() {
        for (lifetime, due, expired) in [
            (43_200, 42_900, 43_200),
            (7200, 6900, 7200),
            (60, 54, 60),
            (1, 1, 1),
        ] {
            assert_eq!(state(Some(lifetime), due - 1), "fresh");
            if due < expired {
                assert_eq!(state(Some(lifetime), due), "due");
                assert_eq!(state(Some(lifetime), expired - 1), "due");
            }
            assert_eq!(state(Some(lifetime), expired), "expired");
        }
        assert_eq!(state(None, 299), "fresh");
        assert_eq!(state(None, 999_999), "due");
    }

    #[test]
    fn clock_set_back_makes_renewal_due() {
        let kept = Kept::new(Credential::new("id", "key").unwrap(), at(0));
        assert!(matches!(
            kept.state(at(0) - Duration::from_secs(60)),
            State::Fresh(_)
        ));
        assert!(matches!(
            kept.state(at(0) - Duration::from_secs(61)),
            State::Due(_)
        ));
    }
}
