//! Who calls: keys, and where they come from.

mod environment;
mod key;
mod provider;

pub use environment::EnvironmentProvider;
pub(crate) use environment::{first_of, system_environment};
pub use key::Credential;
pub use provider::{CredentialError, CredentialProvider};
