//! The chain that is used where no provider is given.

use super::super::cvm_role::CvmRoleProvider;
use super::super::environment::EnvironmentProvider;
use super::super::profile::ProfileProvider;
use super::super::sts::WebIdentityProvider;
use super::super::surroundings::Environment;
use super::super::tccli::TccliProvider;
use super::ProviderChain;

impl ProviderChain {
    /// The default chain, looking into this environment.
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
