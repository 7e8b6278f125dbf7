//! Requests whose signature covers parameters in a query or form: methods HmacSHA1 and HmacSHA256.

use bytes::Bytes;
use http::{HeaderMap, Method};
use zeroize::Zeroizing;

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
    let (timestamp, nonce) = (
        timestamp.to_string(),
        random::nonce(&SystemRandom).to_string(),
    );
    let common = common_parameters(config, call, &timestamp, &nonce, digest, credential);
    let mut parameters = with_own_parameters(common, &call.content.pairs);
    // The order is that of the names' bytes: `A.10` precedes `A.2`.
    parameters.sort_by_key(|(name, _)| *name);
    let method = &call.content.method;
    let (host, key) = (&call.endpoint.host, credential.secret_key());
    let signature = signing::signature(digest, key, method.as_str(), host, &parameters);
    parameters.push(("Signature", &signature));

    let encoded = Zeroizing::new(url_encoded(&parameters));
    let (url, body) = match *method {
        Method::GET => (call.endpoint.url_with(&encoded), Bytes::new()),
        // The body owns this memory, which is wiped when its last clone is dropped.
        _ => (call.endpoint.url_with(""), Bytes::from_owner(encoded)),
    };
    let mut headers = HeaderMap::with_capacity(4);
    super::add_other_headers(&mut headers, call)?;
    Ok(HttpRequest {
        headers,
        body,
        ..HttpRequest::new(method.clone(), url, config.0.max_response_bytes)
    })
}

/// Returns the parameters that all actions share. They borrow the token, so that no copy of it
/// stays in memory.
fn common_parameters<'a>(
    config: &'a Config,
    call: &'a PreparedCall<'_>,
    timestamp: &'a str,
    nonce: &'a str,
    digest: Digest,
    credential: &'a Credential,
) -> Vec<(&'a str, &'a str)> {
    // The value was built from a string, so this never fails.
    let request_client = config.0.request_client.to_str().ok();
    let common = [
        ("Action", Some(call.callee.action)),
        ("Language", call.language.map(|language| language.as_str())),
        ("Nonce", Some(nonce)),
        ("Region", call.region),
        ("RequestClient", request_client),
        ("SecretId", Some(credential.secret_id())),
        ("SignatureMethod", Some(digest.method_name())),
        ("Timestamp", Some(timestamp)),
        ("Token", credential.token()),
        ("Version", Some(call.callee.version)),
    ];
    let present = |(name, value): (&'a str, Option<&'a str>)| Some((name, value?));
    common.into_iter().filter_map(present).collect()
}

/// Adds the parameters of an action. It may have one with the name of a common one. Only one can be
/// sent, and the API requires the common one.
fn with_own_parameters<'a>(
    common: Vec<(&'a str, &'a str)>,
    own: &'a [(String, String)],
) -> Vec<(&'a str, &'a str)> {
    let is_common = |name: &str| common.iter().any(|(common, _)| *common == name);
    let mut all: Vec<_> = own
        .iter()
        .filter(|(name, _)| !is_common(name))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    all.extend(common);
    all
}
