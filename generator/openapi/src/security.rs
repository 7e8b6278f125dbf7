//! How requests are signed.

use serde_json::{Value, json};

/// The scheme's name; it is also what the header begins with.
pub(super) const SCHEME: &str = "TC3-HMAC-SHA256";

/// The security schemes of every service.
pub(super) fn schemes() -> Value {
    json!({
        SCHEME: {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": DESCRIPTION,
        }
    })
}

const DESCRIPTION: &str = "\
`TC3-HMAC-SHA256 Credential=<SecretId>/<date>/<service>/tc3_request, SignedHeaders=content-type;host, Signature=<signature>`.

The signature covers the method, the path `/`, the empty query, the signed headers and the SHA-256 of the \
body, and is made for every request anew: HMAC-SHA256 with a key that is derived from the SecretKey, the \
UTC date and the service. The date is that of `X-TC-Timestamp`. \
See <https://www.tencentcloud.com/document/api/213/31571>.";
