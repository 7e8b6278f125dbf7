//! Signatures of method TC3-HMAC-SHA256.

use sha2::{Digest, Sha256};

use super::date::UtcDate;
use super::hex::push_hex;
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
    // All three texts are written into the same memory, one after the other.
    let mut text = Vec::with_capacity(384);
    write_canonical_request(&mut text, signable);
    let digest = Sha256::digest(&text);
    write_string_to_sign(&mut text, scope, &digest.into());
    let signature = key.sign(&text);

    text.clear();
    text.extend_from_slice(ALGORITHM);
    text.extend_from_slice(b" Credential=");
    text.extend_from_slice(secret_id.as_bytes());
    text.push(b'/');
    push_credential_scope(&mut text, scope);
    text.extend_from_slice(b", SignedHeaders=");
    push_signed_headers(&mut text, signable);
    text.extend_from_slice(b", Signature=");
    push_hex(&mut text, &signature);
    text
}

/// Everything that is signed, in the one form that both sides compute.
pub(super) fn write_canonical_request(text: &mut Vec<u8>, signable: &Signable<'_>) {
    text.clear();
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
    push_signed_headers(text, signable);
    text.push(b'\n');
    push_hex(text, &Sha256::digest(signable.payload).into());
}

/// What the key signs: the digest of the canonical request, and when and for what it is valid.
pub(super) fn write_string_to_sign(text: &mut Vec<u8>, scope: &Scope<'_>, digest: &[u8; 32]) {
    text.clear();
    text.extend_from_slice(ALGORITHM);
    text.push(b'\n');
    text.extend_from_slice(itoa::Buffer::new().format(scope.timestamp).as_bytes());
    text.push(b'\n');
    push_credential_scope(text, scope);
    text.push(b'\n');
    push_hex(text, digest);
}

fn push_credential_scope(text: &mut Vec<u8>, scope: &Scope<'_>) {
    text.extend_from_slice(scope.date.as_bytes());
    text.push(b'/');
    text.extend_from_slice(scope.service.as_bytes());
    text.extend_from_slice(b"/tc3_request");
}

fn push_signed_headers(text: &mut Vec<u8>, signable: &Signable<'_>) {
    for (index, (name, _)) in signable.headers.iter().enumerate() {
        if index > 0 {
            text.push(b';');
        }
        text.extend_from_slice(name.as_bytes());
    }
}
