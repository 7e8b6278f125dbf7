//! Credentials that the command line tool `tccli` keeps in files of its own.

mod file;

use std::path::{Path, PathBuf};

use self::file::ProfileFile;
use super::cvm_role::CvmRoleProvider;
use super::environment::Environment;
use super::key::Credential;
use super::provider::{CredentialContext, CredentialProvider, provide_by_fetch};
use super::sts::AssumeRoleProvider;
use crate::date::{self, Utc};
use crate::error::CredentialError;

const PROFILE: &str = "TCCLI_PROFILE";
const DEFAULT_PROFILE: &str = "default";

/// Reads `~/.tccli/<profile>.credential`, which the command line tool writes; the profile is the one in
/// `TCCLI_PROFILE`, or else `default`.
///
/// | profile | is used as |
/// |---|---|
/// | `secretId`, `secretKey`, perhaps `token` | these keys |
/// | the same with `role-arn`, perhaps `role-session-name` | the keys to assume this role with |
/// | the same with `expiresAt`, from a login in the browser (`type` is `oauth` or `sso`) | these keys while they last; only the tool itself can renew them, after which they are read anew |
/// | `type` is `cvm-role` | the role of the CVM instance |
///
/// Other members are ignored, and so is `~/.tccli/<profile>.configure`.
///
/// It is absent if the file is, unless `TCCLI_PROFILE` names it.
#[derive(Debug, Clone, Default)]
pub struct TccliProvider {
    environment: Environment,
    profile: Option<String>,
}

impl TccliProvider {
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
            profile: None,
        }
    }

    /// The same provider of this profile.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    async fn fetch(&self, context: &CredentialContext) -> Result<Credential, CredentialError> {
        let (path, profile) = self.find()?;
        let credential = use_profile(profile, context)
            .await
            .map_err(|error| CredentialError::new(path.display().to_string()).caused_by(error))?;
        let from = credential.origin().map(|origin| format!("{origin}, from "));
        let origin = format!(
            "{}tccli profile {}",
            from.unwrap_or_default(),
            path.display()
        );
        Ok(credential.with_origin(origin))
    }

    /// The file's path and content.
    fn find(&self) -> Result<(PathBuf, ProfileFile), CredentialError> {
        let named = self.profile.clone();
        let named = named.or_else(|| self.environment.variable(PROFILE));
        let path = self.path(named.as_deref().unwrap_or(DEFAULT_PROFILE))?;
        if let Some(content) = file::read(&path)? {
            return Ok((path, content));
        }
        let problem = format!("{} does not exist", path.display());
        Err(match named {
            Some(_) => CredentialError::new(problem),
            None => CredentialError::absent(problem),
        })
    }

    fn path(&self, profile: &str) -> Result<PathBuf, CredentialError> {
        if Path::new(profile).components().count() != 1 || profile.contains(['/', '\\']) {
            let problem = format!("the tccli profile {profile:?} is no plain name");
            return Err(CredentialError::new(problem));
        }
        let missing = "there is no home folder to look for .tccli in";
        let home = self.environment.home();
        let home = home.ok_or_else(|| CredentialError::absent(missing))?;
        Ok(home.join(".tccli").join(format!("{profile}.credential")))
    }
}

provide_by_fetch!(TccliProvider);

/// Does what the profile says.
async fn use_profile(
    mut profile: ProfileFile,
    context: &CredentialContext,
) -> Result<Credential, CredentialError> {
    if profile.kind.as_deref() == Some("cvm-role") {
        return CvmRoleProvider::new().credential(context).await;
    }
    let role = profile.role_arn.take().filter(|role| !role.is_empty());
    let session = profile.role_session_name.take();
    let keys = keys(profile, context)?;
    let Some(role) = role else {
        return Ok(keys);
    };
    let mut provider = AssumeRoleProvider::new(keys, role);
    if let Some(session) = session.filter(|session| !session.is_empty()) {
        provider = provider.session_name(session);
    }
    provider.credential(context).await
}

/// The keys in the file, if they are still valid.
fn keys(
    mut profile: ProfileFile,
    context: &CredentialContext,
) -> Result<Credential, CredentialError> {
    let require = |member: &mut Option<String>, name: &str| {
        let missing = || CredentialError::new(format!("it has no {name}"));
        member.take().ok_or_else(missing)
    };
    let id = require(&mut profile.secret_id, "secretId")?;
    let key = require(&mut profile.secret_key, "secretKey")?;
    let mut credential = Credential::new(id, key)?;
    if let Some(token) = profile.token.take().filter(|token| !token.is_empty()) {
        credential = credential.with_token(token)?;
    }
    let Some(expires_at) = profile.expires_at.and_then(date::from_seconds) else {
        return Ok(credential);
    };
    if expires_at <= context.clock().now() {
        let problem = format!(
            "its login expired at {} (run any tccli command with this profile to renew it, or log in again)",
            Utc(expires_at)
        );
        return Err(CredentialError::new(problem));
    }
    Ok(credential.with_expiry(expires_at))
}
