//! Signatures: TC3-HMAC-SHA256, and the older HmacSHA1 and HmacSHA256.

mod key;
mod tc3;
mod v1;

#[cfg(test)]
mod published;

pub(crate) use key::KeyCache;
pub(crate) use tc3::{Scope, Signable, UNSIGNED_PAYLOAD, authorization};
pub(crate) use v1::{Digest, SignableForm, signature};
