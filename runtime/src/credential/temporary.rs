//! Keys that a service has handed out for a while, checked before they are used.

use std::time::SystemTime;

use zeroize::Zeroizing;

use super::error::CredentialError;
use super::key::Credential;
use crate::date::{self, Utc};

/// What the metadata service and STS both hand out; any part may be missing.
#[derive(Default)]
pub(super) struct TemporaryKeys {
    pub(super) secret_id: Option<String>,
    pub(super) secret_key: Option<Zeroizing<String>>,
    pub(super) token: Option<Zeroizing<String>>,
    /// Seconds since 1970.
    pub(super) expired_time: Option<i64>,
}

impl TemporaryKeys {
    /// The credential, if it is whole and still valid.
    pub(super) fn check(self, now: SystemTime) -> Result<Credential, CredentialError> {
        let id = present(self.secret_id, "TmpSecretId")?;
        let key = present(self.secret_key, "TmpSecretKey")?;
        let token = present(self.token, "Token")?;
        let expires_at = present(self.expired_time, "ExpiredTime")?;
        let expires_at = date::from_seconds(expires_at).ok_or_else(|| {
            CredentialError::new("the answer's ExpiredTime is no number of seconds since 1970")
        })?;
        still_valid(expires_at, now)?;
        let credential = Credential::new(id, key.as_str())?.with_token(token.as_str())?;
        Ok(credential.with_expiry(expires_at))
    }
}

fn present<T>(part: Option<T>, name: &str) -> Result<T, CredentialError> {
    part.ok_or_else(|| CredentialError::new(format!("the answer has no {name}")))
}

/// Refuses what has expired on arrival, which is the local clock's fault as a rule.
pub(super) fn still_valid(expires_at: SystemTime, now: SystemTime) -> Result<(), CredentialError> {
    if now < expires_at {
        return Ok(());
    }
    Err(CredentialError::new(format!(
        "what was handed out expired at {}, and the clock here says {}: is it right?",
        Utc(expires_at),
        Utc(now)
    )))
}
