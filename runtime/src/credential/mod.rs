//! Credentials and the providers that fetch them.

mod cache;
mod chain;
mod cvm_role;
mod environment;
pub(crate) mod file;
pub(crate) mod key;
pub(crate) mod parse;
mod profile;
mod provider;

pub use cache::CachedProvider;
pub(crate) use cache::cached;
pub use chain::ProviderChain;
pub use cvm_role::CvmRoleProvider;
pub use environment::{Environment, EnvironmentProvider};
pub use key::Credential;
pub use profile::ProfileProvider;
pub(crate) use provider::provide_by_fetch;
pub use provider::{CredentialContext, CredentialProvider};
