//! Temporary keys of a role, in exchange for a signature with other keys.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::super::cache::cached;
use super::super::key::Credential;
use super::super::provider::{CredentialContext, CredentialProvider, provide_by_fetch};
use super::session::Session;
use super::{DEFAULT_REGION, Exchange};
use crate::error::CredentialError;

/// Assumes a role with the credential of any other provider, which may be temporary itself, so that
/// roles can be chained.
///
/// ```
/// use std::time::Duration;
/// use tencentcloud_api_runtime::{AssumeRoleProvider, EnvironmentProvider};
///
/// let role = "qcs::cam::uin/100012345678:roleName/deploy";
/// let provider = AssumeRoleProvider::new(EnvironmentProvider::new(), role)
///     .session_name("nightly-build")
///     .duration(Duration::from_secs(3600));
/// ```
///
/// A malformed setting is reported when a credential is asked for.
#[derive(Clone)]
pub struct AssumeRoleProvider {
    source: Arc<dyn CredentialProvider>,
    session: Session,
    policy: Option<String>,
    external_id: Option<String>,
    source_identity: Option<String>,
    tags: Vec<(String, String)>,
}

impl AssumeRoleProvider {
    /// A provider of keys of this role, `qcs::cam::uin/<account>:roleName/<name>`.
    pub fn new(source: impl CredentialProvider + 'static, role_arn: impl Into<String>) -> Self {
        Self {
            source: cached(source),
            session: Session::new(role_arn),
            policy: None,
            external_id: None,
            source_identity: None,
            tags: Vec::new(),
        }
    }

    /// The session's name in audit logs: 2 to 128 letters, digits and `_+=,.@-`. By default
    /// `tencentcloud-api-rust-` and the time.
    #[must_use]
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session.name = Some(name.into());
        self
    }

    /// How long each set of keys is valid, in whole seconds up to 12 hours. 2 hours by default.
    #[must_use]
    pub fn duration(mut self, duration: Duration) -> Self {
        self.session.duration = duration;
        self
    }

    /// A policy as plain JSON, which restricts the session further than the role does. It is encoded
    /// here the way STS wants it.
    #[must_use]
    pub fn policy(mut self, json: impl Into<String>) -> Self {
        self.policy = Some(json.into());
        self
    }

    /// The external id that the role's trust policy demands.
    #[must_use]
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.external_id = Some(id.into());
        self
    }

    /// The account id of the one on whose behalf the role is assumed.
    #[must_use]
    pub fn source_identity(mut self, uin: impl Into<String>) -> Self {
        self.source_identity = Some(uin.into());
        self
    }

    /// A tag of the session, in addition to those it has.
    #[must_use]
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.push((key.into(), value.into()));
        self
    }

    /// The region to ask STS in. `ap-guangzhou` by default, which serves all.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.session.region = Some(region.into());
        self
    }

    /// Another address of STS than `sts.tencentcloudapi.com`: `sts.internal.tencentcloudapi.com` within
    /// a VPC.
    #[must_use]
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.session.endpoint = Some(url.into());
        self
    }

    async fn fetch(&self, context: &CredentialContext) -> Result<Credential, CredentialError> {
        let role = &self.session.role_arn;
        let fails = |error| {
            CredentialError::new(format!("the role {role} cannot be assumed")).caused_by(error)
        };
        let parameters = self.parameters(context).map_err(fails)?;
        let signer = self.source.credential(context).await.map_err(|error| {
            fails(CredentialError::new("there are no keys to assume it with").caused_by(error))
        })?;
        let secrets = [signer.secret_key(), signer.token().unwrap_or_default()];
        let exchange = Exchange {
            action: "AssumeRole",
            parameters: Value::Object(parameters),
            region: self.session.region.as_deref().unwrap_or(DEFAULT_REGION),
            endpoint: self.session.endpoint.as_deref(),
            signer: Some(signer.clone()),
            secrets: &secrets,
        };
        let credential = exchange.run(context).await.map_err(fails)?;
        Ok(credential.with_origin(format!("role {role}")))
    }

    fn parameters(
        &self,
        context: &CredentialContext,
    ) -> Result<Map<String, Value>, CredentialError> {
        let mut parameters = self.session.parameters(context)?;
        let encoded = self.policy.as_ref().map(|policy| {
            // STS decodes this parameter once more than all others.
            utf8_percent_encode(policy, NON_ALPHANUMERIC).to_string()
        });
        let texts = [
            ("Policy", encoded.as_ref()),
            ("ExternalId", self.external_id.as_ref()),
            ("SourceIdentity", self.source_identity.as_ref()),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                parameters.insert(name.to_owned(), text.clone().into());
            }
        }
        if !self.tags.is_empty() {
            let tags = self.tags.iter();
            let tags = tags.map(|(key, value)| json!({"Key": key, "Value": value}));
            parameters.insert("Tags".to_owned(), tags.collect());
        }
        Ok(parameters)
    }
}

provide_by_fetch!(AssumeRoleProvider);

// An external id is as good as a password to some.
impl fmt::Debug for AssumeRoleProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssumeRoleProvider")
            .field("session", &self.session)
            .field("source_identity", &self.source_identity)
            .finish_non_exhaustive()
    }
}
