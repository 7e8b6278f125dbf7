//! The variables and folders that providers look into, real or made up for a test.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
        let found = names.iter().map(|name| (*name, self.variable(name)));
        found
            .filter_map(|(name, value)| Some((name, value?)))
            .next()
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
