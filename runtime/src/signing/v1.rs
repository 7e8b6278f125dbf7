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

/// A request whose parameters are signed.
pub(crate) struct SignableForm<'a> {
    pub(crate) method: &'a str,
    pub(crate) host: &'a str,
    pub(crate) path: &'a str,
    /// All parameters except the signature, sorted by name and not percent-encoded.
    pub(crate) parameters: &'a [(&'a str, &'a str)],
    /// True if an underscore in a name is signed as a dot. Names are sorted before that.
    pub(crate) underscores_as_dots: bool,
}

/// Returns the value of the parameter `Signature`.
pub(crate) fn signature(digest: Digest, secret_key: &str, form: &SignableForm<'_>) -> String {
    let text = string_to_sign(form);
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
fn string_to_sign(form: &SignableForm<'_>) -> Zeroizing<String> {
    let start = [form.method, form.host, form.path, "?"];
    let length = |(name, value): &(&str, &str)| name.len() + value.len() + "=&".len();
    let length: usize = form.parameters.iter().map(length).sum();
    // Long enough: growing would leave copies.
    let capacity = start.iter().map(|part| part.len()).sum::<usize>() + length;
    let mut text = Zeroizing::new(String::with_capacity(capacity));
    for part in start {
        text.push_str(part);
    }
    for (index, (name, value)) in form.parameters.iter().enumerate() {
        if index > 0 {
            text.push('&');
        }
        if form.underscores_as_dots {
            text.extend(name.chars().map(|c| if c == '_' { '.' } else { c }));
        } else {
            text.push_str(name);
        }
        text.push('=');
        text.push_str(value);
    }
    text
}
