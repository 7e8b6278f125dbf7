//! Requests whose signature covers headers and body: method TC3-HMAC-SHA256.

use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use zeroize::Zeroizing;

use crate::client::ServiceClient;
use crate::client::call::PreparedCall;
use crate::credential::Credential;
use crate::date::UtcDate;
use crate::error::InvalidRequest;
use crate::signing::{self, Scope, Signable, UNSIGNED_PAYLOAD};
use crate::transport::HttpRequest;

const TOKEN: HeaderName = HeaderName::from_static("x-tc-token");
const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-tc-content-sha256");

pub(super) fn build(
    client: &ServiceClient,
    call: &PreparedCall<'_>,
    timestamp: u64,
    unsigned_payload: bool,
    credential: &Credential,
) -> Result<HttpRequest, InvalidRequest> {
    let mut headers = super::common_headers(&client.config, call, timestamp)?;
    if unsigned_payload {
        headers.insert(CONTENT_SHA256, HeaderValue::from_static(UNSIGNED_PAYLOAD));
    }
    if let Some(token) = credential.token() {
        let token = Zeroizing::new(token.to_owned());
        headers.insert(TOKEN, super::secret("token", token)?);
    }
    let value = authorization(client, call, timestamp, unsigned_payload, credential);
    let value = super::sensitive("authorization", value.into())?;
    headers.insert(AUTHORIZATION, value);
    Ok(super::with_content(&client.config, call, headers))
}

/// Returns the value of the header `Authorization`.
fn authorization(
    client: &ServiceClient,
    call: &PreparedCall<'_>,
    timestamp: u64,
    unsigned_payload: bool,
    credential: &Credential,
) -> Vec<u8> {
    let content = &call.content;
    let own = [
        ("content-type", &*content.content_type),
        ("host", &*call.endpoint.host),
        ("x-tc-action", call.callee.action),
    ];
    let extended = with_signed_headers(&own, call);
    let signable = Signable {
        method: content.method.as_str(),
        query: &content.query,
        headers: extended.as_deref().unwrap_or(&own),
        payload: if unsigned_payload {
            UNSIGNED_PAYLOAD.as_bytes()
        } else {
            &content.body
        },
    };
    let scope = Scope {
        timestamp,
        date: UtcDate::from_timestamp(timestamp),
        service: call.callee.service,
    };
    let secret_key = credential.secret_key();
    let key = client
        .shared
        .keys
        .key(secret_key, scope.date, scope.service);
    signing::authorization(&signable, &scope, credential.secret_id(), key)
}

/// Adds the headers that the caller wants signed to those that always are, sorted; `None` if the
/// caller wants none.
fn with_signed_headers<'a>(
    own: &[(&'a str, &'a str)],
    call: &'a PreparedCall<'_>,
) -> Option<Vec<(&'a str, &'a str)>> {
    let mut all = Vec::new();
    for header in call.further_headers() {
        if header.signed {
            // `CallOptions` accepts only printable values.
            all.push((header.name.as_str(), header.value.to_str().unwrap_or("")));
        }
    }
    if all.is_empty() {
        return None;
    }
    all.extend_from_slice(own);
    all.sort_unstable();
    Some(all)
}
