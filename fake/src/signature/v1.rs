//! Signatures of methods HmacSHA1 and HmacSHA256, which cover the parameters of a query or form.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

use super::{IsSecret, Signed};
use crate::incoming::Incoming;
use crate::parameters::REDACTED;
use crate::problem::{Problem, Refusal, quoted};

/// The parameter with the signature of the others.
const SIGNATURE: &str = "Signature";

/// Checks the signature in the pairs of a request with the key that belongs to its SecretId.
/// Returns the texts that were signed with the refusal, without secrets.
pub(crate) fn check(
    request: &Incoming,
    pairs: &[(String, String)],
    secret_key: &str,
    is_secret: &IsSecret<'_>,
) -> Result<(), (Refusal, Signed)> {
    let find = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted);
    let sent = find(SIGNATURE).map_or("", |(_, value)| value.as_str());
    let method = find("SignatureMethod").map_or("", |(_, value)| value.as_str());
    let algorithm = match method {
        "" | "HmacSHA1" => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        "HmacSHA256" => hmac::HMAC_SHA256,
        other => {
            let message = format!(
                "SignatureMethod is `{}`, expected HmacSHA1 or HmacSHA256",
                quoted(other)
            );
            return Err((
                Problem::SignatureFailure.because(message),
                Signed::default(),
            ));
        }
    };
    let signed = string_to_sign(request, pairs, &|_| false);
    let key = hmac::Key::new(algorithm, secret_key.as_bytes());
    let computed = STANDARD.encode(hmac::sign(&key, signed.as_bytes()));
    if computed == sent {
        return Ok(());
    }
    let message = "the signature doesn't match: compare your string to sign with the one that \
                   /_fake/calls shows for this call, and check the SecretKey";
    let signed = Signed {
        canonical_request: String::new(),
        string_to_sign: string_to_sign(request, pairs, is_secret),
    };
    Err((Problem::SignatureFailure.because(message), signed))
}

/// Returns the text to sign: method, host, path, and the sorted parameters without escapes. Values
/// of secrets are hidden.
fn string_to_sign(
    request: &Incoming,
    pairs: &[(String, String)],
    is_secret: &IsSecret<'_>,
) -> String {
    let is_v2 = request.is_v2();
    let path = if is_v2 { "/v2/index.php" } else { "/" };
    let mut sorted: Vec<_> = pairs.iter().filter(|(name, _)| name != SIGNATURE).collect();
    sorted.sort_by(|one, other| one.0.cmp(&other.0));
    let joined: Vec<String> = sorted
        .into_iter()
        .map(|(name, value)| {
            let value = if is_secret(name) { REDACTED } else { value };
            // Protocol v2 signs underscores as dots, after sorting.
            if is_v2 {
                format!("{}={value}", name.replace('_', "."))
            } else {
                format!("{name}={value}")
            }
        })
        .collect();
    let (method, host) = (request.method.as_str(), request.host());
    format!("{method}{host}{path}?{}", joined.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incoming::decoded_pairs;
    use bytes::Bytes;
    use http::{HeaderMap, Method, Uri};

    fn request(host: &'static str, path: &'static str) -> Incoming {
        let mut headers = HeaderMap::new();
        headers.insert("host", host.parse().unwrap());
        Incoming {
            method: Method::GET,
            uri: Uri::from_static(path),
            headers,
            body: Bytes::new(),
        }
    }

    /// The request that the manual signs, with the signature that it prints.
    #[test]
    fn documented_signature_is_accepted() {
        let query = "Action=DescribeInstances&InstanceIds.0=ins-09dx96dg&Limit=20&Nonce=11886\
                     &Offset=0&Region=ap-guangzhou&SecretId=AKID********************************\
                     &Timestamp=1465185768&Version=2017-03-12\
                     &Signature=7RAM2xfNMO9EiVTNmPg06MRnCvQ%3D";
        let request = request("cvm.tencentcloudapi.com", "/");
        let key = "********************************";
        let checked = |query: &str| check(&request, &decoded_pairs(query), key, &|_| false);
        assert_eq!(checked(query), Ok(()));
        let changed = query.replace("Limit=20", "Limit=21");
        let (refusal, signed) = checked(&changed).unwrap_err();
        assert_eq!(refusal.problem, Problem::SignatureFailure);
        assert!(
            signed
                .string_to_sign
                .starts_with("GETcvm.tencentcloudapi.com/?Action=Describe")
        );
        let changed = format!("{query}&SignatureMethod=HmacMD5");
        let (refusal, _) = checked(&changed).unwrap_err();
        assert!(refusal.message.contains("`HmacMD5`"));
    }

    #[test]
    fn explanation_hides_secrets() {
        let request = request("cvm.tencentcloudapi.com", "/");
        let pairs = decoded_pairs("Password=hush%26b%3Dc&Limit=1&Signature=x");
        let is_secret = |name: &str| name == "Password";
        let (_, signed) = check(&request, &pairs, "key", &is_secret).unwrap_err();
        assert_eq!(
            signed.string_to_sign,
            "GETcvm.tencentcloudapi.com/?Limit=1&Password=[redacted]"
        );
    }

    /// The request of the manual of protocol v2, with the keys of an earlier edition.
    #[test]
    fn documented_v2_signature_is_accepted() {
        let query = "Action=DescribeInstances&Nonce=11886&Region=gz\
                     &SecretId=AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA&Timestamp=1465185768\
                     &instanceIds.0=ins-09dx96dg&limit=20&offset=0\
                     &Signature=NSI3UqqD99b%2FUJb4tbG%2FxZpRW64%3D";
        let request = request("cvm.api.qcloud.com", "/v2/index.php");
        let key = "Gu5t9xGARNpq86cd98joQYCN3Cozk1qA";
        let checked = check(&request, &decoded_pairs(query), key, &|_| false);
        assert_eq!(checked, Ok(()));
    }
}
