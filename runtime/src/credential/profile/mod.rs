//! Credentials from a profile in an INI file, a format that all official SDKs read.

mod ini;

use std::future::ready;
use std::path::{Path, PathBuf};

use self::ini::{Profile, Profiles, Setting};
use super::environment::Environment;
use super::file::{self, Access};
use super::key::Credential;
use super::provider::{CredentialContext, CredentialProvider};
use crate::error::CredentialError;
use crate::time::BoxFuture;

const FILE: &str = "TENCENTCLOUD_CREDENTIALS_FILE";
const PROFILE: &str = "TENCENTCLOUD_PROFILE";
const DEFAULT_PROFILE: &str = "default";

/// A provider that reads a profile of a credentials file:
///
/// ```ini
/// [default]
/// secret_id = AKID…
/// secret_key = …
/// token = …
/// ```
///
/// Only temporary keys have a token (also `session_token`). Unknown keys are ignored, and so are
/// settings before the first header if the file has the profile. The file has at most 1 MiB. If
/// every user of the machine can read or change it, that is logged once as a warning.
/// `TENCENTCLOUD_CREDENTIALS_FILE` names the file. The default is the first of
/// `~/.tencentcloud/credentials` and `/etc/tencentcloud/credentials` that has the profile.
/// `TENCENTCLOUD_PROFILE` names the profile; the default is `default`.
///
/// It is absent if no file has a profile `default`. A file or profile that is named, by a variable
/// or by a setter, must exist.
#[derive(Debug, Clone, Default)]
pub struct ProfileProvider {
    environment: Environment,
    file: Option<PathBuf>,
    profile: Option<String>,
}

impl ProfileProvider {
    /// Returns a provider of the profile that this process's environment selects.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a provider of the profile that another environment selects.
    #[must_use]
    pub fn in_environment(environment: Environment) -> Self {
        Self {
            environment,
            ..Self::default()
        }
    }

    /// Sets the path of the file, overriding `TENCENTCLOUD_CREDENTIALS_FILE`. The file must exist.
    #[must_use]
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.file = Some(path.into());
        self
    }

    /// Sets the name of the profile, overriding `TENCENTCLOUD_PROFILE`. The profile must exist.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Reads the file now and returns the profile's credential.
    ///
    /// # Errors
    /// If the file does not exist or is malformed, or its profile is incomplete. The message names
    /// file and line.
    pub fn read(&self) -> Result<Credential, CredentialError> {
        let named_profile = match &self.profile {
            Some(profile) => Some(profile.clone()),
            None => self.environment.variable(PROFILE),
        };
        let profile = named_profile.as_deref().unwrap_or(DEFAULT_PROFILE);
        let named_file = match &self.file {
            Some(file) => Some(file.clone()),
            None => self.environment.variable(FILE).map(PathBuf::from),
        };
        let must_exist = named_file.is_some() || named_profile.is_some();
        let files = match named_file {
            Some(file) => vec![file],
            None => self.default_files(),
        };

        let mut misses = Vec::new();
        for path in &files {
            match read_profile(path, profile)? {
                Ok(credential) => return Ok(credential),
                Err(miss) => misses.push(miss),
            }
        }
        let problem = if misses.is_empty() {
            "cannot look for .tencentcloud/credentials: no home directory".to_owned()
        } else {
            misses.join(", ")
        };
        if must_exist {
            return Err(CredentialError::new(problem));
        }
        Err(CredentialError::absent(problem))
    }

    fn default_files(&self) -> Vec<PathBuf> {
        let home = self.environment.home();
        let personal = home.map(|home| home.join(".tencentcloud").join("credentials"));
        let shared = self.environment.system_credentials().map(Path::to_owned);
        personal.into_iter().chain(shared).collect()
    }
}

impl CredentialProvider for ProfileProvider {
    fn credential<'a>(
        &'a self,
        _: &'a CredentialContext,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        Box::pin(ready(self.read()))
    }
}

/// Returns the credential of a profile. The inner error is the reason why the file does not have
/// the profile, because another file may have it.
fn read_profile(path: &Path, name: &str) -> Result<Result<Credential, String>, CredentialError> {
    let Some(text) = file::read(path, &path.display(), Access::Private)? else {
        return Ok(Err(format!("{} does not exist", path.display())));
    };
    let at_line = |line: usize| format!("{}:{line}", path.display());
    let profiles = ini::parse(&text).map_err(|fault| {
        CredentialError::new(format!("{}: {}", at_line(fault.line), fault.problem))
    })?;
    let Some(profile) = profiles.get(name) else {
        if let Some(line) = profiles.headless {
            // Searching on would ignore keys that are probably meant for this profile.
            let problem = "a setting before the first [profile] header";
            let place = at_line(line);
            return Err(CredentialError::new(format!("{place}: {problem}")));
        }
        return Ok(Err(no_profile(path, name, &profiles)));
    };
    let credential = credential(profile).map_err(|(line, error)| {
        CredentialError::new(format!("{}: profile `{name}`", at_line(line))).caused_by(error)
    })?;
    let origin = format!("profile `{name}` in {}", path.display());
    Ok(Ok(credential.with_origin(origin)))
}

fn no_profile(path: &Path, name: &str, profiles: &Profiles<'_>) -> String {
    let path = path.display();
    let others: Vec<_> = profiles.names().map(|other| format!("`{other}`")).collect();
    if others.is_empty() {
        return format!("{path} has no profile `{name}`, or any other profile");
    }
    format!("{path} has no profile `{name}`, only {}", others.join(", "))
}

/// Returns the credential of a profile, or an error with its line.
fn credential(profile: &Profile<'_>) -> Result<Credential, (usize, CredentialError)> {
    let require = |key: &str| {
        profile.setting(&[key]).ok_or_else(|| {
            let error = CredentialError::new(format!("it has no {key}"));
            (profile.line, error)
        })
    };
    let id = require("secret_id")?;
    let key = require("secret_key")?;
    // Checks the ID with a valid key first, to find the faulty line.
    Credential::new(id.value, "key").map_err(|error| (id.line, error))?;
    let credential = Credential::new(id.value, key.value).map_err(|error| (key.line, error))?;
    match profile.setting(&["token", "session_token"]) {
        Some(Setting { value, line }) => {
            credential.with_token(value).map_err(|error| (line, error))
        }
        None => Ok(credential),
    }
}
