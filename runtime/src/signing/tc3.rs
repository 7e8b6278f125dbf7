//! Signatures of method TC3-HMAC-SHA256.

use std::ops::Range;

use sha2::{Digest, Sha256};

use super::key::SigningKey;
use crate::date::UtcDate;

const ALGORITHM: &[u8] = b"TC3-HMAC-SHA256";

/// The parts of a request that a signature covers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signable<'a> {
    pub(crate) method: &'a str,
    /// The query as sent, percent-encoded; empty for `POST`.
    pub(crate) query: &'a str,
    /// Names in lower case, sorted; values as sent.
    pub(crate) headers: &'a [(&'a str, &'a str)],
    /// The body, or [`UNSIGNED_PAYLOAD`] in place of it.
    pub(crate) payload: &'a [u8],
}

/// The value of `X-TC-Content-SHA256`, hashed in place of the body, if the signature does not cover
/// the body.
pub(crate) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// The time and service that a signature is valid for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// Seconds since 1970, the same as in `X-TC-Timestamp`.
    pub(crate) timestamp: u64,
    /// The UTC date of the timestamp.
    pub(crate) date: UtcDate,
    pub(crate) service: &'a str,
}

/// Returns the value of the `Authorization` header.
pub(crate) fn authorization(
    signable: &Signable<'_>,
    scope: &Scope<'_>,
    secret_id: &str,
    key: SigningKey,
) -> Vec<u8> {
    let canonical = CanonicalRequest::new(signable);
    let to_sign = StringToSign::new(&canonical, scope);
    let signature = hex(&key.sign(&to_sign.text));
    [
        ALGORITHM,
        b" Credential=",
        secret_id.as_bytes(),
        b"/",
        to_sign.scope(),
        b", SignedHeaders=",
        canonical.signed_headers(),
        b", Signature=",
        &signature,
    ]
    .concat()
}

/// The signed request in the canonical form that client and server both compute.
pub(crate) struct CanonicalRequest {
    pub(crate) text: Vec<u8>,
    signed_headers: Range<usize>,
}

impl CanonicalRequest {
    pub(crate) fn new(signable: &Signable<'_>) -> Self {
        let mut text = Vec::with_capacity(320);
        text.extend_from_slice(signable.method.as_bytes());
        // API 3.0 documents the path as a slash, whatever prefix a proxy adds.
        text.extend_from_slice(b"\n/\n");
        text.extend_from_slice(signable.query.as_bytes());
        text.push(b'\n');
        let headers = text.len();
        for (name, value) in signable.headers {
            text.extend_from_slice(name.as_bytes());
            text.push(b':');
            text.extend_from_slice(value.trim_ascii().as_bytes());
            text.push(b'\n');
        }
        // Values are signed in lower case, and names already are. One pass over all is faster.
        if let Some(headers) = text.get_mut(headers..) {
            headers.make_ascii_lowercase();
        }
        text.push(b'\n');
        let names = text.len();
        for (index, (name, _)) in signable.headers.iter().enumerate() {
            if index > 0 {
                text.push(b';');
            }
            text.extend_from_slice(name.as_bytes());
        }
        let signed_headers = names..text.len();
        text.push(b'\n');
        text.extend_from_slice(&hex(&Sha256::digest(signable.payload).into()));
        Self {
            text,
            signed_headers,
        }
    }

    /// Returns the header names, separated by semicolons.
    fn signed_headers(&self) -> &[u8] {
        self.text
            .get(self.signed_headers.clone())
            .unwrap_or_default()
    }
}

/// The text that the key signs: the digest of the canonical request and the scope.
pub(crate) struct StringToSign {
    pub(crate) text: Vec<u8>,
    scope: Range<usize>,
}

impl StringToSign {
    pub(crate) fn new(canonical: &CanonicalRequest, scope: &Scope<'_>) -> Self {
        let mut text = Vec::with_capacity(192);
        text.extend_from_slice(ALGORITHM);
        text.push(b'\n');
        text.extend_from_slice(itoa::Buffer::new().format(scope.timestamp).as_bytes());
        text.push(b'\n');
        let start = text.len();
        text.extend_from_slice(scope.date.as_bytes());
        text.push(b'/');
        text.extend_from_slice(scope.service.as_bytes());
        text.extend_from_slice(b"/tc3_request");
        let scope = start..text.len();
        text.push(b'\n');
        text.extend_from_slice(&hex(&Sha256::digest(&canonical.text).into()));
        Self { text, scope }
    }

    /// Returns the scope: `2019-02-25/cvm/tc3_request`.
    fn scope(&self) -> &[u8] {
        self.text.get(self.scope.clone()).unwrap_or_default()
    }
}

/// Returns a digest as lower-case hexadecimal digits.
pub(crate) fn hex(digest: &[u8; 32]) -> [u8; 64] {
    let mut digits = [0; 64];
    for (pair, byte) in digits.as_chunks_mut().0.iter_mut().zip(digest) {
        *pair = [digit(byte >> 4), digit(byte & 0xf)];
    }
    digits
}

/// Returns the digit of a number below 16. Unlike a table lookup, arithmetic vectorizes.
fn digit(number: u8) -> u8 {
    const FROM_NINE_TO_A: u8 = b'a' - b'9' - 1;
    number + b'0' + if number > 9 { FROM_NINE_TO_A } else { 0 }
}
