//! Checks of signatures: TC3-HMAC-SHA256, and the older HmacSHA1 and HmacSHA256.
//!
//! Nothing here is shared with the client of this repository, so each checks the other.

mod tc3;
mod v1;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use ring::hmac;

pub(crate) use tc3::{Authorization, Check as Tc3};
pub(crate) use v1::check as check_v1;

/// The texts from which a signature is computed, for the explanation of a failure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Signed {
    pub(crate) canonical_request: String,
    pub(crate) string_to_sign: String,
}

/// Tells whether a parameter's value is a secret, which no explanation shows.
pub(crate) type IsSecret<'a> = dyn Fn(&str) -> bool + 'a;

/// The keys derived from secret keys for one day and service, by credential scope.
#[derive(Default)]
pub(crate) struct DerivedKeys(Mutex<HashMap<String, Arc<hmac::Key>>>);

impl DerivedKeys {
    /// More keys than any test uses, unless it makes up scopes.
    const CAPACITY: usize = 1024;
    /// More bytes than any sensible scope has.
    const LONGEST: usize = 256;

    fn get_or_derive(&self, scope: &str, derive: impl FnOnce() -> hmac::Key) -> Arc<hmac::Key> {
        if scope.len() > Self::LONGEST {
            return Arc::new(derive());
        }
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = keys.get(scope) {
            return Arc::clone(key);
        }
        if keys.len() >= Self::CAPACITY {
            keys.clear();
        }
        let key = Arc::new(derive());
        keys.insert(scope.to_owned(), Arc::clone(&key));
        key
    }

    /// Forgets all keys, because a secret key changed.
    pub(crate) fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

/// Writes bytes as lower-case hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS.get(usize::from(half)).copied().unwrap_or(b'0'));
    let pairs = bytes.iter();
    pairs
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}
