//! Signatures of method TC3-HMAC-SHA256.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::date::UtcDate;
use super::hex::push_hex;
use super::key::SigningKey;

const ALGORITHM: &str = "TC3-HMAC-SHA256";

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
) -> String {
    let canonical = canonical_request(signable);
    let signature = key.sign(&string_to_sign(&canonical, scope));

    let mut value = String::with_capacity(256);
    value.push_str(ALGORITHM);
    value.push_str(" Credential=");
    value.push_str(secret_id);
    value.push('/');
    push_credential_scope(&mut value, scope);
    value.push_str(", SignedHeaders=");
    push_signed_headers(&mut value, signable);
    value.push_str(", Signature=");
    push_hex(&mut value, &signature);
    value
}

/// Everything that is signed, in the one form that both sides compute.
pub(super) fn canonical_request(signable: &Signable<'_>) -> String {
    let mut text = String::with_capacity(320);
    text.push_str(signable.method);
    // The path is documented as a slash for all of API 3.0, whatever prefix a proxy adds on the way.
    text.push_str("\n/\n");
    text.push_str(signable.query);
    text.push('\n');
    for (name, value) in signable.headers {
        text.push_str(name);
        text.push(':');
        let start = text.len();
        text.push_str(value.trim_ascii());
        if let Some(value) = text.get_mut(start..) {
            value.make_ascii_lowercase();
        }
        text.push('\n');
    }
    text.push('\n');
    push_signed_headers(&mut text, signable);
    text.push('\n');
    push_hex(&mut text, &Sha256::digest(signable.payload).into());
    text
}

pub(super) fn string_to_sign(canonical: &str, scope: &Scope<'_>) -> String {
    let mut text = String::with_capacity(160);
    text.push_str(ALGORITHM);
    text.push('\n');
    // A text takes whatever is written.
    let _ = write!(text, "{}", scope.timestamp);
    text.push('\n');
    push_credential_scope(&mut text, scope);
    text.push('\n');
    push_hex(&mut text, &Sha256::digest(canonical.as_bytes()).into());
    text
}

fn push_credential_scope(text: &mut String, scope: &Scope<'_>) {
    text.push_str(scope.date.as_str());
    text.push('/');
    text.push_str(scope.service);
    text.push_str("/tc3_request");
}

fn push_signed_headers(text: &mut String, signable: &Signable<'_>) {
    for (index, (name, _)) in signable.headers.iter().enumerate() {
        if index > 0 {
            text.push(';');
        }
        text.push_str(name);
    }
}
