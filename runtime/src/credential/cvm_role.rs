//! Credentials of a CVM instance's role, from the metadata service.

use std::fmt;
use std::time::Duration;

use http::Method;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

use super::key::Credential;
use super::parse::{TemporaryKeys, object};
use super::provider::{CredentialContext, provide_by_fetch};
use crate::codec;
use crate::display::masked_address;
use crate::endpoint::Endpoint;
use crate::error::CredentialError;
use crate::time;
use crate::transport::{HttpRequest, HttpResponse, TransportError, TransportErrorKind};

const ENDPOINT: &str = "http://metadata.tencentyun.com";
const PATH: &str = "/latest/meta-data/cam/security-credentials/";
/// The time limit for each of the two requests. The service answers within milliseconds, and a
/// machine outside CVM should find out soon that there is none.
const TIMEOUT: Duration = Duration::from_secs(1);
const MAX_RESPONSE_BYTES: usize = 64 << 10;
/// The characters to escape in a role name: all but letters, digits and the punctuation it allows.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'@')
    .remove(b',')
    .remove(b'+')
    .remove(b'=');

/// A provider that asks the metadata service of the CVM instance it runs on for keys of its role.
///
/// It is absent if the service does not exist, or the instance has no role. Each of its two
/// requests may take up to a second.
#[derive(Clone)]
pub struct CvmRoleProvider {
    endpoint: String,
    role: Option<String>,
}

object! {
    /// A reply of the metadata service.
    Answer {
        code: String = "Code",
        secret_id: String = "TmpSecretId",
        secret_key: String = "TmpSecretKey",
        token: String = "Token",
        expired_time: i64 = "ExpiredTime",
    }
}

impl CvmRoleProvider {
    /// Returns a provider for the role that is bound to this instance.
    #[must_use]
    pub fn new() -> Self {
        Self {
            endpoint: ENDPOINT.to_owned(),
            role: None,
        }
    }

    /// Sets the name of the role, which saves the request for the name. Default: the role that is
    /// bound to the instance.
    #[must_use]
    pub fn role(mut self, name: impl Into<String>) -> Self {
        self.role = Some(name.into());
        self
    }

    /// Sets the address of the metadata service. Default: `http://metadata.tencentyun.com`.
    ///
    /// This name, link-local and loopback addresses may use plain HTTP, which is all that metadata
    /// services have. Any other `http` address needs
    /// [`ConfigBuilder::allow_plain_http`](crate::ConfigBuilder::allow_plain_http). A malformed
    /// address is reported when a credential is requested.
    #[must_use]
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoint = url.into();
        self
    }

    async fn fetch(&self, context: &CredentialContext) -> Result<Credential, CredentialError> {
        let service = self.service(context)?;
        let (role, mut response) = match &self.role {
            Some(role) => (role.clone(), get(&service, context, role).await?),
            None => {
                let role = discover(&service, context).await?;
                let response = get(&service, context, &role).await.map_err(|error| {
                    // The role exists, so a missing key is a failure rather than absence.
                    let problem = format!("cannot get keys for the CVM role `{role}`");
                    CredentialError::new(problem).caused_by(error)
                })?;
                (role, response)
            }
        };
        let keys = read_keys(&response.body);
        response.wipe();
        let credential = keys
            .and_then(|keys| keys.check(context.clock().now()))
            .map_err(|error| {
                let problem = format!("cannot use the keys of the CVM role `{role}`");
                CredentialError::new(problem).caused_by(error)
            })?;
        Ok(credential.with_origin(format!("CVM role `{role}`")))
    }

    /// Returns the URL of the metadata service, without a slash at the end.
    fn service(&self, context: &CredentialContext) -> Result<String, CredentialError> {
        let failed = |error| {
            CredentialError::new("malformed address of the metadata service").caused_by(error)
        };
        let endpoint = Endpoint::parse(&self.endpoint).map_err(failed)?;
        let allowed = endpoint.is_metadata_service() || context.allows_plain_http();
        endpoint.check_encrypted(allowed).map_err(failed)?;
        Ok(endpoint.url.trim_end_matches('/').to_owned())
    }
}

impl Default for CvmRoleProvider {
    fn default() -> Self {
        Self::new()
    }
}

// An address that is not yet checked may hold a password, which is masked.
impl fmt::Debug for CvmRoleProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CvmRoleProvider")
            .field("endpoint", &masked_address(&self.endpoint))
            .field("role", &self.role)
            .finish()
    }
}

provide_by_fetch!(CvmRoleProvider);

/// Returns the name of the role that is bound to the instance.
async fn discover(service: &str, context: &CredentialContext) -> Result<String, CredentialError> {
    let response = get(service, context, "").await?;
    let name = std::str::from_utf8(&response.body).unwrap_or("\u{fffd}");
    let name = name.trim();
    if name.is_empty() {
        return Err(CredentialError::absent(
            "no role is bound to this CVM instance",
        ));
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    if name.len() > 128 || !name.bytes().all(allowed) {
        let problem = format!("{service}{PATH} did not return a role name");
        return Err(CredentialError::new(problem));
    }
    Ok(name.to_owned())
}

/// Requests the keys of a role, or the role's name if `role` is empty.
async fn get(
    service: &str,
    context: &CredentialContext,
    role: &str,
) -> Result<HttpResponse, CredentialError> {
    let role = utf8_percent_encode(role, ESCAPED);
    let url = format!("{service}{PATH}{role}");
    let mut request = HttpRequest::new(Method::GET, url.clone(), MAX_RESPONSE_BYTES);
    request.direct = true;
    request.expect_secrets();
    let answer = context.transport().send(request);
    let response = time::before(context.clock().sleep(TIMEOUT), answer).await;
    let response = response.ok_or_else(|| {
        let problem = format!("{url} did not answer within {TIMEOUT:?} (is this a CVM instance?)");
        CredentialError::absent(problem)
    })?;
    let response = response.map_err(|error| unreachable_service(&url, error))?;
    match response.status {
        200..300 => Ok(response),
        404 => Err(CredentialError::absent(format!(
            "{url} does not exist (HTTP status 404): no such role is bound to this instance"
        ))),
        // The body may hold keys, so errors don't quote it.
        status => Err(CredentialError::new(format!(
            "{url} answered with HTTP status {status}"
        ))),
    }
}

/// Converts a failed request. No connection means that this isn't a CVM instance. A broken
/// connection is a failure of the service.
fn unreachable_service(url: &str, error: TransportError) -> CredentialError {
    match error.kind() {
        TransportErrorKind::Connect | TransportErrorKind::ConnectTimeout => {
            CredentialError::absent(format!("cannot connect to {url} (is this a CVM instance?)"))
        }
        _ => CredentialError::new(format!("{url} did not answer")).caused_by(error),
    }
}

fn read_keys(body: &[u8]) -> Result<TemporaryKeys, CredentialError> {
    let unreadable = |problem: &str, offset| {
        CredentialError::new(format!("malformed reply: {problem} at byte {offset}"))
    };
    let text = std::str::from_utf8(body)
        .map_err(|error| unreadable("the text is not UTF-8", error.valid_up_to()))?;
    let mut answer = Answer::default();
    codec::read(text, &mut answer).map_err(|error| unreadable(error.problem(), error.offset()))?;
    if answer.code.as_deref() != Some("Success") {
        return Err(CredentialError::new(match &answer.code {
            Some(code) if is_word(code) => format!("the reply's Code is {code}, expected Success"),
            _ => "the reply's Code is not Success".to_owned(),
        }));
    }
    Ok(TemporaryKeys {
        secret_id: answer.secret_id.take(),
        secret_key: answer.secret_key.take().map(Zeroizing::new),
        token: answer.token.take().map(Zeroizing::new),
        expired_time: answer.expired_time,
    })
}

/// Returns whether a code consists of letters and dots, and is therefore safe to print.
fn is_word(code: &str) -> bool {
    code.len() <= 40
        && code
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic() || byte == b'.')
}
