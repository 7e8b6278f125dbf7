//! Signatures of method TC3-HMAC-SHA256.

use ring::{digest, hmac};

use super::{DerivedKeys, Signed, hex, is_equal};
use crate::clock::date_of;
use crate::incoming::Incoming;
use crate::problem::{Problem, Refusal, quoted};

/// The beginning of the header's value.
const ALGORITHM: &str = "TC3-HMAC-SHA256";
/// The end of the credential scope.
const TERMINATION: &str = "tc3_request";
/// The form of the header, for messages.
const FORM: &str = "TC3-HMAC-SHA256 Credential=<SecretId>/<date>/<service>/tc3_request, \
                    SignedHeaders=content-type;host, Signature=<64 hexadecimal digits>";

/// The parts of the header `Authorization`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Authorization<'r> {
    /// SecretId, date, service and termination, as sent.
    credential: &'r str,
    pub(crate) secret_id: &'r str,
    date: &'r str,
    pub(crate) service: &'r str,
    signed_headers: &'r str,
    signature: &'r str,
}

impl<'r> Authorization<'r> {
    /// Parses the header's value.
    pub(crate) fn parse(value: &'r str) -> Result<Self, Refusal> {
        let malformed = |what: &str| {
            Problem::InvalidAuthorization.because(format!(
                "the header Authorization {what}; its form is `{FORM}`"
            ))
        };
        let rest = value.trim().strip_prefix(ALGORITHM);
        let rest = rest.ok_or_else(|| malformed("doesn't begin with TC3-HMAC-SHA256"))?;
        let part = |name: &str| {
            let mut parts = rest.split(',').map(str::trim);
            parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
        };
        let credential = part("Credential").ok_or_else(|| malformed("lacks Credential"))?;
        let signed_headers =
            part("SignedHeaders").ok_or_else(|| malformed("lacks SignedHeaders"))?;
        let signature = part("Signature").ok_or_else(|| malformed("lacks Signature"))?;
        let mut scope = credential.rsplitn(4, '/');
        let (Some(TERMINATION), Some(service), Some(date), Some(secret_id)) =
            (scope.next(), scope.next(), scope.next(), scope.next())
        else {
            return Err(malformed("has a Credential without its four parts"));
        };
        Ok(Self {
            credential,
            secret_id,
            date,
            service,
            signed_headers,
            signature,
        })
    }
}

/// Checks the signature of a request with the key that belongs to its SecretId. Returns the texts
/// that were signed with the refusal.
pub(crate) fn check(
    request: &Incoming,
    authorization: &Authorization<'_>,
    timestamp: &str,
    secret_key: &str,
    keys: &DerivedKeys,
) -> Result<(), (Refusal, Signed)> {
    let refuse =
        |message: String, signed| Err((Problem::SignatureFailure.because(message), signed));
    let host = request.host();
    let signed = match canonical(request, authorization, timestamp, host) {
        Ok(signed) => signed,
        Err(message) => return refuse(message, Signed::default()),
    };
    let date = timestamp.parse().ok().and_then(date_of);
    if date.as_deref() != Some(authorization.date) {
        let message = format!(
            "the date `{}` in Credential isn't the UTC date of X-TC-Timestamp, {}",
            quoted(authorization.date),
            date.as_deref().unwrap_or("which isn't a number of seconds"),
        );
        return refuse(message, signed);
    }
    let key = keys.get_or_derive(authorization.credential, || {
        derived_key(secret_key, authorization)
    });
    let is_right = |signed: &Signed| {
        let computed = hex(hmac::sign(&key, signed.string_to_sign.as_bytes()).as_ref());
        is_equal(&computed, authorization.signature)
    };
    // The SDK for Node.js sends the port in the header, but signs the host without it.
    let without_port = || canonical(request, authorization, timestamp, port_removed(host)?).ok();
    if is_right(&signed) || without_port().as_ref().is_some_and(is_right) {
        return Ok(());
    }
    let message = "the signature doesn't match: compare your canonical request and string to sign \
                   with those that /_fake/calls shows for this call, and check the SecretKey";
    refuse(message.to_owned(), signed)
}

/// Returns the host without its port, if it has one.
fn port_removed(host: &str) -> Option<&str> {
    let (name, port) = host.rsplit_once(':')?;
    port.parse::<u16>().is_ok().then_some(name)
}

/// Returns the texts that the request's signature covers, if the client signed this host.
fn canonical(
    request: &Incoming,
    authorization: &Authorization<'_>,
    timestamp: &str,
    host: &str,
) -> Result<Signed, String> {
    let names = authorization.signed_headers;
    for required in ["content-type", "host"] {
        if !names.split(';').any(|name| name == required) {
            return Err(format!(
                "SignedHeaders is `{}`, without `{required}`: sign content-type and host at least",
                quoted(names)
            ));
        }
    }
    let mut canonical = String::with_capacity(512);
    canonical.push_str(request.method.as_str());
    // The documented path is a slash, whatever prefix a proxy adds.
    canonical.push_str("\n/\n");
    canonical.push_str(request.query());
    canonical.push('\n');
    for name in names.split(';') {
        let sent = if name == "host" {
            Some(host.to_owned())
        } else {
            header(request, name)
        };
        let value = sent.ok_or_else(|| {
            format!(
                "SignedHeaders names `{}`, which the request lacks",
                quoted(name)
            )
        })?;
        canonical.push_str(name);
        canonical.push(':');
        canonical.push_str(&value.trim().to_lowercase());
        canonical.push('\n');
    }
    canonical.push('\n');
    canonical.push_str(names);
    canonical.push('\n');
    canonical.push_str(&hex(
        digest::digest(&digest::SHA256, payload(request)).as_ref()
    ));
    let string_to_sign = format!(
        "{ALGORITHM}\n{timestamp}\n{}/{}/{TERMINATION}\n{}",
        authorization.date,
        authorization.service,
        hex(digest::digest(&digest::SHA256, canonical.as_bytes()).as_ref()),
    );
    Ok(Signed {
        canonical_request: canonical,
        string_to_sign,
    })
}

/// Returns a signed header. Several of the same name are joined with commas.
fn header(request: &Incoming, name: &str) -> Option<String> {
    let values = request.headers.get_all(name).into_iter();
    let values: Option<Vec<&str>> = values
        .map(|value| std::str::from_utf8(value.as_bytes()).ok())
        .collect();
    values
        .filter(|values| !values.is_empty())
        .map(|values| values.join(","))
}

/// Returns the body, or the text that is hashed in place of it.
fn payload(request: &Incoming) -> &[u8] {
    match request.header("x-tc-content-sha256") {
        Some("UNSIGNED-PAYLOAD") => b"UNSIGNED-PAYLOAD",
        _ => &request.body,
    }
}

fn derived_key(secret_key: &str, authorization: &Authorization<'_>) -> hmac::Key {
    let first = hmac::Key::new(hmac::HMAC_SHA256, format!("TC3{secret_key}").as_bytes());
    let parts = [authorization.date, authorization.service, TERMINATION];
    parts.into_iter().fold(first, |key, part| {
        let digest = hmac::sign(&key, part.as_bytes());
        hmac::Key::new(hmac::HMAC_SHA256, digest.as_ref())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use http::{HeaderMap, Method, Uri};

    const AUTHORIZATION: &str = "TC3-HMAC-SHA256 \
        Credential=AKID********************************/2019-02-25/cvm/tc3_request, \
        SignedHeaders=content-type;host;x-tc-action, \
        Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f";
    const KEY: &str = "********************************";

    /// Returns the request that the documentation signs.
    fn documented() -> Incoming {
        let body = r#"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#;
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("content-type", "application/json; charset=utf-8"),
            ("host", "cvm.tencentcloudapi.com"),
            ("x-tc-action", "DescribeInstances"),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        Incoming {
            method: Method::POST,
            uri: Uri::from_static("/"),
            headers,
            body: Bytes::from_static(body.as_bytes()),
        }
    }

    fn checked(request: &Incoming, timestamp: &str, key: &str) -> Result<(), (Refusal, Signed)> {
        let authorization = Authorization::parse(AUTHORIZATION).unwrap();
        check(
            request,
            &authorization,
            timestamp,
            key,
            &DerivedKeys::default(),
        )
    }

    #[test]
    fn documented_signature_is_accepted() {
        assert_eq!(checked(&documented(), "1551113065", KEY), Ok(()));
    }

    #[test]
    fn signed_host_may_lack_its_port() {
        let mut request = documented();
        let host = "cvm.tencentcloudapi.com:4180".parse().unwrap();
        request.headers.insert("host", host);
        assert_eq!(checked(&request, "1551113065", KEY), Ok(()));
        let other = "ecm.tencentcloudapi.com:4180".parse().unwrap();
        request.headers.insert("host", other);
        assert!(checked(&request, "1551113065", KEY).is_err());
    }

    #[test]
    fn each_change_breaks_the_signature() {
        let mut request = documented();
        request.body = Bytes::from_static(b"{}");
        let (refusal, signed) = checked(&request, "1551113065", KEY).unwrap_err();
        assert_eq!(refusal.problem, Problem::SignatureFailure);
        assert!(
            signed
                .canonical_request
                .starts_with("POST\n/\n\ncontent-type:application/json")
        );
        assert!(
            signed
                .string_to_sign
                .starts_with("TC3-HMAC-SHA256\n1551113065\n2019-02-25/cvm/")
        );
        assert!(checked(&documented(), "1551113066", KEY).is_err());
        assert!(checked(&documented(), "1551113065", "other").is_err());
        let (refusal, _) = checked(&documented(), "1551199465", KEY).unwrap_err();
        assert!(
            refusal.message.contains("2019-02-26"),
            "{}",
            refusal.message
        );
        let mut request = documented();
        request.headers.remove("x-tc-action");
        let (refusal, _) = checked(&request, "1551113065", KEY).unwrap_err();
        assert!(
            refusal.message.contains("`x-tc-action`"),
            "{}",
            refusal.message
        );
    }

    #[test]
    fn malformed_authorization_is_explained() {
        for (value, what) in [
            ("Basic x", "doesn't begin"),
            (
                "TC3-HMAC-SHA256 SignedHeaders=a, Signature=b",
                "lacks Credential",
            ),
            (
                "TC3-HMAC-SHA256 Credential=a/b/c/tc3_request",
                "lacks SignedHeaders",
            ),
            (
                "TC3-HMAC-SHA256 Credential=a/c/tc3_request, SignedHeaders=a, Signature=b",
                "four",
            ),
            (
                "TC3-HMAC-SHA256 Credential=a/b/c/d, SignedHeaders=a, Signature=b",
                "four",
            ),
        ] {
            let refusal = Authorization::parse(value).unwrap_err();
            assert_eq!(refusal.problem, Problem::InvalidAuthorization);
            assert!(refusal.message.contains(what), "{}", refusal.message);
        }
        let unsigned_host = AUTHORIZATION.replace(";host", "");
        let authorization = Authorization::parse(&unsigned_host).unwrap();
        let keys = DerivedKeys::default();
        let failed = check(&documented(), &authorization, "1551113065", KEY, &keys).unwrap_err();
        assert!(failed.0.message.contains("without `host`"));
    }
}
