//! Credentials of a CVM instance's role, from the metadata service.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::{Zeroize, Zeroizing};

use super::key::Credential;
use super::parse::{TemporaryKeys, object};
use super::provider::{CredentialContext, provide_by_fetch};
use crate::codec;
use crate::error::CredentialError;
use crate::time;
use crate::transport::{HttpRequest, TransportError, TransportErrorKind};

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
#[derive(Debug, Clone)]
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
    #[must_use]
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoint = url.into();
        self
    }

    async fn fetch(&self, context: &CredentialContext) -> Result<Credential, CredentialError> {
        let (role, body) = match &self.role {
            Some(role) => (role.clone(), self.get(context, role).await?),
            None => {
                let role = self.discover(context).await?;
                let body = self.get(context, &role).await.map_err(|error| {
                    // The role exists, so a missing key is a failure rather than absence.
                    let problem = format!("cannot get keys for the CVM role `{role}`");
                    CredentialError::new(problem).caused_by(error)
                })?;
                (role, body)
            }
        };
        let keys = read_keys(&body);
        wipe(body);
        let credential = keys
            .and_then(|keys| keys.check(context.clock().now()))
            .map_err(|error| {
                let problem = format!("cannot use the keys of the CVM role `{role}`");
                CredentialError::new(problem).caused_by(error)
            })?;
        Ok(credential.with_origin(format!("CVM role `{role}`")))
    }

    /// Returns the name of the role that is bound to the instance.
    async fn discover(&self, context: &CredentialContext) -> Result<String, CredentialError> {
        let body = self.get(context, "").await?;
        let name = std::str::from_utf8(&body).unwrap_or("\u{fffd}").trim();
        if name.is_empty() {
            return Err(CredentialError::absent(
                "no role is bound to this CVM instance",
            ));
        }
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
        if name.len() > 128 || !name.bytes().all(allowed) {
            let problem = format!("{}{PATH} did not return a role name", self.endpoint);
            return Err(CredentialError::new(problem));
        }
        Ok(name.to_owned())
    }

    /// Requests the keys of a role, or the role's name if `role` is empty.
    async fn get(&self, context: &CredentialContext, role: &str) -> Result<Bytes, CredentialError> {
        let role = utf8_percent_encode(role, ESCAPED);
        let url = format!("{}{PATH}{role}", self.endpoint.trim_end_matches('/'));
        let request = HttpRequest {
            method: Method::GET,
            url: url.clone(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            max_response_bytes: MAX_RESPONSE_BYTES,
            direct: true,
            deadline: None,
        };
        let answer = context.transport().send(request);
        let response = time::before(context.clock().sleep(TIMEOUT), answer).await;
        let response = response.ok_or_else(|| {
            let problem =
                format!("{url} did not answer within {TIMEOUT:?} (is this a CVM instance?)");
            CredentialError::absent(problem)
        })?;
        let response = response.map_err(|error| unreachable_service(&url, error))?;
        match response.status {
            200..300 => Ok(response.body),
            404 => Err(CredentialError::absent(format!(
                "{url} does not exist (HTTP status 404): no such role is bound to this instance"
            ))),
            // The body may hold keys, so errors don't quote it.
            status => Err(CredentialError::new(format!(
                "{url} answered with HTTP status {status}"
            ))),
        }
    }
}

impl Default for CvmRoleProvider {
    fn default() -> Self {
        Self::new()
    }
}

provide_by_fetch!(CvmRoleProvider);

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

/// Zeroizes the reply, unless the transport keeps a copy of it.
fn wipe(body: Bytes) {
    if let Ok(mut body) = body.try_into_mut() {
        body.zeroize();
    }
}
