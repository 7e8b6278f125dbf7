//! A hand-written signature of method TC3-HMAC-SHA256, with the day's key kept.

use std::time::SystemTime;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest, Sha256};

const SECRET_ID: &str = "AKIDEXAMPLE";
const SECRET_KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";

/// Signs requests of one day.
#[derive(Debug, Clone)]
pub struct Signer {
    host: String,
    date: String,
    key: [u8; 32],
}

/// The two headers that change with every request.
#[derive(Debug)]
pub struct Signed {
    /// `X-TC-Timestamp`.
    pub timestamp: u64,
    /// `Authorization`.
    pub authorization: String,
}

impl Signer {
    /// A signer for requests to a host. The date stays as it is: the endpoint checks nothing.
    #[must_use]
    pub fn new(host: String) -> Self {
        let date = "2025-04-28".to_owned();
        let secret_date = mac(format!("TC3{SECRET_KEY}").as_bytes(), date.as_bytes());
        let secret_service = mac(&secret_date, b"cvm");
        let key = mac(&secret_service, b"tc3_request");
        Self { host, date, key }
    }

    /// The host that is signed.
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
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("keys of any length will do");
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
