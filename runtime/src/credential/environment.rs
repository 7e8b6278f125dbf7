//! The environment of a process, and credentials from its variables.

use std::collections::BTreeMap;
use std::fmt;
use std::future::ready;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::CredentialError;
use super::key::Credential;
use super::provider::{CredentialContext, CredentialProvider};
use crate::time::BoxFuture;

const SECRET_ID: &str = "TENCENTCLOUD_SECRET_ID";
const SECRET_KEY: &str = "TENCENTCLOUD_SECRET_KEY";
const TOKENS: [&str; 2] = ["TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SESSION_TOKEN"];
const SYSTEM_CREDENTIALS: &str = "/etc/tencentcloud/credentials";

/// The environment variables, the home folder and the system-wide credentials file. Cheap to clone.
#[derive(Clone)]
pub struct Environment(Arc<Parts>);

#[derive(Clone)]
struct Parts {
    /// The variables; `None` stands for this process's own, read anew each time.
    variables: Option<BTreeMap<String, String>>,
    system_credentials: Option<PathBuf>,
}

impl Environment {
    /// This process's environment.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(Parts {
            variables: None,
            system_credentials: Some(SYSTEM_CREDENTIALS.into()),
        }))
    }

    /// These variables and nothing else, for tests: no other variable, no home folder but the one in
    /// `HOME`, no system-wide credentials file.
    pub fn isolated<K: Into<String>, V: Into<String>>(
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let variables = variables.into_iter();
        let variables = variables.map(|(name, value)| (name.into(), value.into()));
        Self(Arc::new(Parts {
            variables: Some(variables.collect()),
            system_credentials: None,
        }))
    }

    /// The same environment with another system-wide credentials file than
    /// `/etc/tencentcloud/credentials`.
    #[must_use]
    pub fn with_system_credentials(mut self, path: impl Into<PathBuf>) -> Self {
        Arc::make_mut(&mut self.0).system_credentials = Some(path.into());
        self
    }

    /// A variable's value, if it is set and not empty. What is not Unicode in it is replaced, and will
    /// be refused as a key.
    pub(crate) fn variable(&self, name: &str) -> Option<String> {
        let value = match &self.0.variables {
            Some(variables) => variables.get(name).cloned(),
            None => std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()),
        };
        value.filter(|value| !value.is_empty())
    }

    /// The first of these variables that is set and not empty, with its name.
    pub(crate) fn first_of(&self, names: &[&'static str]) -> Option<(&'static str, String)> {
        names
            .iter()
            .find_map(|name| Some((*name, self.variable(name)?)))
    }

    pub(super) fn home(&self) -> Option<PathBuf> {
        match &self.0.variables {
            Some(_) => self.variable("HOME").map(PathBuf::from),
            None => std::env::home_dir().filter(|home| !home.as_os_str().is_empty()),
        }
    }

    pub(super) fn system_credentials(&self) -> Option<&Path> {
        self.0.system_credentials.as_deref()
    }
}

impl Default for Environment {
    fn default() -> Self {
        Self::system()
    }
}

// Variables may hold keys, so none is shown.
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

/// Reads `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY`, and `TENCENTCLOUD_TOKEN` or
/// `TENCENTCLOUD_SESSION_TOKEN`, anew each time it is asked.
///
/// It is absent if neither key is set; one without the other is an error. An empty variable counts as
/// not set.
#[derive(Debug, Clone, Default)]
pub struct EnvironmentProvider {
    environment: Environment,
}

impl EnvironmentProvider {
    /// A provider on this process's environment.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A provider on another environment.
    #[must_use]
    pub fn in_environment(environment: Environment) -> Self {
        Self { environment }
    }

    /// Reads the variables.
    ///
    /// # Errors
    /// If one is missing or cannot be a key; the message names it.
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
    let problem = format!("the environment variable {missing} is not set, though {present} is");
    CredentialError::new(problem)
}

fn named(variable: &'static str) -> impl FnOnce(CredentialError) -> CredentialError {
    move |error| CredentialError::new(format!("bad value in {variable}")).caused_by(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<const N: usize>(variables: [(&str, &str); N]) -> Result<Credential, CredentialError> {
        EnvironmentProvider::in_environment(Environment::isolated(variables)).read()
    }

    #[test]
    fn reads_the_pair_and_either_token() {
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
    fn half_a_pair_is_an_error_and_none_is_absence() {
        for (variables, absent, problem) in [
            ([("X", "x")], true, "TENCENTCLOUD_SECRET_ID is not set"),
            (
                [(SECRET_ID, "hush")],
                false,
                "TENCENTCLOUD_SECRET_KEY is not set, though TENCENTCLOUD_SECRET_ID is",
            ),
            (
                [(SECRET_KEY, "hush")],
                false,
                "TENCENTCLOUD_SECRET_ID is not set, though TENCENTCLOUD_SECRET_KEY is",
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
    fn names_the_variable_with_a_padded_key() {
        let error = read([(SECRET_ID, "id"), (SECRET_KEY, "hush ")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "no usable credential: bad value in TENCENTCLOUD_SECRET_ID/_KEY: the secret key begins or ends with white space"
        );
    }
}
