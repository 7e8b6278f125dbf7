//! Baselines: hand-written clients of one action, with its types and signature.

pub mod clients;
pub mod request;
pub mod response;

use std::time::SystemTime;

use hmac::{Hmac, KeyInit as _, Mac as _};
use response::{Envelope, Skimmed};
use sha2::{Digest, Sha256};

/// Reads a reply and returns the number of its instances.
///
/// # Panics
/// If the reply isn't one of the endpoint's.
#[must_use]
pub fn read(body: &[u8]) -> usize {
    let text = std::str::from_utf8(body).expect("the reply should be UTF-8");
    let envelope: Envelope =
        serde_json::from_str(text).expect("the reply should have the documented types");
    envelope.response.instance_set.map_or(0, |set| set.len())
}

/// Reads a reply without its instances and returns the total.
///
/// # Panics
/// If the reply isn't one of the endpoint's.
#[must_use]
pub fn skim(body: &[u8]) -> usize {
    let text = std::str::from_utf8(body).expect("the reply should be UTF-8");
    let envelope: Skimmed =
        serde_json::from_str(text).expect("the reply should have the documented types");
    envelope.response.total_count
}

const SECRET_ID: &str = "AKIDEXAMPLE";
const SECRET_KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";

/// A signer of requests by the method TC3-HMAC-SHA256, which caches the day's key.
#[derive(Debug, Clone)]
pub struct Signer {
    host: String,
    date: String,
    key: [u8; 32],
}

/// The two headers that change with every request.
#[derive(Debug)]
pub struct Signed {
    /// The value of `X-TC-Timestamp`.
    pub timestamp: u64,
    /// The value of `Authorization`.
    pub authorization: String,
}

impl Signer {
    /// Returns a signer for requests to a host. Its date is fixed, because the endpoint doesn't
    /// check signatures.
    #[must_use]
    pub fn new(host: String) -> Self {
        let date = "2025-04-28".to_owned();
        let secret_date = mac(format!("TC3{SECRET_KEY}").as_bytes(), date.as_bytes());
        let secret_service = mac(&secret_date, b"cvm");
        let key = mac(&secret_service, b"tc3_request");
        Self { host, date, key }
    }

    /// Returns the host that the signature covers.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Signs a body.
    #[must_use]
    pub fn sign(&self, body: &[u8]) -> Signed {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let timestamp = now.unwrap_or_default().as_secs();
        let (host, date) = (&self.host, &self.date);
        let canonical = format!(
            "POST\n/\n\ncontent-type:application/json\nhost:{host}\nx-tc-action:describeinstances\n\n\
             content-type;host;x-tc-action\n{}",
            hex(&Sha256::digest(body))
        );
        let scope = format!("{date}/cvm/tc3_request");
        let digest = hex(&Sha256::digest(canonical.as_bytes()));
        let text = format!("TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{digest}");
        let signature = hex(&mac(&self.key, text.as_bytes()));
        Signed {
            timestamp,
            authorization: format!(
                "TC3-HMAC-SHA256 Credential={SECRET_ID}/{scope}, \
                 SignedHeaders=content-type;host;x-tc-action, Signature={signature}"
            ),
        }
    }
}

fn mac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(DIGITS[usize::from(byte >> 4)].into());
        text.push(DIGITS[usize::from(byte & 15)].into());
    }
    text
}
