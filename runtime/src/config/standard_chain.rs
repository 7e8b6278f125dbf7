//! The default chain of credential providers.

use crate::credential::{
    CvmRoleProvider, Environment, EnvironmentProvider, ProfileProvider, ProviderChain,
};
use crate::sts::WebIdentityProvider;
use crate::tccli::TccliProvider;

impl ProviderChain {
    /// Creates the default chain, which reads this environment. Configurations use it unless they
    /// set a provider.
    ///
    /// | | provider | is used if | reason for its position |
    /// |---|---|---|---|
    /// | 1 | [`EnvironmentProvider`] | `TENCENTCLOUD_SECRET_ID` or `TENCENTCLOUD_SECRET_KEY` is set | set for exactly this process |
    /// | 2 | [`WebIdentityProvider::tke`] | `TKE_PROVIDER_ID`, `TKE_WEB_IDENTITY_TOKEN_FILE` or `TKE_ROLE_ARN` is set | the cluster gives it to this pod; a file in the image, or the node's role, must not take precedence |
    /// | 3 | [`ProfileProvider`] | `TENCENTCLOUD_CREDENTIALS_FILE` or `TENCENTCLOUD_PROFILE` is set, or `~/.tencentcloud/credentials` or `/etc/tencentcloud/credentials` has a profile `default` | set up by the user for programs |
    /// | 4 | [`TccliProvider`] | `TCCLI_PROFILE` is set, or `~/.tccli/default.credential` exists | set up by the user for the command line tool |
    /// | 5 | [`CvmRoleProvider`] | the instance has a role | shared by everything on the machine; detecting that there is none takes up to a second |
    ///
    /// A used provider that fails ends the search: half a key pair, a malformed file, a role that
    /// cannot be assumed.
    #[must_use]
    pub fn standard(environment: &Environment) -> Self {
        let environment = || environment.clone();
        Self::new()
            .then(
                "environment",
                EnvironmentProvider::in_environment(environment()),
            )
            .then(
                "TKE web identity",
                WebIdentityProvider::tke_in_environment(environment()),
            )
            .then(
                "credentials file",
                ProfileProvider::in_environment(environment()),
            )
            .then(
                "tccli profile",
                TccliProvider::in_environment(environment()),
            )
            .then("CVM role", CvmRoleProvider::new())
    }
}
