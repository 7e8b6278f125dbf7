//! Credential providers that call STS, the service that issues temporary keys of roles.

mod assume_role;
mod session;
mod web_identity;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::client::GenericClient;
use crate::credential::parse::{TemporaryKeys, object};
use crate::credential::{Credential, CredentialContext, CredentialProvider, ProviderChain};
use crate::display::{Brief, OneLine};
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
/// The longest explanation of STS that an error prints, in characters.
const EXPLANATION_CHARS: usize = 500;

/// A call to STS, with the secrets that its error must not show.
struct Exchange<'a> {
    action: &'static str,
    parameters: Map<String, Value>,
    /// Parameters that are secret, which leave no copies in memory.
    secret_parameters: &'a [(&'static str, &'a str)],
    region: &'a str,
    endpoint: Option<&'a str>,
    /// `None` if the action is not signed.
    signer: Option<Credential>,
    secrets: &'a [&'a str],
}

object! {
    /// The response of both actions.
    Answer {
        credentials: Keys = "Credentials",
        expired_time: i64 = "ExpiredTime",
    }
}

object! {
    /// The keys in a response.
    Keys {
        secret_id: String = "TmpSecretId",
        secret_key: String = "TmpSecretKey",
        token: String = "Token",
    }
}

impl Exchange<'_> {
    /// Makes the call and returns the keys in the reply.
    async fn run(self, context: &CredentialContext) -> Result<Credential, CredentialError> {
        let explain = |error| explain(self.action, error, self.secrets);
        let config = self
            .config(context)
            .map_err(|error| explain(error.into()))?;
        let client = GenericClient::new(&config, "sts", VERSION);
        let mut answer = Answer::default();
        let called = client.call_into(self.action, self.body(), &mut answer);
        called.await.map_err(explain)?;
        keys(answer).check(context.clock().now()).map_err(|error| {
            CredentialError::new(format!("cannot use the reply to {}", self.action))
                .caused_by(error)
        })
    }

    /// Returns the parameters as JSON, in memory that is zeroized on drop.
    fn body(&self) -> Bytes {
        /// The longest escape of a byte: `\u001f`.
        const ESCAPE: usize = 6;
        let public = Value::Object(self.parameters.clone()).to_string();
        let secret: usize = self
            .secret_parameters
            .iter()
            .map(|(name, text)| name.len() + ESCAPE * text.len() + r#","":"""#.len())
            .sum();
        // Long enough: growing would leave copies.
        let mut json = Zeroizing::new(Vec::with_capacity(public.len() + secret));
        json.extend_from_slice(public.strip_suffix('}').unwrap_or_default().as_bytes());
        for (name, text) in self.secret_parameters {
            let separator = if json.len() > 1 { ",\"" } else { "\"" };
            json.extend_from_slice(separator.as_bytes());
            json.extend_from_slice(name.as_bytes());
            json.extend_from_slice(b"\":");
            // Writing a text to memory never fails.
            let _ = serde_json::to_writer(&mut *json, text);
        }
        json.push(b'}');
        Bytes::from_owner(json)
    }

    fn config(&self, context: &CredentialContext) -> Result<Config, InvalidRequest> {
        let credentials: Arc<dyn CredentialProvider> = match &self.signer {
            Some(credential) => Arc::new(credential.clone()),
            // Never asked, because the call is not signed.
            None => Arc::new(ProviderChain::new()),
        };
        let (transport, clock) = (Arc::clone(context.transport()), Arc::clone(context.clock()));
        let mut settings = Settings::new(credentials, transport, clock);
        settings.allow_plain_http(context.allows_plain_http());
        settings.set_region(self.region.to_owned());
        settings.timeout = TIMEOUT;
        settings.max_response_bytes = MAX_RESPONSE_BYTES;
        settings.secret_responses = true;
        if self.signer.is_none() {
            let unsigned = CallOptions::new().signature(SignatureMethod::Skip);
            settings.call_options = Some(Arc::new(unsigned));
        }
        if let Some(url) = self.endpoint {
            let endpoint = Endpoint::parse(url)?;
            endpoint.check_encrypted(context.allows_plain_http())?;
            settings.endpoint.fixed = Some(Arc::new(endpoint));
        }
        Ok(Config(Arc::new(settings)))
    }
}

/// Takes the keys out of an answer. Dropping them zeroizes their memory.
fn keys(mut answer: Answer) -> TemporaryKeys {
    let expired_time = answer.expired_time;
    let mut keys = answer.credentials.take().unwrap_or_default();
    TemporaryKeys {
        secret_id: keys.secret_id.take(),
        secret_key: keys.secret_key.take().map(Zeroizing::new),
        token: keys.token.take().map(Zeroizing::new),
        expired_time,
    }
}

/// The members of replies that errors name. Other names come from the server, and may be secrets.
const MEMBERS: [&str; 6] = [
    "Response",
    "Credentials",
    "TmpSecretId",
    "TmpSecretKey",
    "Token",
    "ExpiredTime",
];

/// Converts the error of a call. Quotes only the error in the reply, without secrets.
fn explain(action: &str, error: Error, secrets: &[&str]) -> CredentialError {
    let failed = CredentialError::new(format!("{action} failed"));
    let text = error.to_string();
    let (request_id, trace_id) = (error.request_id(), error.trace_id());
    let ids = [("request id", request_id), ("trace id", trace_id)];
    let ids: Vec<_> = ids
        .into_iter()
        .filter_map(|(name, id)| Some(format!("{name} {}", Brief(&redacted(id?, secrets)))))
        .collect();
    let ids = match ids.as_slice() {
        [] => String::new(),
        ids => format!(" ({})", ids.join(", ")),
    };
    match error.into_kind() {
        ErrorKind::Api(error) => failed.caused_by(describe(&error, secrets) + &ids),
        ErrorKind::HttpStatus(error) => {
            failed.caused_by(format!("HTTP status {}{ids}", error.status))
        }
        ErrorKind::Decode(mut error) => {
            if !error.path.split('.').all(|name| MEMBERS.contains(&name)) {
                error.path.clear();
            }
            error.excerpt = redacted(&error.excerpt, secrets);
            failed.caused_by(format!("{error}{ids}"))
        }
        ErrorKind::Transport(error) => failed.caused_by(error),
        ErrorKind::Credentials(error) => failed.caused_by(error),
        _ => failed.caused_by(redacted(&text, secrets)),
    }
}

fn describe(error: &ApiError, secrets: &[&str]) -> String {
    let text = redacted(&format!("{}: {}", error.code, error.message), secrets);
    match text.char_indices().nth(EXPLANATION_CHARS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
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
    let line = OneLine(&text).to_string();
    let words: Vec<_> = line.split(' ').map(without_long_runs).collect();
    words.join(" ")
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
    use serde_json::json;

    use super::*;

    #[test]
    fn secret_parameters_complete_the_body() {
        let exchange = |parameters: Value, secret_parameters| Exchange {
            action: "X",
            parameters: parameters.as_object().unwrap().clone(),
            secret_parameters,
            region: DEFAULT_REGION,
            endpoint: None,
            signer: None,
            secrets: &[],
        };
        let secret: &[_] = &[("Token", "a\"\u{1}é"), ("Id", "b")];
        for (parameters, secret, expected) in [
            (
                json!({"A": {"B": 1}}),
                secret,
                json!({"A": {"B": 1}, "Token": "a\"\u{1}é", "Id": "b"}),
            ),
            (json!({}), secret, json!({"Token": "a\"\u{1}é", "Id": "b"})),
            (json!({}), &[], json!({})),
        ] {
            let body = exchange(parameters, secret).body();
            assert_eq!(serde_json::from_slice::<Value>(&body).unwrap(), expected);
        }
    }

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
