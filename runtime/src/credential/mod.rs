//! Credentials and the providers that fetch them.

mod cache;
mod chain;
mod cvm_role;
mod environment;
mod key;
mod parse;
mod profile;
mod provider;
mod sts;
mod tccli;

pub use cache::CachedProvider;
pub(crate) use cache::cached;
pub use chain::ProviderChain;
pub use cvm_role::CvmRoleProvider;
pub use environment::{Environment, EnvironmentProvider};
pub use key::Credential;
pub use profile::ProfileProvider;
pub use provider::{CredentialContext, CredentialProvider};
pub use sts::{AssumeRoleProvider, WebIdentityProvider};
pub use tccli::TccliProvider;
