//! The service that exchanges one identity for temporary keys of a role.

mod assume_role;
mod redact;
mod session;
mod web_identity;

use std::time::Duration;

use serde_json::Value;
use zeroize::Zeroizing;

use self::redact::redacted;
use super::error::CredentialError;
use super::key::Credential;
use super::parse::TemporaryKeys;
use super::provider::CredentialContext;
use crate::client::{CallOptions, GenericClient, SignatureMethod};
use crate::config::Config;
use crate::error::{ApiError, Error};

pub use assume_role::AssumeRoleProvider;
pub use web_identity::WebIdentityProvider;

const VERSION: &str = "2018-08-13";
/// STS is one service for all regions; this is where the official clients ask.
const DEFAULT_REGION: &str = "ap-guangzhou";
const TIMEOUT: Duration = Duration::from_secs(10);
const MAX_RESPONSE_BYTES: usize = 1 << 20;

/// One call, with what must not be shown if it fails.
struct Exchange<'a> {
    action: &'static str,
    parameters: Value,
    region: &'a str,
    endpoint: Option<&'a str>,
    /// `None` if the action takes no signature.
    signer: Option<Credential>,
    secrets: &'a [&'a str],
}

impl Exchange<'_> {
    /// Makes the call and takes the keys out of the answer.
    async fn run(self, context: &CredentialContext) -> Result<Credential, CredentialError> {
        let mut config = Config::builder()
            .context(context)
            .region(self.region)
            .timeout(TIMEOUT)
            .max_response_bytes(MAX_RESPONSE_BYTES);
        config = match self.signer {
            Some(credential) => config.credential(credential),
            None => config.call_options(CallOptions::new().signature(SignatureMethod::Skip)),
        };
        if let Some(endpoint) = self.endpoint {
            config = config.endpoint(endpoint);
        }
        let explain = |error| explain(self.action, error, self.secrets);
        let config = config.build().map_err(explain)?;
        let client = GenericClient::new(&config, "sts", VERSION);
        let reply = client.call(self.action, self.parameters).await;
        keys(reply.map_err(explain)?)
            .check(context.clock().now())
            .map_err(|error| {
                CredentialError::new(format!("the reply to {} is no good", self.action))
                    .caused_by(error)
            })
    }
}

/// Takes the keys out of a response; their memory will be wiped.
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

/// What went wrong, without quoting the reply beyond the error that it states.
fn explain(action: &str, error: Error, secrets: &[&str]) -> CredentialError {
    let failed = CredentialError::new(format!("{action} failed"));
    match error {
        Error::Api(error) => failed.caused_by(stated(&error, secrets)),
        Error::HttpStatus(error) => failed.caused_by(format!("HTTP status {}", error.status)),
        Error::Transport(error) => failed.caused_by(error),
        Error::Credentials(error) => failed.caused_by(error),
        other => failed.caused_by(redacted(&other.to_string(), secrets)),
    }
}

fn stated(error: &ApiError, secrets: &[&str]) -> String {
    let id = error.request_id.as_deref();
    let id = id.map(|id| format!(" (request id {})", id.trim()));
    let text = redacted(&format!("{}: {}", error.code, error.message), secrets);
    text + &id.unwrap_or_default()
}
