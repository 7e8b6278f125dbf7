//! The chain that is used where no provider is given.

use super::super::cvm_role::CvmRoleProvider;
use super::super::environment::Environment;
use super::super::environment::EnvironmentProvider;
use super::super::profile::ProfileProvider;
use super::super::sts::WebIdentityProvider;
use super::super::tccli::TccliProvider;
use super::ProviderChain;

impl ProviderChain {
    /// The default chain, looking into this environment. A configuration without a provider of its own
    /// uses it.
    ///
    /// | | provider | is in use if | why at this place |
    /// |---|---|---|---|
    /// | 1 | [`EnvironmentProvider`] | `TENCENTCLOUD_SECRET_ID` or `TENCENTCLOUD_SECRET_KEY` is set | said for this very process |
    /// | 2 | [`WebIdentityProvider::tke`] | `TKE_PROVIDER_ID`, `TKE_WEB_IDENTITY_TOKEN_FILE` or `TKE_ROLE_ARN` is set | the cluster gives it to this pod; a file in the image, or the node's role, must not take precedence |
    /// | 3 | [`ProfileProvider`] | `TENCENTCLOUD_CREDENTIALS_FILE` or `TENCENTCLOUD_PROFILE` is set, or `~/.tencentcloud/credentials` or `/etc/tencentcloud/credentials` has a profile `default` | the user's, meant for programs |
    /// | 4 | [`TccliProvider`] | `TCCLI_PROFILE` is set, or `~/.tccli/default.credential` exists | the user's, meant for the command line tool |
    /// | 5 | [`CvmRoleProvider`] | the instance has a role | shared by all that runs on the machine; and to find out that there is none takes up to a second |
    ///
    /// A provider that is in use and fails ends the search: half a key pair, a malformed file, a role that
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
