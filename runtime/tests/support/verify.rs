//! Verification of signatures with an implementation that shares no code with the crate.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use ring::hmac::{self, HMAC_SHA1_FOR_LEGACY_USE_ONLY, HMAC_SHA256};

use super::exchange::{SECRET_ID, SECRET_KEY};
use super::server::Seen;

impl Seen {
    pub fn method(&self) -> &str {
        self.start_line.split(' ').next().unwrap()
    }

    /// Returns the path and query as sent.
    pub fn target(&self) -> &str {
        self.start_line.split(' ').nth(1).unwrap()
    }

    /// Returns the query as sent; empty if there is none.
    pub fn query(&self) -> &str {
        self.target().split_once('?').map_or("", |(_, query)| query)
    }

    /// Fails unless the TC3-HMAC-SHA256 signature matches the received request, including `Host`.
    pub fn verify(&self, service: &str, day: &str) {
        self.verify_for(&self.headers["host"], service, day);
    }

    /// Fails unless the TC3-HMAC-SHA256 signature matches the request, with this host as `Host`.
    pub fn verify_for(&self, host: &str, service: &str, day: &str) {
        let authorization = &self.headers["authorization"];
        let (_, signed) = authorization.split_once("SignedHeaders=").unwrap();
        let (signed, _) = signed.split_once(',').unwrap();
        for required in ["content-type", "host"] {
            assert!(signed.split(';').any(|name| name == required), "{signed}");
        }
        assert!(signed.split(';').is_sorted(), "{signed}");
        let scope = [day, service, "tc3_request"];
        let expected = self.tc3_authorization(signed, host, &scope, SECRET_ID, SECRET_KEY);
        assert_eq!(*authorization, expected);
    }

    /// Computes the TC3-HMAC-SHA256 `Authorization` header for the received request.
    pub fn tc3_authorization(
        &self,
        signed: &str,
        host: &str,
        scope: &[&str; 3],
        secret_id: &str,
        secret_key: &str,
    ) -> String {
        let value = |name| match name {
            "host" => host,
            name => self.headers[name].trim(),
        };
        let header_lines: String = signed
            .split(';')
            .map(|name| format!("{name}:{}\n", value(name).to_lowercase()))
            .collect();
        let payload = match self.headers.get("x-tc-content-sha256") {
            Some(unsigned) => unsigned.as_bytes(),
            None => &self.body,
        };
        let canonical = format!(
            "{}\n/\n{}\n{header_lines}\n{signed}\n{}",
            self.method(),
            self.query(),
            hex(digest(&SHA256, payload).as_ref())
        );
        let credential_scope = scope.join("/");
        let to_sign = format!(
            "TC3-HMAC-SHA256\n{}\n{credential_scope}\n{}",
            self.headers["x-tc-timestamp"],
            hex(digest(&SHA256, canonical.as_bytes()).as_ref())
        );
        let mut key = format!("TC3{secret_key}").into_bytes();
        for text in scope.iter().chain([&&*to_sign]) {
            key = mac(HMAC_SHA256, &key, text);
        }
        format!(
            "TC3-HMAC-SHA256 Credential={secret_id}/{credential_scope}, \
             SignedHeaders={signed}, Signature={}",
            hex(&key)
        )
    }

    /// Fails unless the HmacSHA1 or HmacSHA256 signature matches. Returns the parameters.
    pub fn verify_v1(&self) -> BTreeMap<String, String> {
        self.verify_parameters(&self.headers["host"], "/", str::to_owned)
    }

    /// Fails unless the signature of a request in protocol v2 matches. Returns the parameters.
    pub fn verify_v2(&self, host: &str) -> BTreeMap<String, String> {
        self.verify_parameters(host, "/v2/index.php", |name| name.replace('_', "."))
    }

    fn verify_parameters(
        &self,
        host: &str,
        path: &str,
        signed_name: fn(&str) -> String,
    ) -> BTreeMap<String, String> {
        let text = if self.method() == "GET" {
            self.query()
        } else {
            std::str::from_utf8(&self.body).unwrap()
        };
        let mut parameters = BTreeMap::new();
        for pair in text.split('&') {
            let (name, value) = pair.split_once('=').unwrap();
            let previous = parameters.insert(decoded(name), decoded(value));
            assert_eq!(previous, None, "{name} occurs twice");
        }
        let signature = parameters.remove("Signature").unwrap();
        // The map is sorted by bytes, as the signature requires.
        let pairs: Vec<String> = parameters
            .iter()
            .map(|(name, value)| format!("{}={value}", signed_name(name)))
            .collect();
        let to_sign = format!("{}{host}{path}?{}", self.method(), pairs.join("&"));
        let algorithm = match &*parameters["SignatureMethod"] {
            "HmacSHA1" => HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            "HmacSHA256" => HMAC_SHA256,
            other => panic!("{other}"),
        };
        let expected = mac(algorithm, SECRET_KEY.as_bytes(), &to_sign);
        assert_eq!(signature, STANDARD.encode(expected), "{to_sign}");
        assert_eq!(parameters["SecretId"], SECRET_ID);
        assert!(parameters["Nonce"].parse::<u32>().unwrap() > 0);
        parameters
    }
}

/// Decodes percent-encoded text. Panics on lower-case digits and on characters that the API expects
/// encoded.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            assert!(
                byte.is_ascii_alphanumeric() || b"-._~".contains(&byte),
                "{text}"
            );
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next().unwrap(), rest.next().unwrap()];
        assert!(!digits.iter().any(u8::is_ascii_lowercase), "{text}");
        let digits = std::str::from_utf8(&digits).unwrap();
        bytes.push(u8::from_str_radix(digits, 16).unwrap());
    }
    String::from_utf8(bytes).unwrap()
}

fn mac(algorithm: hmac::Algorithm, key: &[u8], text: &str) -> Vec<u8> {
    let key = hmac::Key::new(algorithm, key);
    hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
