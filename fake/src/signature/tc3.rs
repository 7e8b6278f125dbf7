//! Signatures of method TC3-HMAC-SHA256.

use http::Method;
use ring::{digest, hmac};

use super::{DerivedKeys, IsSecret, Signed, hex};
use crate::clock::date_of;
use crate::incoming::Incoming;
use crate::parameters::REDACTED;
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

/// A signed request.
pub(crate) struct Check<'r> {
    pub(crate) request: &'r Incoming,
    pub(crate) authorization: &'r Authorization<'r>,
    pub(crate) timestamp: &'r str,
}

impl Check<'_> {
    /// Checks the signature with the key that belongs to its SecretId. Returns the texts that were
    /// signed with the refusal, without secrets.
    pub(crate) fn check(
        &self,
        secret_key: &str,
        keys: &DerivedKeys,
        is_secret: &IsSecret<'_>,
    ) -> Result<(), (Refusal, Signed)> {
        let refuse =
            |message: String, signed| Err((Problem::SignatureFailure.because(message), signed));
        let host = self.request.host();
        let canonical = match self.canonical(host, &|_| false) {
            Ok(canonical) => canonical,
            Err(message) => return refuse(message, Signed::default()),
        };
        let explained = || Signed {
            canonical_request: self.canonical(host, is_secret).unwrap_or_default(),
            string_to_sign: self.string_to_sign(&canonical),
        };
        let date = self.timestamp.parse().ok().and_then(date_of);
        if date.as_deref() != Some(self.authorization.date) {
            let message = format!(
                "the date `{}` in Credential isn't the UTC date of X-TC-Timestamp, {}",
                quoted(self.authorization.date),
                date.as_deref().unwrap_or("which isn't a number of seconds"),
            );
            return refuse(message, explained());
        }
        let key = keys.get_or_derive(self.authorization.credential, || {
            derived_key(secret_key, self.authorization)
        });
        let is_right = |canonical: &String| {
            let text = self.string_to_sign(canonical);
            let computed = hex(hmac::sign(&key, text.as_bytes()).as_ref());
            computed == self.authorization.signature
        };
        // The SDK for Node.js sends the port in the header, but signs the host without it.
        let without_port = || self.canonical(port_removed(host)?, &|_| false).ok();
        if is_right(&canonical) || without_port().as_ref().is_some_and(is_right) {
            return Ok(());
        }
        let message = "the signature doesn't match: compare your canonical request and string to \
                       sign with those that /_fake/calls shows for this call, and check the \
                       SecretKey";
        refuse(message.to_owned(), explained())
    }

    /// Returns the canonical request, if the client signed this host. Values of secrets are hidden.
    fn canonical(&self, host: &str, is_secret: &IsSecret<'_>) -> Result<String, String> {
        let names = self.authorization.signed_headers;
        for required in ["content-type", "host"] {
            if !names.split(';').any(|name| name == required) {
                return Err(format!(
                    "SignedHeaders is `{}`, without `{required}`: sign content-type and host at \
                     least",
                    quoted(names)
                ));
            }
        }
        let mut canonical = String::with_capacity(512);
        canonical.push_str(self.request.method.as_str());
        // The documented path is a slash, whatever prefix a proxy adds.
        canonical.push_str("\n/\n");
        // The documented query of a POST is empty.
        if self.request.method == Method::GET {
            push_query(&mut canonical, self.request.query(), is_secret);
        }
        canonical.push('\n');
        for name in names.split(';') {
            let sent = match name {
                "host" => Some(host.to_owned()),
                "x-tc-token" if is_secret("Token") => Some(REDACTED.to_owned()),
                name => header(self.request, name),
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
        let payload = digest::digest(&digest::SHA256, payload(self.request));
        canonical.push_str(&hex(payload.as_ref()));
        Ok(canonical)
    }

    fn string_to_sign(&self, canonical: &str) -> String {
        format!(
            "{ALGORITHM}\n{}\n{}/{}/{TERMINATION}\n{}",
            self.timestamp,
            self.authorization.date,
            self.authorization.service,
            hex(digest::digest(&digest::SHA256, canonical.as_bytes()).as_ref()),
        )
    }
}

/// Returns the host without its port, if it has one.
fn port_removed(host: &str) -> Option<&str> {
    let (name, port) = host.rsplit_once(':')?;
    port.parse::<u16>().is_ok().then_some(name)
}

/// Appends a query as sent, but for the values of secrets.
fn push_query(canonical: &mut String, query: &str, is_secret: &IsSecret<'_>) {
    for (index, pair) in query.split('&').enumerate() {
        if index > 0 {
            canonical.push('&');
        }
        let name = pair.split_once('=').map_or(pair, |(name, _)| name);
        let decoded = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
        if is_secret(&decoded) {
            canonical.push_str(name);
            canonical.push('=');
            canonical.push_str(REDACTED);
        } else {
            canonical.push_str(pair);
        }
    }
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
    use http::{HeaderMap, Uri};

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
        let check = Check {
            request,
            authorization: &authorization,
            timestamp,
        };
        check.check(key, &DerivedKeys::default(), &|_| false)
    }

    /// The query of a GET is signed as sent. That of a POST, which the documentation has empty,
    /// isn't signed.
    #[test]
    fn query_is_signed_with_get_only() {
        let mut request = documented();
        request.uri = Uri::from_static("/?Limit=1");
        assert_eq!(checked(&request, "1551113065", KEY), Ok(()));
        request.method = Method::GET;
        let (_, signed) = checked(&request, "1551113065", KEY).unwrap_err();
        assert!(
            signed
                .canonical_request
                .starts_with("GET\n/\nLimit=1\ncontent-type:")
        );
    }

    #[test]
    fn explanation_hides_secrets() {
        let mut request = documented();
        request.method = Method::GET;
        request.uri = Uri::from_static("/?Login.Password=hush%26more&Limit=1");
        request
            .headers
            .insert("x-tc-token", "hush".parse().unwrap());
        let authorization = AUTHORIZATION.replace("x-tc-action", "x-tc-action;x-tc-token");
        let check = Check {
            request: &request,
            authorization: &Authorization::parse(&authorization).unwrap(),
            timestamp: "1551113065",
        };
        let is_secret = |name: &str| name == "Login.Password" || name == "Token";
        let failed = check.check(KEY, &DerivedKeys::default(), &is_secret);
        let shown = failed.unwrap_err().1.canonical_request;
        assert!(
            shown.starts_with("GET\n/\nLogin.Password=[redacted]&Limit=1\n"),
            "{shown}"
        );
        assert!(shown.contains("\nx-tc-token:[redacted]\n"), "{shown}");
        assert!(!shown.contains("hush"), "{shown}");
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
        let check = Check {
            request: &documented(),
            authorization: &Authorization::parse(&unsigned_host).unwrap(),
            timestamp: "1551113065",
        };
        let failed = check.check(KEY, &DerivedKeys::default(), &|_| false);
        let failed = failed.unwrap_err();
        assert!(failed.0.message.contains("without `host`"));
    }
}
