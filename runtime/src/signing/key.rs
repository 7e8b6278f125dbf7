//! Keys derived from a secret key for one day and service, and a cache of the last one.

use std::fmt;
use std::sync::{PoisonError, RwLock};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::date::UtcDate;

type HmacSha256 = Hmac<Sha256>;
type Digest = Zeroizing<[u8; 32]>;

/// The key for one day's requests to one service, as a MAC initialized with it. Zeroized on drop.
#[derive(Clone)]
pub(crate) struct SigningKey(HmacSha256);

impl SigningKey {
    pub(crate) fn derive(secret_key: &str, date: UtcDate, service: &str) -> Self {
        let [_, _, signing] = derivation(secret_key, date, service);
        Self(keyed(signing.as_ref()))
    }

    /// Returns the MAC of a message.
    pub(crate) fn sign(self, message: &[u8]) -> [u8; 32] {
        self.0.chain_update(message).finalize().into_bytes().into()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey([redacted])")
    }
}

/// Returns the documentation's `SecretDate`, `SecretService` and `SecretSigning`.
pub(crate) fn derivation(secret_key: &str, date: UtcDate, service: &str) -> [Digest; 3] {
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

/// Pads a key to HMAC's block size with zeros; hashes it first if it is longer than a block.
pub(crate) fn key_block<D: sha2::Digest>(key: &[u8]) -> Zeroizing<[u8; 64]> {
    let mut block = Zeroizing::new([0; 64]);
    match block.get_mut(..key.len()) {
        Some(start) => start.copy_from_slice(key),
        None => {
            let digest = D::digest(key);
            for (place, byte) in block.iter_mut().zip(digest) {
                *place = byte;
            }
        }
    }
    block
}

/// The last derived key, which serves all calls to one service with one credential for a day.
///
/// Readers hold the lock only while they clone the MAC. A new key is written once a day.
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
    /// Returns the key, deriving it if it is not the cached one.
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
        if !entry.serves(secret_key, date, service) {
            return None;
        }
        Some(entry.key.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Compiling is the proof: without their features, the libraries do not zeroize. `Hmac` does not
    // implement the trait, but consists of two states of its hash and a buffer like the hash's.
    #[test]
    fn mac_state_is_zeroized_on_drop() {
        fn is_wiped<T: zeroize::ZeroizeOnDrop>() {}
        is_wiped::<Sha256>();
    }

    #[test]
    fn cached_key_serves_only_its_scope() {
        let cache = KeyCache::default();
        let today = UtcDate::from_timestamp(1_551_113_065);
        let tomorrow = UtcDate::from_timestamp(1_551_199_465);
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
