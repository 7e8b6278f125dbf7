//! Requests whose signature covers parameters in a query or form: methods HmacSHA1 and HmacSHA256.

use http::{HeaderMap, Method};

use crate::client::call::PreparedCall;
use crate::client::content::url_encoded;
use crate::credential::Credential;
use crate::error::InvalidRequest;
use crate::random::{self, SystemRandom};
use crate::settings::Config;
use crate::signing::{self, Digest};
use crate::transport::HttpRequest;

pub(super) fn build(
    config: &Config,
    call: &PreparedCall<'_>,
    timestamp: u64,
    digest: Digest,
    credential: &Credential,
) -> Result<HttpRequest, InvalidRequest> {
    let mut parameters = call.content.pairs.clone();
    add_common_parameters(&mut parameters, config, call, timestamp, digest, credential);
    // The order is that of the names' bytes: `A.10` precedes `A.2`.
    parameters.sort_by(|(one, _), (other, _)| one.cmp(other));
    let method = &call.content.method;
    let (host, key) = (&call.endpoint.host, credential.secret_key());
    let signature = signing::signature(digest, key, method.as_str(), host, &parameters);
    parameters.push(("Signature".to_owned(), signature));

    let encoded = url_encoded(&parameters);
    let (query, body) = match *method {
        Method::GET => (encoded, String::new()),
        _ => (String::new(), encoded),
    };
    let mut headers = HeaderMap::with_capacity(4);
    super::add_other_headers(&mut headers, call)?;
    Ok(HttpRequest {
        method: method.clone(),
        url: call.endpoint.url_with(&query),
        headers,
        body: body.into(),
        max_response_bytes: config.0.max_response_bytes,
        direct: false,
        deadline: None,
    })
}

fn add_common_parameters(
    parameters: &mut Vec<(String, String)>,
    config: &Config,
    call: &PreparedCall<'_>,
    timestamp: u64,
    digest: Digest,
    credential: &Credential,
) {
    // The value was built from a string, so this never fails.
    let request_client = config.0.request_client.to_str().ok();
    let nonce = random::nonce(&SystemRandom);
    let common = [
        ("Action", Some(call.callee.action.to_owned())),
        ("Language", call.language.map(|it| it.as_str().to_owned())),
        ("Nonce", Some(nonce.to_string())),
        ("Region", call.region.map(str::to_owned)),
        ("RequestClient", request_client.map(str::to_owned)),
        ("SecretId", Some(credential.secret_id().to_owned())),
        ("SignatureMethod", Some(digest.method_name().to_owned())),
        ("Timestamp", Some(timestamp.to_string())),
        ("Token", credential.token().map(str::to_owned)),
        ("Version", Some(call.callee.version.to_owned())),
    ];
    for (name, value) in common {
        let Some(value) = value else {
            continue;
        };
        // An action may have a parameter of that name. Only one can be sent, and the API requires
        // the common one.
        parameters.retain(|(own, _)| own != name);
        parameters.push((name.to_owned(), value));
    }
}
