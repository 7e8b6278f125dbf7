//! Credentials from environment variables.

use std::future::ready;

use super::key::Credential;
use super::provider::{CredentialError, CredentialProvider};
use crate::time::BoxFuture;

const SECRET_ID: &str = "TENCENTCLOUD_SECRET_ID";
const SECRET_KEY: &str = "TENCENTCLOUD_SECRET_KEY";
const TOKENS: [&str; 2] = ["TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SESSION_TOKEN"];

/// Looks an environment variable up.
pub(crate) type Lookup = fn(&str) -> Option<String>;

/// Reads `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY`, and `TENCENTCLOUD_TOKEN` or
/// `TENCENTCLOUD_SESSION_TOKEN`, anew each time it is asked.
#[derive(Debug, Clone, Copy)]
pub struct EnvironmentProvider {
    lookup: Lookup,
}

impl EnvironmentProvider {
    /// A provider on this process's environment.
    #[must_use]
    pub fn new() -> Self {
        Self::with_lookup(system_environment)
    }

    pub(crate) fn with_lookup(lookup: Lookup) -> Self {
        Self { lookup }
    }

    /// Reads the variables.
    ///
    /// # Errors
    /// If one is missing or cannot be a key; the message names it.
    pub fn read(&self) -> Result<Credential, CredentialError> {
        let id = self.require(SECRET_ID)?;
        let key = self.require(SECRET_KEY)?;
        let credential = Credential::new(id, key).map_err(named("TENCENTCLOUD_SECRET_ID/_KEY"))?;
        match first_of(self.lookup, &TOKENS) {
            Some((name, token)) => credential.with_token(token).map_err(named(name)),
            None => Ok(credential),
        }
    }

    fn require(&self, name: &'static str) -> Result<String, CredentialError> {
        first_of(self.lookup, &[name])
            .map(|(_, value)| value)
            .ok_or_else(|| {
                CredentialError::new(format!("the environment variable {name} is not set"))
            })
    }
}

impl Default for EnvironmentProvider {
    fn default() -> Self {
        Self::new()
    }
}

impl CredentialProvider for EnvironmentProvider {
    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        Box::pin(ready(self.read()))
    }
}

pub(crate) fn system_environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The first variable that is set and not empty, with its name.
pub(crate) fn first_of(lookup: Lookup, names: &[&'static str]) -> Option<(&'static str, String)> {
    let found = names.iter().map(|name| (*name, lookup(name)));
    found
        .filter_map(|(name, value)| Some((name, value?)))
        .find(|(_, value)| !value.is_empty())
}

fn named(variable: &'static str) -> impl FnOnce(CredentialError) -> CredentialError {
    move |error| CredentialError::new(format!("bad value in {variable}")).caused_by(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_pair_and_either_token() {
        let provider = EnvironmentProvider::with_lookup(|name| match name {
            SECRET_ID => Some("id".to_owned()),
            SECRET_KEY => Some("key".to_owned()),
            "TENCENTCLOUD_TOKEN" => Some(String::new()),
            "TENCENTCLOUD_SESSION_TOKEN" => Some("session".to_owned()),
            _ => None,
        });
        let credential = provider.read().unwrap();
        assert_eq!(credential.secret_id(), "id");
        assert_eq!(credential.secret_key(), "key");
        assert_eq!(credential.token(), Some("session"));
    }

    #[test]
    fn names_the_missing_variable() {
        let provider =
            EnvironmentProvider::with_lookup(|name| (name == SECRET_ID).then(|| "id".to_owned()));
        let error = provider.read().unwrap_err().to_string();
        assert!(
            error.contains("TENCENTCLOUD_SECRET_KEY is not set"),
            "{error}"
        );
    }

    #[test]
    fn names_the_variable_with_a_padded_key() {
        let provider = EnvironmentProvider::with_lookup(|name| match name {
            SECRET_ID => Some("id".to_owned()),
            SECRET_KEY => Some("key ".to_owned()),
            _ => None,
        });
        let error = provider.read().unwrap_err();
        assert!(error.to_string().contains("TENCENTCLOUD_SECRET_ID/_KEY"));
        let cause = std::error::Error::source(&error).unwrap().to_string();
        assert!(
            cause.contains("the secret key begins or ends with white space"),
            "{cause}"
        );
    }
}
