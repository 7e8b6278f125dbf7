//! Signatures of method TC3-HMAC-SHA256.

use std::ops::Range;

use sha2::{Digest, Sha256};

use super::date::UtcDate;
use super::hex::hex;
use super::key::SigningKey;

const ALGORITHM: &[u8] = b"TC3-HMAC-SHA256";

/// What a signature covers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signable<'a> {
    pub(crate) method: &'a str,
    /// The query as sent, percent-encoded; empty for `POST`.
    pub(crate) query: &'a str,
    /// Names in lower case, sorted; values as sent.
    pub(crate) headers: &'a [(&'a str, &'a str)],
    /// The body, or what stands for it: [`UNSIGNED_PAYLOAD`].
    pub(crate) payload: &'a [u8],
}

/// What `X-TC-Content-SHA256` says, and what is hashed, when the signature leaves the body out.
pub(crate) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// When and for which service a signature is valid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// Seconds since 1970, the same as in `X-TC-Timestamp`.
    pub(crate) timestamp: u64,
    /// The day of the timestamp.
    pub(crate) date: UtcDate,
    pub(crate) service: &'a str,
}

/// The value of the `Authorization` header.
pub(crate) fn authorization(
    signable: &Signable<'_>,
    scope: &Scope<'_>,
    secret_id: &str,
    key: SigningKey,
) -> Vec<u8> {
    let canonical = CanonicalRequest::of(signable);
    let to_sign = StringToSign::of(&canonical, scope);
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

/// Everything that is signed, in the one form that both sides compute.
pub(super) struct CanonicalRequest {
    pub(super) text: Vec<u8>,
    signed_headers: Range<usize>,
}

impl CanonicalRequest {
    pub(super) fn of(signable: &Signable<'_>) -> Self {
        let mut text = Vec::with_capacity(320);
        text.extend_from_slice(signable.method.as_bytes());
        // The path is documented as a slash for all of API 3.0, whatever prefix a proxy adds on the way.
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
        // Values are signed in lower case, and names are so already: all at once takes less than one by one.
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

    /// The headers' names, with semicolons between.
    fn signed_headers(&self) -> &[u8] {
        self.text
            .get(self.signed_headers.clone())
            .unwrap_or_default()
    }
}

/// What the key signs: the digest of the canonical request, and when and for what it is valid.
pub(super) struct StringToSign {
    pub(super) text: Vec<u8>,
    scope: Range<usize>,
}

impl StringToSign {
    pub(super) fn of(canonical: &CanonicalRequest, scope: &Scope<'_>) -> Self {
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

    /// `2019-02-25/cvm/tc3_request`.
    fn scope(&self) -> &[u8] {
        self.text.get(self.scope.clone()).unwrap_or_default()
    }
}
