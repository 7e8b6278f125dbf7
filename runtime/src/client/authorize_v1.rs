//! Requests whose signature covers parameters, common ones included, in a query or form.

use http::{HeaderMap, Method};

use super::ServiceClient;
use super::content::url_encoded;
use super::headers;
use super::prepare::PreparedCall;
use super::request_error::InvalidRequest;
use super::unique;
use crate::credential::Credential;
use crate::signing::{self, Digest};
use crate::transport::HttpRequest;

impl ServiceClient {
    /// A request with a signature of method HmacSHA1 or HmacSHA256.
    pub(super) fn v1_request(
        &self,
        call: &PreparedCall<'_>,
        timestamp: u64,
        digest: Digest,
        credential: &Credential,
    ) -> Result<HttpRequest, InvalidRequest> {
        let mut parameters = call.content.pairs.clone();
        self.add_common(&mut parameters, call, timestamp, digest, credential);
        // By name alone, in the order of bytes: `A.10` comes before `A.2`.
        parameters.sort_by(|(one, _), (other, _)| one.cmp(other));
        let method = &call.content.method;
        let target = (method.as_str(), &*call.endpoint.host);
        let signature = signing::signature(digest, credential.secret_key(), target, &parameters);
        parameters.push(("Signature".to_owned(), signature));

        let encoded = url_encoded(&parameters);
        let (query, body) = match *method {
            Method::GET => (encoded, String::new()),
            _ => (String::new(), encoded),
        };
        let mut headers = HeaderMap::with_capacity(4);
        headers::add_others(&mut headers, call)?;
        Ok(HttpRequest {
            method: method.clone(),
            url: call.endpoint.url_with(&query),
            headers,
            body: body.into(),
            max_response_bytes: self.config.0.max_response_bytes,
            direct: false,
        })
    }

    fn add_common(
        &self,
        parameters: &mut Vec<(String, String)>,
        call: &PreparedCall<'_>,
        timestamp: u64,
        digest: Digest,
        credential: &Credential,
    ) {
        // It was made from a text.
        let request_client = self.config.0.request_client.to_str().ok();
        let common = [
            ("Action", Some(call.callee.action.to_owned())),
            ("Language", call.language.map(|it| it.as_str().to_owned())),
            ("Nonce", Some(unique::nonce().to_string())),
            ("Region", call.region.map(str::to_owned)),
            ("RequestClient", request_client.map(str::to_owned)),
            ("SecretId", Some(credential.secret_id().to_owned())),
            ("SignatureMethod", Some(digest.method_name().to_owned())),
            ("Timestamp", Some(timestamp.to_string())),
            ("Token", credential.token().map(str::to_owned)),
            ("Version", Some(call.callee.version.to_owned())),
        ];
        for (name, value) in common {
            // An action may have a parameter of that name; only one of the two can be sent.
            parameters.retain(|(own, _)| value.is_none() || own != name);
            parameters.extend(value.map(|value| (name.to_owned(), value)));
        }
    }
}
