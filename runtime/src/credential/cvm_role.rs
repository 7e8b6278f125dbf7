//! Credentials of the role that is bound to a CVM instance, from its metadata service.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::{Zeroize, Zeroizing};

use super::error::CredentialError;
use super::key::Credential;
use super::parse::{TemporaryKeys, object};
use super::provider::{CredentialContext, provide_by_fetch};

use crate::codec;
use crate::time;
use crate::transport::{HttpRequest, TransportError, TransportErrorKind};

const ENDPOINT: &str = "http://metadata.tencentyun.com";
const PATH: &str = "/latest/meta-data/cam/security-credentials/";
/// For each of the two exchanges. The service is next door and answers within milliseconds; where it
/// is not, nobody should wait long to find out.
const TIMEOUT: Duration = Duration::from_secs(1);
const MAX_RESPONSE_BYTES: usize = 64 << 10;
/// What a role's name may hold besides letters and digits needs no escape in a path.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'@')
    .remove(b',')
    .remove(b'+')
    .remove(b'=');

/// Asks the metadata service of the CVM instance it runs on for the keys of the instance's role.
///
/// It is absent where there is no such service, and where the instance has no role. Each exchange may
/// take a second.
#[derive(Debug, Clone)]
pub struct CvmRoleProvider {
    endpoint: String,
    role: Option<String>,
}

object! {
    /// What the metadata service answers.
    Answer {
        code: String = "Code",
        secret_id: String = "TmpSecretId",
        secret_key: String = "TmpSecretKey",
        token: String = "Token",
        expired_time: i64 = "ExpiredTime",
    }
}

impl CvmRoleProvider {
    /// A provider for the role of this instance, whatever its name.
    #[must_use]
    pub fn new() -> Self {
        Self {
            endpoint: ENDPOINT.to_owned(),
            role: None,
        }
    }

    /// The same provider for the role of this name, which saves asking for it.
    #[must_use]
    pub fn role(mut self, name: impl Into<String>) -> Self {
        self.role = Some(name.into());
        self
    }

    /// The same provider on another metadata service than `http://metadata.tencentyun.com`.
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
                    // There is a role, so this is a failure even where it would else mean absence.
                    let problem = format!("there are no keys for the CVM role `{role}`");
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
                let problem = format!("the keys of the CVM role `{role}` cannot be used");
                CredentialError::new(problem).caused_by(error)
            })?;
        Ok(credential.with_origin(format!("CVM role `{role}`")))
    }

    /// The name of the role that is bound to the instance.
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
            let problem = format!("{}{PATH} did not answer with a role's name", self.endpoint);
            return Err(CredentialError::new(problem));
        }
        Ok(name.to_owned())
    }

    /// Asks for the keys of a role, or for the role's name if this one is empty.
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
        };
        let answer = context.transport().send(request);
        let response = time::before(context.clock().sleep(TIMEOUT), answer).await;
        let response = response.ok_or_else(|| {
            let problem =
                format!("{url} gave no answer within {TIMEOUT:?}: not on a CVM instance?");
            CredentialError::absent(problem)
        })?;
        let response = response.map_err(|error| unreachable_service(&url, error))?;
        match response.status {
            200..300 => Ok(response.body),
            404 => Err(CredentialError::absent(format!(
                "{url} does not exist (HTTP status 404): no such role is bound to this instance"
            ))),
            // The body is not quoted: keys may be in it.
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

/// Without a connection there is no such service, so this is no instance; a connection that breaks
/// off is another matter.
fn unreachable_service(url: &str, error: TransportError) -> CredentialError {
    match error.kind() {
        TransportErrorKind::Connect | TransportErrorKind::ConnectTimeout => {
            CredentialError::absent(format!("{url} cannot be reached: not on a CVM instance?"))
        }
        _ => CredentialError::new(format!("{url} gave no answer")).caused_by(error),
    }
}

fn read_keys(body: &[u8]) -> Result<TemporaryKeys, CredentialError> {
    let unreadable = |problem: &str, offset| {
        CredentialError::new(format!(
            "the answer cannot be read: {problem} at byte {offset}"
        ))
    };
    let text = std::str::from_utf8(body)
        .map_err(|error| unreadable("the text is not UTF-8", error.valid_up_to()))?;
    let mut answer = Answer::default();
    codec::read(text, &mut answer).map_err(|error| unreadable(error.problem(), error.offset()))?;
    if answer.code.as_deref() != Some("Success") {
        return Err(CredentialError::new(match &answer.code {
            Some(code) if is_word(code) => format!("the answer's Code is {code}, not Success"),
            _ => "the answer's Code is not Success".to_owned(),
        }));
    }
    Ok(TemporaryKeys {
        secret_id: answer.secret_id.take(),
        secret_key: answer.secret_key.take().map(Zeroizing::new),
        token: answer.token.take().map(Zeroizing::new),
        expired_time: answer.expired_time,
    })
}

/// Whether a code looks like one, so that it can be shown.
fn is_word(code: &str) -> bool {
    code.len() <= 40
        && code
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic() || byte == b'.')
}

/// Wipes the answer, unless the transport keeps a copy itself.
fn wipe(body: Bytes) {
    if let Ok(mut body) = body.try_into_mut() {
        body.zeroize();
    }
}
