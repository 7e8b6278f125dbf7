//! Signatures of the methods HmacSHA1 and HmacSHA256, which cover all parameters of a query or form.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac::{HMAC_SHA1_FOR_LEGACY_USE_ONLY, HMAC_SHA256, Key, sign};

/// The hash function under the MAC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Digest {
    Sha1,
    Sha256,
}

impl Digest {
    /// What the parameter `SignatureMethod` says.
    pub(crate) fn method_name(self) -> &'static str {
        match self {
            Self::Sha1 => "HmacSHA1",
            Self::Sha256 => "HmacSHA256",
        }
    }
}

/// The value of the parameter `Signature`. The other parameters, common ones included, come sorted by
/// name and not percent-encoded.
pub(crate) fn signature(
    digest: Digest,
    secret_key: &str,
    (method, host): (&str, &str),
    parameters: &[(String, String)],
) -> String {
    let text = string_to_sign(method, host, parameters);
    let algorithm = match digest {
        Digest::Sha1 => HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        Digest::Sha256 => HMAC_SHA256,
    };
    let key = Key::new(algorithm, secret_key.as_bytes());
    STANDARD.encode(sign(&key, text.as_bytes()))
}

fn string_to_sign(method: &str, host: &str, parameters: &[(String, String)]) -> String {
    // Here too the path is documented as a slash.
    let mut text = format!("{method}{host}/?");
    for (index, (name, value)) in parameters.iter().enumerate() {
        if index > 0 {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        text.push_str(value);
    }
    text
}
