//! Temporary keys of a role, requested with other keys.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use super::session::Session;
use super::{DEFAULT_REGION, Exchange};
use crate::credential::{
    Credential, CredentialContext, CredentialProvider, cached, provide_by_fetch,
};
use crate::error::CredentialError;

/// A provider that assumes a role with another provider's credential. That may be temporary too, so
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
/// A malformed setting is reported when a credential is requested.
#[derive(Clone)]
pub struct AssumeRoleProvider {
    source: Arc<dyn CredentialProvider>,
    session: Session,
    policy: Option<String>,
    external_id: Option<Zeroizing<String>>,
    source_identity: Option<String>,
    tags: Vec<(String, String)>,
}

impl AssumeRoleProvider {
    /// Returns a provider of keys for this role, `qcs::cam::uin/<account>:roleName/<name>`.
    /// `source` provides the credential that signs the request. It is cached.
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

    /// Sets the session name in audit logs: 2 to 128 letters, digits and `_+=,.@-`. Default:
    /// `tencentcloud-api-rust-` and the seconds since 1970.
    #[must_use]
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session.name = Some(name.into());
        self
    }

    /// Sets how long keys are valid, in whole seconds up to 12 hours. Default: 2 hours.
    #[must_use]
    pub fn duration(mut self, duration: Duration) -> Self {
        self.session.duration = duration;
        self
    }

    /// Sets a policy, as plain JSON, that restricts the session further than the role does.
    /// Default: none.
    #[must_use]
    pub fn policy(mut self, json: impl Into<String>) -> Self {
        self.policy = Some(json.into());
        self
    }

    /// Sets the external ID that the role's trust policy requires. Default: none. `Debug` omits it.
    #[must_use]
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.external_id = Some(Zeroizing::new(id.into()));
        self
    }

    /// Sets the account ID of the user on whose behalf the role is assumed. Default: none.
    #[must_use]
    pub fn source_identity(mut self, uin: impl Into<String>) -> Self {
        self.source_identity = Some(uin.into());
        self
    }

    /// Adds a tag to the session. Default: no tags.
    #[must_use]
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.push((key.into(), value.into()));
        self
    }

    /// Sets the region of STS. Default: `ap-guangzhou`, which serves all regions.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.session.region = Some(region.into());
        self
    }

    /// Sets the address of STS. Default: `sts.tencentcloudapi.com`. Within a VPC, use
    /// `sts.internal.tencentcloudapi.com`. An `http` URL needs
    /// [`ConfigBuilder::allow_plain_http`](crate::ConfigBuilder::allow_plain_http).
    #[must_use]
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.session.endpoint = Some(url.into());
        self
    }

    async fn fetch(&self, context: &CredentialContext) -> Result<Credential, CredentialError> {
        let role = &self.session.role_arn;
        let failed =
            |error| CredentialError::new(format!("cannot assume the role {role}")).caused_by(error);
        let parameters = self.parameters(context).map_err(failed)?;
        let signer = self.source.credential(context).await.map_err(|error| {
            failed(CredentialError::new("cannot get the keys to assume it with").caused_by(error))
        })?;
        let external_id = self.external_id.as_deref().map_or("", String::as_str);
        let token = signer.token().unwrap_or_default();
        let secrets = [signer.secret_key(), token, external_id];
        let external_id = self.external_id.as_ref();
        let external_id = external_id.map(|id| ("ExternalId", id.as_str()));
        let exchange = Exchange {
            action: "AssumeRole",
            parameters,
            secret_parameters: external_id.as_slice(),
            region: self.session.region.as_deref().unwrap_or(DEFAULT_REGION),
            endpoint: self.session.endpoint.as_deref(),
            signer: Some(signer.clone()),
            secrets: &secrets,
        };
        let credential = exchange.run(context).await.map_err(failed)?;
        Ok(credential.with_origin(format!("role {role}")))
    }

    fn parameters(
        &self,
        context: &CredentialContext,
    ) -> Result<Map<String, Value>, CredentialError> {
        let mut parameters = self.session.parameters(context)?;
        let encoded = self.policy.as_ref().map(|policy| {
            // STS decodes this parameter once more than the others.
            utf8_percent_encode(policy, NON_ALPHANUMERIC).to_string()
        });
        let texts = [
            ("Policy", encoded.as_ref()),
            ("SourceIdentity", self.source_identity.as_ref()),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                parameters.insert(name.to_owned(), text.clone().into());
            }
        }
        if !self.tags.is_empty() {
            let tag = |(key, value): &(String, String)| json!({"Key": key, "Value": value});
            parameters.insert("Tags".to_owned(), self.tags.iter().map(tag).collect());
        }
        Ok(parameters)
    }
}

provide_by_fetch!(AssumeRoleProvider);

// An external ID may serve as a password, so `Debug` omits it.
impl fmt::Debug for AssumeRoleProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssumeRoleProvider")
            .field("session", &self.session)
            .field("source_identity", &self.source_identity)
            .finish_non_exhaustive()
    }
}
