//! Temporary keys of a role, in exchange for a token of an OpenID Connect provider.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;
use zeroize::Zeroizing;

use super::super::environment::Environment;
use super::super::key::Credential;
use super::super::parse;
use super::super::provider::{CredentialContext, provide_by_fetch};
use super::session::Session;
use super::{DEFAULT_REGION, Exchange};
use crate::error::CredentialError;

const REGION: &str = "TKE_REGION";
const PROVIDER_ID: &str = "TKE_PROVIDER_ID";
const TOKEN_FILE: &str = "TKE_WEB_IDENTITY_TOKEN_FILE";
const ROLE_ARN: &str = "TKE_ROLE_ARN";

/// Assumes a role with a token from a file, which is read anew each time keys are fetched, for its
/// owner replaces it before it expires.
///
/// In pods of a TKE cluster, [`tke`](Self::tke) finds everything in the environment variables
/// `TKE_REGION`, `TKE_PROVIDER_ID`, `TKE_WEB_IDENTITY_TOKEN_FILE` and `TKE_ROLE_ARN`, and is absent if
/// none of the last three is set. A malformed setting is reported when a credential is asked for.
#[derive(Debug, Clone)]
pub struct WebIdentityProvider(Settings);

#[derive(Debug, Clone)]
enum Settings {
    Given(WebIdentity),
    /// Looked up each time keys are fetched; what was set explicitly is in the session.
    Tke(Environment, Session),
}

#[derive(Debug, Clone)]
struct WebIdentity {
    provider_id: String,
    token_file: PathBuf,
    session: Session,
}

impl WebIdentityProvider {
    /// A provider of keys of this role, for the bearer of the token in the file, which the identity
    /// provider registered under this id has issued.
    pub fn new(
        provider_id: impl Into<String>,
        role_arn: impl Into<String>,
        token_file: impl Into<PathBuf>,
    ) -> Self {
        Self(Settings::Given(WebIdentity {
            provider_id: provider_id.into(),
            token_file: token_file.into(),
            session: Session::new(role_arn),
        }))
    }

    /// A provider for a pod of a TKE cluster.
    #[must_use]
    pub fn tke() -> Self {
        Self::tke_in_environment(Environment::system())
    }

    /// A provider for a pod of a TKE cluster, on another environment.
    #[must_use]
    pub fn tke_in_environment(environment: Environment) -> Self {
        Self(Settings::Tke(environment, Session::new("")))
    }

    /// The session's name in audit logs: 2 to 128 letters, digits and `_+=,.@-`. By default
    /// `tencentcloud-api-rust-` and the time.
    #[must_use]
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session().name = Some(name.into());
        self
    }

    /// How long each set of keys is valid, in whole seconds up to 12 hours. 2 hours by default.
    #[must_use]
    pub fn duration(mut self, duration: Duration) -> Self {
        self.session().duration = duration;
        self
    }

    /// The region to ask STS in, in place of `TKE_REGION` or, outside of TKE, `ap-guangzhou`.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.session().region = Some(region.into());
        self
    }

    /// Another address of STS than `sts.tencentcloudapi.com`: `sts.internal.tencentcloudapi.com` within
    /// a VPC.
    #[must_use]
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.session().endpoint = Some(url.into());
        self
    }

    fn session(&mut self) -> &mut Session {
        match &mut self.0 {
            Settings::Given(identity) => &mut identity.session,
            Settings::Tke(_, session) => session,
        }
    }

    async fn fetch(&self, context: &CredentialContext) -> Result<Credential, CredentialError> {
        match &self.0 {
            Settings::Given(identity) => identity.fetch(context).await,
            Settings::Tke(environment, session) => {
                look_up(environment, session)?.fetch(context).await
            }
        }
    }
}

provide_by_fetch!(WebIdentityProvider);

/// What a cluster tells its pods.
fn look_up(environment: &Environment, session: &Session) -> Result<WebIdentity, CredentialError> {
    let own = [PROVIDER_ID, TOKEN_FILE, ROLE_ARN];
    let Some((present, _)) = environment.first_of(&own) else {
        let problem = format!("the environment variable {ROLE_ARN} is not set");
        return Err(CredentialError::absent(problem));
    };
    let require = |name: &str| {
        environment.variable(name).ok_or_else(|| {
            CredentialError::new(format!(
                "the environment variable {name} is not set, though {present} is"
            ))
        })
    };
    let region = match &session.region {
        Some(region) => region.clone(),
        None => require(REGION)?,
    };
    Ok(WebIdentity {
        provider_id: require(PROVIDER_ID)?,
        token_file: require(TOKEN_FILE)?.into(),
        session: Session {
            role_arn: require(ROLE_ARN)?,
            region: Some(region),
            ..session.clone()
        },
    })
}

impl WebIdentity {
    async fn fetch(&self, context: &CredentialContext) -> Result<Credential, CredentialError> {
        let role = &self.session.role_arn;
        let credential = self.exchange(context).await.map_err(|error| {
            CredentialError::new(format!("the role {role} cannot be assumed")).caused_by(error)
        })?;
        Ok(credential.with_origin(format!("role {role} by web identity")))
    }

    async fn exchange(&self, context: &CredentialContext) -> Result<Credential, CredentialError> {
        let mut parameters = self.session.parameters(context)?;
        let file = read_token(&self.token_file)?;
        let token = file.trim();
        if token.is_empty() {
            let problem = format!("the token file {} is empty", self.token_file.display());
            return Err(CredentialError::new(problem));
        }
        parameters.insert("ProviderId".to_owned(), self.provider_id.clone().into());
        parameters.insert("WebIdentityToken".to_owned(), token.into());
        let exchange = Exchange {
            action: "AssumeRoleWithWebIdentity",
            parameters: Value::Object(parameters),
            region: self.session.region.as_deref().unwrap_or(DEFAULT_REGION),
            endpoint: self.session.endpoint.as_deref(),
            signer: None,
            secrets: &[token],
        };
        exchange.run(context).await
    }
}

fn read_token(path: &Path) -> Result<Zeroizing<String>, CredentialError> {
    parse::read_file(path)?.ok_or_else(|| {
        CredentialError::new(format!("the token file {} does not exist", path.display()))
    })
}
