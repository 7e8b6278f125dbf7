//! Requests whose signature covers headers and body, and those that go without one.

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::ServiceClient;
use super::headers;
use super::prepare::PreparedCall;
use super::request_error::InvalidRequest;
use crate::credential::Credential;
use crate::date::UtcDate;
use crate::signing::{self, Scope, Signable, UNSIGNED_PAYLOAD};
use crate::transport::HttpRequest;

const TOKEN: HeaderName = HeaderName::from_static("x-tc-token");
const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-tc-content-sha256");

impl ServiceClient {
    /// A request with a signature of method TC3-HMAC-SHA256.
    pub(super) fn tc3_request(
        &self,
        call: &PreparedCall<'_>,
        timestamp: u64,
        unsigned_payload: bool,
        credential: &Credential,
    ) -> Result<HttpRequest, InvalidRequest> {
        let mut headers = headers::with_common_parameters(&self.config, call, timestamp)?;
        if unsigned_payload {
            headers.insert(CONTENT_SHA256, HeaderValue::from_static(UNSIGNED_PAYLOAD));
        }
        if let Some(token) = credential.token() {
            let token = Zeroizing::new(token.to_owned());
            headers.insert(TOKEN, headers::secret("token", token)?);
        }
        let value = self.authorization(call, timestamp, unsigned_payload, credential);
        headers.insert(
            AUTHORIZATION,
            headers::sensitive("authorization", value.into())?,
        );
        Ok(self.request(call, headers))
    }

    /// A request that says to have no signature.
    pub(super) fn unsigned_request(
        &self,
        call: &PreparedCall<'_>,
        timestamp: u64,
    ) -> Result<HttpRequest, InvalidRequest> {
        let mut headers = headers::with_common_parameters(&self.config, call, timestamp)?;
        headers.insert(AUTHORIZATION, HeaderValue::from_static("SKIP"));
        Ok(self.request(call, headers))
    }

    fn authorization(
        &self,
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
        let further = with_signed_headers(&own, call);
        let signable = Signable {
            method: content.method.as_str(),
            query: &content.query,
            headers: further.as_deref().unwrap_or(&own),
            payload: match unsigned_payload {
                true => UNSIGNED_PAYLOAD.as_bytes(),
                false => &content.body,
            },
        };
        let scope = Scope {
            timestamp,
            date: UtcDate::from_timestamp(timestamp),
            service: call.callee.service,
        };
        let key = self.keys.key(credential, scope.date, scope.service);
        signing::authorization(&signable, &scope, credential.secret_id(), key)
    }

    fn request(&self, call: &PreparedCall<'_>, headers: HeaderMap) -> HttpRequest {
        let content = &call.content;
        HttpRequest {
            method: content.method.clone(),
            url: call.endpoint.url_with(&content.query),
            headers,
            body: content.body.clone(),
            max_response_bytes: self.config.0.max_response_bytes,
            direct: false,
        }
    }
}

/// The headers that are always signed and those the caller wants signed, sorted; `None` if there are
/// none of these.
fn with_signed_headers<'a>(
    own: &[(&'a str, &'a str)],
    call: &'a PreparedCall<'_>,
) -> Option<Vec<(&'a str, &'a str)>> {
    let signed = call.headers.iter().filter(|header| header.signed);
    // Values were made from texts, so they are texts.
    let mut all: Vec<_> = signed
        .map(|header| (header.name.as_str(), header.value.to_str().unwrap_or("")))
        .collect();
    if all.is_empty() {
        return None;
    }
    all.extend_from_slice(own);
    all.sort_unstable();
    Some(all)
}
