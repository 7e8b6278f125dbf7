//! Who calls: keys, and where they come from.

// The errors of providers are below this module, with those of calls.
use crate::error;

mod cache;
mod chain;
mod cvm_role;
mod environment;
mod file;
mod key;
mod object;
mod profile;
mod provider;
mod sts;
mod surroundings;
mod tccli;
mod temporary;

pub use cache::CachedProvider;
pub(crate) use cache::cached;
pub use chain::ProviderChain;
pub use cvm_role::CvmRoleProvider;
pub use environment::EnvironmentProvider;
pub use key::Credential;
pub use profile::ProfileProvider;
pub use provider::{CredentialContext, CredentialProvider};
pub use sts::{AssumeRoleProvider, WebIdentityProvider};
pub use surroundings::Environment;
pub use tccli::TccliProvider;
