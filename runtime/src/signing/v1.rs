//! Signatures of methods HmacSHA1 and HmacSHA256, which cover all parameters of a query or form.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac};
use sha1::Sha1;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::key::key_block;

/// The hash function of the MAC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Digest {
    Sha1,
    Sha256,
}

impl Digest {
    /// Returns the value of the parameter `SignatureMethod`.
    pub(crate) fn method_name(self) -> &'static str {
        match self {
            Self::Sha1 => "HmacSHA1",
            Self::Sha256 => "HmacSHA256",
        }
    }
}

/// Returns the value of the parameter `Signature`. The other parameters, including the common ones,
/// must be sorted by name and not percent-encoded.
pub(crate) fn signature(
    digest: Digest,
    secret_key: &str,
    method: &str,
    host: &str,
    parameters: &[(&str, &str)],
) -> String {
    let text = string_to_sign(method, host, parameters);
    match digest {
        Digest::Sha1 => {
            let key = key_block::<Sha1>(secret_key.as_bytes());
            encode(Hmac::<Sha1>::new((&*key).into()), &text)
        }
        Digest::Sha256 => {
            let key = key_block::<Sha256>(secret_key.as_bytes());
            encode(Hmac::<Sha256>::new((&*key).into()), &text)
        }
    }
}

fn encode(mut mac: impl Mac, text: &str) -> String {
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// Returns the text to sign, which holds the session token.
fn string_to_sign(method: &str, host: &str, parameters: &[(&str, &str)]) -> Zeroizing<String> {
    let length = |(name, value): &(&str, &str)| name.len() + value.len() + "=&".len();
    let length: usize = parameters.iter().map(length).sum();
    // Long enough: growing would leave copies.
    let mut text = Zeroizing::new(String::with_capacity(
        method.len() + host.len() + "/?".len() + length,
    ));
    text.push_str(method);
    text.push_str(host);
    // The documented path is a slash, as for TC3.
    text.push_str("/?");
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
