//! The environment of a process, and credentials from its variables.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::future::ready;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::key::Credential;
use super::provider::{CredentialContext, CredentialProvider};
use crate::error::CredentialError;
use crate::time::BoxFuture;

const SECRET_ID: &str = "TENCENTCLOUD_SECRET_ID";
const SECRET_KEY: &str = "TENCENTCLOUD_SECRET_KEY";
const TOKENS: [&str; 2] = ["TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SESSION_TOKEN"];
const SYSTEM_CREDENTIALS: &str = "/etc/tencentcloud/credentials";

/// The environment that providers read: variables, home directory and system-wide credentials file.
/// Cheap to clone. `Debug` prints no variables.
#[derive(Clone)]
pub struct Environment(Arc<Parts>);

#[derive(Clone)]
struct Parts {
    /// The variables. `None` means those of this process, read again for each use.
    variables: Option<BTreeMap<String, Zeroizing<String>>>,
    system_credentials: Option<PathBuf>,
}

impl Environment {
    /// Returns the environment of this process. Providers read its variables again for each use.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(Parts {
            variables: None,
            system_credentials: Some(SYSTEM_CREDENTIALS.into()),
        }))
    }

    /// Returns an environment for tests with only these variables. Its home directory is the
    /// variable `HOME`. It has no system-wide credentials file.
    pub fn isolated<K: Into<String>, V: Into<String>>(
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let mut isolated = BTreeMap::new();
        for (name, value) in variables {
            isolated.insert(name.into(), Zeroizing::new(value.into()));
        }
        Self(Arc::new(Parts {
            variables: Some(isolated),
            system_credentials: None,
        }))
    }

    /// Sets the system-wide credentials file. Default: `/etc/tencentcloud/credentials`.
    #[must_use]
    pub fn with_system_credentials(mut self, path: impl Into<PathBuf>) -> Self {
        Arc::make_mut(&mut self.0).system_credentials = Some(path.into());
        self
    }

    /// Returns a variable if it is set and not empty. Replaces invalid Unicode, which a key cannot
    /// contain.
    pub(crate) fn variable(&self, name: &str) -> Option<String> {
        let value = match &self.0.variables {
            Some(variables) => variables.get(name).map(|value| value.to_string()),
            None => std::env::var_os(name).map(into_text),
        };
        value.filter(|value| !value.is_empty())
    }

    /// Returns the first of these variables that is set and not empty, with its name.
    pub(crate) fn first_of(&self, names: &[&'static str]) -> Option<(&'static str, String)> {
        names
            .iter()
            .find_map(|name| Some((*name, self.variable(name)?)))
    }

    pub(crate) fn home(&self) -> Option<PathBuf> {
        match &self.0.variables {
            Some(_) => self.variable("HOME").map(PathBuf::from),
            None => std::env::home_dir().filter(|home| !home.as_os_str().is_empty()),
        }
    }

    pub(crate) fn system_credentials(&self) -> Option<&Path> {
        self.0.system_credentials.as_deref()
    }
}

/// Converts a variable without copying it, unless it is invalid Unicode.
fn into_text(value: OsString) -> String {
    let lossy = |value: OsString| value.to_string_lossy().into_owned();
    value.into_string().unwrap_or_else(lossy)
}

impl Default for Environment {
    fn default() -> Self {
        Self::system()
    }
}

// Variables may hold keys, so this prints none.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.0.variables.is_some() {
            "isolated"
        } else {
            "system"
        };
        write!(f, "Environment({kind})")
    }
}

/// A provider that reads `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY`, and either
/// `TENCENTCLOUD_TOKEN` or `TENCENTCLOUD_SESSION_TOKEN`, each time it is asked.
///
/// It is absent if neither the id nor the key is set. One without the other is an error. An empty
/// variable counts as unset.
#[derive(Debug, Clone, Default)]
pub struct EnvironmentProvider {
    environment: Environment,
}

impl EnvironmentProvider {
    /// Returns a provider for this process's environment.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a provider for another environment.
    #[must_use]
    pub fn in_environment(environment: Environment) -> Self {
        Self { environment }
    }

    /// Reads the variables now and returns their credential.
    ///
    /// # Errors
    /// If a variable is missing or malformed. The message names it.
    pub fn read(&self) -> Result<Credential, CredentialError> {
        let id = self.environment.variable(SECRET_ID);
        let key = self.environment.variable(SECRET_KEY);
        let (id, key) = match (id, key) {
            (Some(id), Some(key)) => (id, key),
            (None, None) => {
                let problem = format!("the environment variable {SECRET_ID} is not set");
                return Err(CredentialError::absent(problem));
            }
            (Some(_), None) => return Err(half(SECRET_KEY, SECRET_ID)),
            (None, Some(_)) => return Err(half(SECRET_ID, SECRET_KEY)),
        };
        let credential = Credential::new(id, key)
            .map_err(named("TENCENTCLOUD_SECRET_ID/_KEY"))?
            .with_origin("environment variables");
        match self.environment.first_of(&TOKENS) {
            Some((name, token)) => credential.with_token(token).map_err(named(name)),
            None => Ok(credential),
        }
    }
}

impl CredentialProvider for EnvironmentProvider {
    fn credential<'a>(
        &'a self,
        _: &'a CredentialContext,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        Box::pin(ready(self.read()))
    }

    fn is_quick(&self) -> bool {
        true
    }
}

fn half(missing: &str, present: &str) -> CredentialError {
    let problem = format!("the environment variable {missing} is not set, but {present} is");
    CredentialError::new(problem)
}

fn named(variable: &'static str) -> impl FnOnce(CredentialError) -> CredentialError {
    move |error| CredentialError::new(format!("invalid value in {variable}")).caused_by(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<const N: usize>(variables: [(&str, &str); N]) -> Result<Credential, CredentialError> {
        EnvironmentProvider::in_environment(Environment::isolated(variables)).read()
    }

    #[test]
    fn read_returns_pair_and_either_token() {
        let credential = read([
            (SECRET_ID, "id"),
            (SECRET_KEY, "key"),
            ("TENCENTCLOUD_TOKEN", ""),
            ("TENCENTCLOUD_SESSION_TOKEN", "session"),
        ])
        .unwrap();
        assert_eq!(credential.secret_id(), "id");
        assert_eq!(credential.secret_key(), "key");
        assert_eq!(credential.token(), Some("session"));
        assert_eq!(credential.origin(), Some("environment variables"));
    }

    #[test]
    fn half_pair_fails_missing_is_absent() {
        for (variables, absent, problem) in [
            ([("X", "x")], true, "TENCENTCLOUD_SECRET_ID is not set"),
            (
                [(SECRET_ID, "hush")],
                false,
                "TENCENTCLOUD_SECRET_KEY is not set, but TENCENTCLOUD_SECRET_ID is",
            ),
            (
                [(SECRET_KEY, "hush")],
                false,
                "TENCENTCLOUD_SECRET_ID is not set, but TENCENTCLOUD_SECRET_KEY is",
            ),
        ] {
            let error = read(variables).unwrap_err();
            assert_eq!(error.is_absent(), absent);
            let error = error.to_string();
            assert!(
                error.ends_with(problem) && !error.contains("hush"),
                "{error}"
            );
        }
    }

    #[test]
    fn padded_key_error_names_variable() {
        let error = read([(SECRET_ID, "id"), (SECRET_KEY, "hush ")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "no usable credential: invalid value in TENCENTCLOUD_SECRET_ID/_KEY: the secret key starts or ends with whitespace"
        );
    }
}
