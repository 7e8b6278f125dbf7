//! Temporary keys of a role, requested with a token of an OpenID Connect provider.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use zeroize::Zeroizing;

use super::session::Session;
use super::{DEFAULT_REGION, Exchange};
use crate::credential::file::{self, Access};
use crate::credential::{Credential, CredentialContext, Environment, provide_by_fetch};
use crate::error::CredentialError;

const REGION: &str = "TKE_REGION";
const PROVIDER_ID: &str = "TKE_PROVIDER_ID";
const TOKEN_FILE: &str = "TKE_WEB_IDENTITY_TOKEN_FILE";
const ROLE_ARN: &str = "TKE_ROLE_ARN";

/// A provider that assumes a role with a token of an identity provider.
///
/// [`new`](Self::new) takes the token from a file. It reads the file each time it fetches keys,
/// because the token is replaced before it expires. [`from_token`](Self::from_token) takes the
/// token itself.
///
/// In pods of a TKE cluster, use [`tke`](Self::tke). It reads the environment variables
/// `TKE_REGION`, `TKE_PROVIDER_ID`, `TKE_WEB_IDENTITY_TOKEN_FILE` and `TKE_ROLE_ARN`, and is absent
/// if the last three are unset. A malformed setting is reported when a credential is requested.
#[derive(Debug, Clone)]
pub struct WebIdentityProvider(Source);

/// The source of the role and token.
#[derive(Debug, Clone)]
enum Source {
    Explicit(WebIdentity),
    /// Read from the environment each time keys are fetched. The session holds the explicit
    /// settings.
    Tke(Environment, Session),
}

#[derive(Debug, Clone)]
struct WebIdentity {
    provider_id: String,
    token: Token,
    session: Session,
}

/// The place of a token.
#[derive(Clone)]
enum Token {
    File(PathBuf),
    Text(Zeroizing<String>),
}

impl WebIdentityProvider {
    /// Returns a provider of keys for this role. The file holds a token of the identity provider
    /// that is registered under this ID, and has at most 1 MiB. Errors and `Debug` show the path
    /// only if it is absolute or starts with a dot, because it may be a token by mistake.
    pub fn new(
        provider_id: impl Into<String>,
        role_arn: impl Into<String>,
        token_file: impl Into<PathBuf>,
    ) -> Self {
        Self(Source::Explicit(WebIdentity {
            provider_id: provider_id.into(),
            token: Token::File(token_file.into()),
            session: Session::new(role_arn),
        }))
    }

    /// Returns a provider of keys for this role with a token as text. When the token expires, keys
    /// can no longer be renewed.
    pub fn from_token(
        provider_id: impl Into<String>,
        role_arn: impl Into<String>,
        token: impl Into<String>,
    ) -> Self {
        Self(Source::Explicit(WebIdentity {
            provider_id: provider_id.into(),
            token: Token::Text(Zeroizing::new(token.into())),
            session: Session::new(role_arn),
        }))
    }

    /// Returns a provider for a pod of a TKE cluster.
    #[must_use]
    pub fn tke() -> Self {
        Self::tke_in_environment(Environment::system())
    }

    /// Returns a provider for a pod of a TKE cluster, with another environment.
    #[must_use]
    pub fn tke_in_environment(environment: Environment) -> Self {
        Self(Source::Tke(environment, Session::new("")))
    }

    /// Sets the session name in audit logs: 2 to 128 letters, digits and `_+=,.@-`. Default:
    /// `tencentcloud-api-rust-` and the seconds since 1970.
    #[must_use]
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session().name = Some(name.into());
        self
    }

    /// Sets how long keys are valid, in whole seconds up to 12 hours. Default: 2 hours.
    #[must_use]
    pub fn duration(mut self, duration: Duration) -> Self {
        self.session().duration = duration;
        self
    }

    /// Sets the region of STS. Default: `TKE_REGION`, or `ap-guangzhou` outside of TKE.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.session().region = Some(region.into());
        self
    }

    /// Sets the address of STS. Default: `sts.tencentcloudapi.com`. Within a VPC, use
    /// `sts.internal.tencentcloudapi.com`. An `http` URL needs
    /// [`ConfigBuilder::allow_plain_http`](crate::ConfigBuilder::allow_plain_http).
    #[must_use]
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.session().endpoint = Some(url.into());
        self
    }

    fn session(&mut self) -> &mut Session {
        match &mut self.0 {
            Source::Explicit(identity) => &mut identity.session,
            Source::Tke(_, session) => session,
        }
    }

    async fn fetch(&self, context: &CredentialContext) -> Result<Credential, CredentialError> {
        match &self.0 {
            Source::Explicit(identity) => identity.fetch(context).await,
            Source::Tke(environment, session) => {
                from_environment(environment, session)?.fetch(context).await
            }
        }
    }
}

provide_by_fetch!(WebIdentityProvider);

/// Reads the settings that a cluster gives its pods.
fn from_environment(
    environment: &Environment,
    session: &Session,
) -> Result<WebIdentity, CredentialError> {
    let Some((present, _)) = environment.first_of(&[PROVIDER_ID, TOKEN_FILE, ROLE_ARN]) else {
        let problem = format!("the environment variable {ROLE_ARN} is not set");
        return Err(CredentialError::absent(problem));
    };
    let require = |name: &str| {
        environment.variable(name).ok_or_else(|| {
            CredentialError::new(format!(
                "the environment variable {name} is not set, but {present} is"
            ))
        })
    };
    let region = match &session.region {
        Some(region) => region.clone(),
        None => require(REGION)?,
    };
    Ok(WebIdentity {
        provider_id: require(PROVIDER_ID)?,
        token: Token::File(require(TOKEN_FILE)?.into()),
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
            CredentialError::new(format!("cannot assume the role {role}")).caused_by(error)
        })?;
        Ok(credential.with_origin(format!("role {role} by web identity")))
    }

    async fn exchange(&self, context: &CredentialContext) -> Result<Credential, CredentialError> {
        let mut parameters = self.session.parameters(context)?;
        let text = self.token.read()?;
        let token = text.trim();
        if token.is_empty() {
            let problem = format!("the {} is empty", self.token);
            return Err(CredentialError::new(problem));
        }
        parameters.insert("ProviderId".to_owned(), self.provider_id.clone().into());
        let exchange = Exchange {
            action: "AssumeRoleWithWebIdentity",
            parameters,
            secret_parameters: &[("WebIdentityToken", token)],
            region: self.session.region.as_deref().unwrap_or(DEFAULT_REGION),
            endpoint: self.session.endpoint.as_deref(),
            signer: None,
            secrets: &[token],
        };
        exchange.run(context).await
    }
}

impl Token {
    /// Returns the text, which may have white space around the token.
    fn read(&self) -> Result<Zeroizing<String>, CredentialError> {
        let path = match self {
            Self::Text(text) => return Ok(text.clone()),
            Self::File(path) => path,
        };
        let text = file::read(path, self, Access::Readable)?;
        text.ok_or_else(|| CredentialError::new(format!("the {self} does not exist")))
    }
}

// A caller may pass a token as the path of its file. A token is not an absolute path.
impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const FILE_NAME_BYTES: usize = 255;
        let path = match self {
            Self::Text(_) => return f.write_str("token"),
            Self::File(path) => path,
        };
        let explicit = path.is_absolute() || path.starts_with(".") || path.starts_with("..");
        let plausible = path.iter().all(|part| part.len() <= FILE_NAME_BYTES);
        if explicit && plausible {
            return write!(f, "token file {}", path.display());
        }
        let length = path.as_os_str().len();
        write!(
            f,
            "token file with a relative path of {length} bytes, which is hidden because it may be a token (pass a token with `WebIdentityProvider::from_token`, and the path of a file in full),"
        )
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(_) => f.write_str("[redacted]"),
            Self::File(_) => write!(f, "{self}"),
        }
    }
}
