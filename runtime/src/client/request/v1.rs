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
use crate::signing::{self, Digest, SignableForm};
use crate::transport::HttpRequest;
use crate::v2::Protocol;

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
    let v2 = call.callee.protocol.v2();
    let signable = SignableForm {
        method: method.as_str(),
        host: &call.endpoint.host,
        // The documented path of version 3.0 is a slash, as for TC3.
        path: v2.map_or("/", |v2| v2.path),
        parameters: &parameters,
        underscores_as_dots: v2.is_some(),
    };
    let signature = signing::signature(digest, credential.secret_key(), &signable);
    parameters.push((SIGNATURE, &signature));

    let encoded = Zeroizing::new(url_encoded(&parameters));
    let below = v2.map(|v2| call.endpoint.below(v2.path));
    let endpoint = below.as_ref().unwrap_or(&call.endpoint);
    let (url, body) = match *method {
        Method::GET => (endpoint.url_with(&encoded), Bytes::new()),
        // The body owns this memory, which is wiped when its last clone is dropped.
        _ => (endpoint.url_with(""), Bytes::from_owner(encoded)),
    };
    let mut headers = HeaderMap::with_capacity(4);
    super::add_other_headers(&mut headers, call)?;
    Ok(HttpRequest {
        headers,
        body,
        #[cfg(feature = "testing")]
        v2: v2.map(|v2| (call.callee.service.into(), v2.envelope)),
        ..HttpRequest::new(method.clone(), url, config.0.max_response_bytes)
    })
}

/// The parameter with the signature of the others.
const SIGNATURE: &str = "Signature";

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
    let has_version = call.callee.protocol == Protocol::Tc3 || !call.callee.version.is_empty();
    let version = has_version.then_some(call.callee.version);
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
        ("Version", version),
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
    let is_common =
        |name: &str| name == SIGNATURE || common.iter().any(|(common, _)| *common == name);
    let mut all: Vec<_> = own
        .iter()
        .filter(|(name, _)| !is_common(name))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    all.extend(common);
    all
}
