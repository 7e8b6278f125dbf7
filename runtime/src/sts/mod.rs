//! Credential providers that call STS, the service that issues temporary keys of roles.

mod assume_role;
mod session;
mod web_identity;

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use zeroize::Zeroizing;

use crate::client::GenericClient;
use crate::credential::parse::TemporaryKeys;
use crate::credential::{Credential, CredentialContext, CredentialProvider, ProviderChain};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, CredentialError, Error, ErrorKind, InvalidRequest};
use crate::options::{CallOptions, SignatureMethod};
use crate::settings::{Config, Settings};

pub use assume_role::AssumeRoleProvider;
pub use web_identity::WebIdentityProvider;

const VERSION: &str = "2018-08-13";
/// One region serves all of STS. The official clients use this one.
const DEFAULT_REGION: &str = "ap-guangzhou";
const TIMEOUT: Duration = Duration::from_secs(10);
const MAX_RESPONSE_BYTES: usize = 1 << 20;

/// A call to STS, with the secrets that its error must not show.
struct Exchange<'a> {
    action: &'static str,
    parameters: Value,
    region: &'a str,
    endpoint: Option<&'a str>,
    /// `None` if the action is not signed.
    signer: Option<Credential>,
    secrets: &'a [&'a str],
}

impl Exchange<'_> {
    /// Makes the call and returns the keys in the reply.
    async fn run(self, context: &CredentialContext) -> Result<Credential, CredentialError> {
        let explain = |error| explain(self.action, error, self.secrets);
        let config = self
            .config(context)
            .map_err(|error| explain(error.into()))?;
        let client = GenericClient::new(&config, "sts", VERSION);
        let reply = client.call(self.action, self.parameters).await;
        keys(reply.map_err(explain)?)
            .check(context.clock().now())
            .map_err(|error| {
                CredentialError::new(format!("cannot use the reply to {}", self.action))
                    .caused_by(error)
            })
    }

    fn config(&self, context: &CredentialContext) -> Result<Config, InvalidRequest> {
        let credentials: Arc<dyn CredentialProvider> = match &self.signer {
            Some(credential) => Arc::new(credential.clone()),
            // Never asked, because the call is not signed.
            None => Arc::new(ProviderChain::new()),
        };
        let (transport, clock) = (Arc::clone(context.transport()), Arc::clone(context.clock()));
        let mut settings = Settings::new(credentials, transport, clock);
        settings.set_region(self.region.to_owned());
        settings.timeout = TIMEOUT;
        settings.max_response_bytes = MAX_RESPONSE_BYTES;
        if self.signer.is_none() {
            let unsigned = CallOptions::new().signature(SignatureMethod::Skip);
            settings.call_options = Some(Arc::new(unsigned));
        }
        if let Some(url) = self.endpoint {
            settings.endpoint.fixed = Some(Arc::new(Endpoint::parse(url)?));
        }
        Ok(Config(Arc::new(settings)))
    }
}

/// Takes the keys out of a response. Dropping them zeroizes their memory.
fn keys(mut response: Value) -> TemporaryKeys {
    let expired_time = response.get("ExpiredTime").and_then(Value::as_i64);
    let mut take = |name| match response.get_mut("Credentials")?.get_mut(name)?.take() {
        Value::String(text) => Some(text),
        _ => None,
    };
    TemporaryKeys {
        secret_id: take("TmpSecretId"),
        secret_key: take("TmpSecretKey").map(Zeroizing::new),
        token: take("Token").map(Zeroizing::new),
        expired_time,
    }
}

/// Converts the error of a call. Quotes only the error in the reply, without secrets.
fn explain(action: &str, error: Error, secrets: &[&str]) -> CredentialError {
    let failed = CredentialError::new(format!("{action} failed"));
    let request_id = error.request_id().map(str::to_owned);
    let text = error.to_string();
    match error.into_kind() {
        ErrorKind::Api(error) => failed.caused_by(describe(&error, request_id, secrets)),
        ErrorKind::HttpStatus(error) => failed.caused_by(format!("HTTP status {}", error.status)),
        ErrorKind::Transport(error) => failed.caused_by(error),
        ErrorKind::Credentials(error) => failed.caused_by(error),
        _ => failed.caused_by(redacted(&text, secrets)),
    }
}

fn describe(error: &ApiError, request_id: Option<String>, secrets: &[&str]) -> String {
    let id = request_id.map(|id| format!(" (request id {})", id.trim()));
    let text = redacted(&format!("{}: {}", error.code, error.message), secrets);
    text + &id.unwrap_or_default()
}

/// The length from which a run of key characters is redacted.
const LONG_RUN: usize = 32;
const REDACTED: &str = "[redacted]";

/// Returns the text on one line, without these secrets and without any other text that looks like a
/// key.
fn redacted(text: &str, secrets: &[&str]) -> String {
    let mut text = text.to_owned();
    // STS may quote a part of a token: the parts of a JSON Web Token are separated by dots.
    let parts = secrets.iter().flat_map(|secret| secret.split('.'));
    for secret in secrets.iter().copied().chain(parts) {
        if secret.len() >= 4 {
            text = text.replace(secret, REDACTED);
        }
    }
    let mut line = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&without_long_runs(word));
    }
    line
}

fn without_long_runs(word: &str) -> String {
    let mut shown = String::new();
    for piece in word.split_inclusive(|c: char| !is_key_character(c)) {
        let run = piece.trim_end_matches(|c: char| !is_key_character(c));
        let separator = piece.get(run.len()..).unwrap_or_default();
        shown.push_str(if run.len() < LONG_RUN { run } else { REDACTED });
        shown.push_str(separator);
    }
    shown
}

/// Returns whether keys contain this character. Slashes and dots separate runs, which keeps
/// resource names readable.
fn is_key_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "+=_-".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redacted_text_keeps_resource_names() {
        let text = "role qcs::cam::uin/100012345678:roleName/tencentcloudServiceRoleName\n\tnot for `eyJh.payload.sig` (hush), abcdefghijklmnopqrstuvwxyz0123456789!";
        assert_eq!(
            redacted(text, &["eyJh.payload.sig", "hush"]),
            "role qcs::cam::uin/100012345678:roleName/tencentcloudServiceRoleName not for `[redacted]` ([redacted]), [redacted]!"
        );
        assert_eq!(
            redacted("part payload only", &["eyJh.payload.sig"]),
            "part [redacted] only"
        );
        assert_eq!(redacted("a\u{1b}[31mb", &[""]), "a [31mb");
    }
}
