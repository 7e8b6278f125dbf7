//! The keys that a fake accepts: permanent ones, and temporary ones that it issues itself.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde::{Deserialize, Serialize};

use crate::clock::Moment;

/// The SecretId that every fake accepts.
pub const SECRET_ID: &str = "AKIDfakecloud";
/// The SecretKey of [`SECRET_ID`].
pub const SECRET_KEY: &str = "fake-secret-key";

/// The account that owns all keys.
pub(crate) const OWNER_UIN: &str = "100000000001";
/// The application ID of the account.
pub(crate) const APP_ID: u64 = 1_250_000_000;

/// The beginning of the SecretIds of temporary keys.
const TEMPORARY: &str = "AKIDtmp";
/// Temporary keys follow from this text and their SecretId, so that they outlive a restart. They
/// protect nothing.
const SEED: &[u8] = b"tencentcloud-fake";

/// The caller of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    /// SecretId that signed the request; empty if it isn't signed.
    pub(crate) secret_id: String,
    /// ID of the account.
    pub(crate) uin: &'static str,
    /// Role or federated user of temporary keys: `qcs::cam::uin/…`.
    pub(crate) session: Option<String>,
}

/// The keys that a fake accepts.
pub(crate) struct Keyring(Mutex<BTreeMap<String, String>>);

/// Temporary keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TemporaryKeys {
    pub(crate) secret_id: String,
    pub(crate) secret_key: String,
    pub(crate) token: String,
    pub(crate) expires: Moment,
}

/// The content of a session token.
#[derive(Serialize, Deserialize)]
struct Session {
    id: String,
    /// Seconds since 1970.
    expires: i64,
    name: String,
}

impl Default for Keyring {
    fn default() -> Self {
        let key = (SECRET_ID.to_owned(), SECRET_KEY.to_owned());
        Self(Mutex::new(BTreeMap::from([key])))
    }
}

impl Keyring {
    /// Accepts a permanent key.
    pub(crate) fn add(&self, secret_id: impl Into<String>, secret_key: impl Into<String>) {
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        keys.insert(secret_id.into(), secret_key.into());
    }

    /// Returns the SecretKey of a SecretId.
    pub(crate) fn secret_key(&self, secret_id: &str) -> Option<String> {
        let keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let permanent = keys.get(secret_id).cloned();
        let is_temporary = secret_id.starts_with(TEMPORARY);
        permanent.or_else(|| is_temporary.then(|| temporary_key(secret_id)))
    }

    fn has(&self, secret_id: &str) -> bool {
        let keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        keys.contains_key(secret_id)
    }

    /// Returns the caller, if the token is the one that the keys need.
    pub(crate) fn caller(
        &self,
        secret_id: &str,
        token: Option<&str>,
        now: Moment,
    ) -> Result<Account, String> {
        let account = |session| Account {
            secret_id: secret_id.to_owned(),
            uin: OWNER_UIN,
            session,
        };
        let token = token.filter(|token| !token.is_empty());
        if !secret_id.starts_with(TEMPORARY) || self.has(secret_id) {
            return match token {
                None => Ok(account(None)),
                Some(_) => Err(format!(
                    "the request has a token, but {secret_id} is a permanent key: omit the token"
                )),
            };
        }
        let token = token.ok_or_else(|| {
            format!("{secret_id} is a temporary key: send its token as `X-TC-Token` or `Token`")
        })?;
        let session = read_token(token).filter(|session| session.id == secret_id);
        let session = session.ok_or_else(|| {
            format!("the token doesn't belong to {secret_id}: send the one issued with it")
        })?;
        if session.expires <= now.as_second() {
            let expired = Moment::from_second(session.expires).unwrap_or(now);
            return Err(format!("the token expired at {expired}: request new keys"));
        }
        Ok(account(Some(session.name)))
    }
}

/// Issues temporary keys. `id` tells them apart, and `name` is the role or federated user.
pub(crate) fn issue(id: &str, name: &str, expires: Moment) -> TemporaryKeys {
    let digits = id.chars().filter(char::is_ascii_alphanumeric);
    let secret_id: String = TEMPORARY.chars().chain(digits).collect();
    let session = Session {
        id: secret_id.clone(),
        expires: expires.as_second(),
        name: name.to_owned(),
    };
    let content = serde_json::to_vec(&session).unwrap_or_default();
    let content = URL_SAFE_NO_PAD.encode(content);
    let seal = URL_SAFE_NO_PAD.encode(mac("token", &content));
    TemporaryKeys {
        secret_key: temporary_key(&secret_id),
        secret_id,
        token: format!("{content}.{seal}"),
        expires,
    }
}

fn read_token(token: &str) -> Option<Session> {
    let (content, seal) = token.split_once('.')?;
    if URL_SAFE_NO_PAD.encode(mac("token", content)) != seal {
        return None;
    }
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(content).ok()?).ok()
}

fn temporary_key(secret_id: &str) -> String {
    let key = URL_SAFE_NO_PAD.encode(mac("key", secret_id));
    key.chars()
        .filter(char::is_ascii_alphanumeric)
        .take(32)
        .collect()
}

fn mac(purpose: &str, text: &str) -> hmac::Tag {
    let key = hmac::Key::new(hmac::HMAC_SHA256, SEED);
    hmac::sign(&key, format!("{purpose} {text}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Moment {
        Moment::from_second(seconds).unwrap()
    }

    #[test]
    fn temporary_keys_need_their_own_token() {
        let keyring = Keyring::default();
        let one = issue("a1", "role", at(100));
        let other = issue("b2", "role", at(100));
        assert_eq!(
            keyring.secret_key(&one.secret_id),
            Some(one.secret_key.clone())
        );
        assert_ne!(one.secret_key, other.secret_key);
        let caller = |token| keyring.caller(&one.secret_id, token, at(99));
        assert_eq!(
            caller(Some(&one.token)).unwrap().session.as_deref(),
            Some("role")
        );
        assert!(caller(Some(&other.token)).unwrap_err().contains("belong"));
        assert!(caller(None).unwrap_err().contains("X-TC-Token"));
        assert!(caller(Some("x.y")).is_err() && caller(Some("x")).is_err());
        let late = keyring.caller(&one.secret_id, Some(&one.token), at(100));
        assert!(
            late.unwrap_err()
                .contains("expired at 1970-01-01T00:01:40Z")
        );
    }

    #[test]
    fn permanent_keys_take_no_token() {
        let keyring = Keyring::default();
        assert_eq!(keyring.secret_key(SECRET_ID).as_deref(), Some(SECRET_KEY));
        assert_eq!(keyring.secret_key("AKIDother"), None);
        keyring.add("AKIDother", "key");
        assert_eq!(keyring.secret_key("AKIDother").as_deref(), Some("key"));
        keyring.add("AKIDtmpown", "key");
        assert!(keyring.caller("AKIDtmpown", None, at(0)).is_ok());
        assert!(keyring.caller(SECRET_ID, None, at(0)).is_ok());
        assert!(keyring.caller(SECRET_ID, Some(""), at(0)).is_ok());
        assert!(keyring.caller(SECRET_ID, Some("t"), at(0)).is_err());
    }
}
