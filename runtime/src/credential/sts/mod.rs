//! The service that exchanges one identity for temporary keys of a role.

mod assume_role;
mod redact;
mod session;
mod web_identity;

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use zeroize::Zeroizing;

use self::redact::redacted;
use super::key::Credential;
use super::parse::TemporaryKeys;
use super::provider::CredentialContext;
use crate::client::GenericClient;
use crate::credential::{CredentialProvider, ProviderChain};
use crate::endpoint::Endpoint;
use crate::error::CredentialError;
use crate::error::{ApiError, Error, ErrorKind, InvalidRequest};
use crate::options::{CallOptions, SignatureMethod};
use crate::settings::{Config, Settings};

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
        let explain = |error| explain(self.action, error, self.secrets);
        let config = self
            .config(context)
            .map_err(|error| explain(error.into()))?;
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

impl Exchange<'_> {
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
    let request_id = error.request_id().map(str::to_owned);
    let text = error.to_string();
    match error.into_kind() {
        ErrorKind::Api(error) => failed.caused_by(stated(&error, request_id, secrets)),
        ErrorKind::HttpStatus(error) => failed.caused_by(format!("HTTP status {}", error.status)),
        ErrorKind::Transport(error) => failed.caused_by(error),
        ErrorKind::Credentials(error) => failed.caused_by(error),
        _ => failed.caused_by(redacted(&text, secrets)),
    }
}

fn stated(error: &ApiError, request_id: Option<String>, secrets: &[&str]) -> String {
    let id = request_id.map(|id| format!(" (request id {})", id.trim()));
    let text = redacted(&format!("{}: {}", error.code, error.message), secrets);
    text + &id.unwrap_or_default()
}
