//! Credentials from a profile in an INI file, which all official SDKs read.

mod ini;

use std::future::ready;
use std::path::{Path, PathBuf};

use self::ini::{Profile, Profiles, Setting};
use super::environment::Environment;
use super::error::CredentialError;
use super::key::Credential;
use super::parse;
use super::provider::{CredentialContext, CredentialProvider};
use crate::time::BoxFuture;

const FILE: &str = "TENCENTCLOUD_CREDENTIALS_FILE";
const PROFILE: &str = "TENCENTCLOUD_PROFILE";
const DEFAULT_PROFILE: &str = "default";

/// Reads a profile of a credentials file:
///
/// ```ini
/// [default]
/// secret_id = AKID…
/// secret_key = …
/// token = …
/// ```
///
/// The token (also `session_token`) is only for temporary keys; unknown keys are ignored. The file is
/// the one in `TENCENTCLOUD_CREDENTIALS_FILE`, or else the first of `~/.tencentcloud/credentials` and
/// `/etc/tencentcloud/credentials` that has the profile; the profile is the one in
/// `TENCENTCLOUD_PROFILE`, or else `default`.
///
/// It is absent if there is no file, or no profile `default` in it. A file or profile that was asked
/// for by name must be there.
#[derive(Debug, Clone, Default)]
pub struct ProfileProvider {
    environment: Environment,
    file: Option<PathBuf>,
    profile: Option<String>,
}

impl ProfileProvider {
    /// A provider of the profile that this process's environment says.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A provider of the profile that another environment says.
    #[must_use]
    pub fn in_environment(environment: Environment) -> Self {
        Self {
            environment,
            ..Self::default()
        }
    }

    /// The same provider on this file.
    #[must_use]
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.file = Some(path.into());
        self
    }

    /// The same provider of this profile.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Reads the file.
    ///
    /// # Errors
    /// If there is none, it is malformed, or its profile is incomplete; the message names file and line.
    pub fn read(&self) -> Result<Credential, CredentialError> {
        let named_profile = self.profile.clone();
        let named_profile = named_profile.or_else(|| self.environment.variable(PROFILE));
        let profile = named_profile.as_deref().unwrap_or(DEFAULT_PROFILE);
        let named_file = self.file.clone();
        let named_file = named_file.or_else(|| self.environment.variable(FILE).map(PathBuf::from));
        let must_exist = named_file.is_some();
        let files = named_file.map_or_else(|| self.usual_files(), |file| vec![file]);

        let mut misses = Vec::new();
        for path in &files {
            match read_profile(path, profile)? {
                Ok(credential) => return Ok(credential),
                Err(miss) => misses.push(miss),
            }
        }
        let problem = if misses.is_empty() {
            "there is no home folder to look for .tencentcloud/credentials in".to_owned()
        } else {
            misses.join(", ")
        };
        if must_exist || named_profile.is_some() {
            return Err(CredentialError::new(problem));
        }
        Err(CredentialError::absent(problem))
    }

    fn usual_files(&self) -> Vec<PathBuf> {
        let home = self.environment.home();
        let own = home.map(|home| home.join(".tencentcloud").join("credentials"));
        let shared = self.environment.system_credentials().map(Path::to_owned);
        own.into_iter().chain(shared).collect()
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

/// The profile's credential, or words on why the file has none, which is not an error in itself.
fn read_profile(path: &Path, name: &str) -> Result<Result<Credential, String>, CredentialError> {
    let Some(text) = parse::read_file(path)? else {
        return Ok(Err(format!("{} does not exist", path.display())));
    };
    let at_line = |line: usize| format!("{}:{line}", path.display());
    let profiles = ini::parse(&text).map_err(|fault| {
        CredentialError::new(format!("{}: {}", at_line(fault.line), fault.problem))
    })?;
    let Some(profile) = profiles.get(name) else {
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
    if profiles.is_empty() {
        return format!("{path} has no profile `{name}`, nor any other");
    }
    let others: Vec<_> = profiles.keys().map(|other| format!("`{other}`")).collect();
    format!("{path} has no profile `{name}`, only {}", others.join(", "))
}

/// The credential, or an error and the line it is on.
fn credential(profile: &Profile<'_>) -> Result<Credential, (usize, CredentialError)> {
    let require = |key: &str| {
        let missing = || {
            (
                profile.line,
                CredentialError::new(format!("it has no {key}")),
            )
        };
        profile.setting(&[key]).ok_or_else(missing)
    };
    let id = require("secret_id")?;
    let key = require("secret_key")?;
    // Each half is checked with a faultless other one, to learn which line is at fault.
    Credential::new(id.value, "key").map_err(|error| (id.line, error))?;
    let credential = Credential::new(id.value, key.value).map_err(|error| (key.line, error))?;
    match profile.setting(&["token", "session_token"]) {
        Some(Setting { value, line }) => {
            credential.with_token(value).map_err(|error| (line, error))
        }
        None => Ok(credential),
    }
}
