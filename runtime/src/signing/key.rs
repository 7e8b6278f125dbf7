//! Keys derived from the secret key for one day and service, and a place to keep the last one.

use std::fmt;
use std::sync::{PoisonError, RwLock};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::date::UtcDate;

type HmacSha256 = Hmac<Sha256>;
type Digest = Zeroizing<[u8; 32]>;

/// The key that signs the requests of one day to one service: a MAC that has taken it already. Wiped like all keys.
#[derive(Clone)]
pub(crate) struct SigningKey(HmacSha256);

impl SigningKey {
    pub(crate) fn derive(secret_key: &str, date: UtcDate, service: &str) -> Self {
        let [_, _, signing] = derivation(secret_key, date, service);
        Self(keyed(signing.as_ref()))
    }

    /// The MAC of a message.
    pub(super) fn sign(self, message: &[u8]) -> [u8; 32] {
        self.0.chain_update(message).finalize().into_bytes().into()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey([redacted])")
    }
}

/// The documentation's `SecretDate`, `SecretService` and `SecretSigning`.
pub(super) fn derivation(secret_key: &str, date: UtcDate, service: &str) -> [Digest; 3] {
    let start = Zeroizing::new(format!("TC3{secret_key}"));
    let secret_date = digest(start.as_bytes(), date.as_bytes());
    let secret_service = digest(secret_date.as_ref(), service.as_bytes());
    let secret_signing = digest(secret_service.as_ref(), b"tc3_request");
    [secret_date, secret_service, secret_signing]
}

fn digest(key: &[u8], message: &[u8]) -> Digest {
    let mac = keyed(key).chain_update(message);
    Zeroizing::new(mac.finalize().into_bytes().into())
}

fn keyed(key: &[u8]) -> HmacSha256 {
    HmacSha256::new((&*key_block::<Sha256>(key)).into())
}

/// A key of any length as HMAC wants it: filled up to a block with zeros, hashed first if longer than one.
pub(super) fn key_block<D: sha2::Digest>(key: &[u8]) -> Zeroizing<[u8; 64]> {
    let mut block = Zeroizing::new([0; 64]);
    match block.get_mut(..key.len()) {
        Some(start) => start.copy_from_slice(key),
        None => {
            let digest = D::digest(key);
            block
                .iter_mut()
                .zip(digest)
                .for_each(|(place, byte)| *place = byte);
        }
    }
    block
}

/// Remembers the last key derived, which serves all calls to one service with one credential for a day.
///
/// A reader's lock is taken for as long as it takes to copy 32 bytes; writers come once a day.
#[derive(Default)]
pub(crate) struct KeyCache(RwLock<Option<Entry>>);

impl fmt::Debug for KeyCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyCache([redacted])")
    }
}

struct Entry {
    secret_key: Zeroizing<String>,
    date: UtcDate,
    service: String,
    key: SigningKey,
}

impl Entry {
    fn serves(&self, secret_key: &str, date: UtcDate, service: &str) -> bool {
        self.date == date && self.service == service && *self.secret_key == secret_key
    }
}

impl KeyCache {
    pub(crate) fn key(&self, secret_key: &str, date: UtcDate, service: &str) -> SigningKey {
        if let Some(key) = self.cached(secret_key, date, service) {
            return key;
        }
        let key = SigningKey::derive(secret_key, date, service);
        let entry = Entry {
            secret_key: Zeroizing::new(secret_key.to_owned()),
            date,
            service: service.to_owned(),
            key: key.clone(),
        };
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(entry);
        key
    }

    fn cached(&self, secret_key: &str, date: UtcDate, service: &str) -> Option<SigningKey> {
        let entry = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let entry = entry.as_ref()?;
        entry
            .serves(secret_key, date, service)
            .then(|| entry.key.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// That this compiles is the proof: without their features the libraries wipe nothing. A MAC does not say so of itself,
    /// but is made of two states of its hash and a buffer like the hash's.
    #[test]
    fn what_macs_are_made_of_is_wiped() {
        fn is_wiped<T: zeroize::ZeroizeOnDrop>() {}
        is_wiped::<Sha256>();
    }

    #[test]
    fn a_cached_key_serves_only_its_credential_day_and_service() {
        let cache = KeyCache::default();
        let today = UtcDate::of_timestamp(1_551_113_065);
        let tomorrow = UtcDate::of_timestamp(1_551_199_465);
        let mut seen = Vec::new();
        for secret_key in ["key-one", "key-two"] {
            for date in [today, tomorrow] {
                for service in ["cvm", "cbs"] {
                    let fresh = SigningKey::derive(secret_key, date, service).sign(b"");
                    for _ in 0..2 {
                        assert_eq!(cache.key(secret_key, date, service).sign(b""), fresh);
                    }
                    assert!(!seen.contains(&fresh));
                    seen.push(fresh);
                }
            }
        }
    }
}
