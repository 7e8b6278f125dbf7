//! Credentials from the files of the command line tool `tccli`.

use std::path::{Path, PathBuf};

use crate::codec::{self, Structure};
use crate::credential::file::{self, Access};
use crate::credential::parse::object;
use crate::credential::{
    Credential, CredentialContext, CredentialProvider, CvmRoleProvider, Environment,
    provide_by_fetch,
};
use crate::date::{self, Utc};
use crate::error::CredentialError;
use crate::sts::AssumeRoleProvider;

const PROFILE: &str = "TCCLI_PROFILE";
const DEFAULT_PROFILE: &str = "default";

/// A provider that reads `~/.tccli/<profile>.credential`, which the command line tool writes.
/// `TCCLI_PROFILE` names the profile; the default is `default`.
///
/// | profile | is used as |
/// |---|---|
/// | `secretId`, `secretKey`, optionally `token` | these keys |
/// | the same with `role-arn`, optionally `role-session-name` | the keys to assume this role with |
/// | the same with `expiresAt`, from a login in the browser (`type` is `oauth` or `sso`) | these keys until they expire; after the tool has renewed them, the file is read again |
/// | `type` is `cvm-role` | the role of the CVM instance |
///
/// Other members are ignored. Of `~/.tccli/<profile>.configure`, a role uses the address of STS,
/// which `tccli configure set sts.endpoint …` writes. A file has at most 1 MiB. If every user of
/// the machine can read the keys, or change a file, that is logged once as a warning.
///
/// It is absent if the file does not exist, unless the profile is named by the variable or by
/// [`profile`](Self::profile).
#[derive(Debug, Clone, Default)]
pub struct TccliProvider {
    environment: Environment,
    profile: Option<String>,
}

impl TccliProvider {
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
            profile: None,
        }
    }

    /// Sets the name of the profile, overriding `TCCLI_PROFILE`. Its file must exist.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    async fn fetch(&self, context: &CredentialContext) -> Result<Credential, CredentialError> {
        let (path, profile) = self.find()?;
        let failed = |error| CredentialError::new(path.display().to_string()).caused_by(error);
        let configuration = path.with_extension("configure");
        let resolved = resolve(profile, &configuration, context).await;
        let credential = resolved.map_err(failed)?;
        let from = credential.origin().map(|origin| format!("{origin}, from "));
        let origin = format!(
            "{}tccli profile {}",
            from.unwrap_or_default(),
            path.display()
        );
        Ok(credential.with_origin(origin))
    }

    /// Returns the path and content of the file.
    fn find(&self) -> Result<(PathBuf, ProfileFile), CredentialError> {
        let named = match &self.profile {
            Some(profile) => Some(profile.clone()),
            None => self.environment.variable(PROFILE),
        };
        let path = self.path(named.as_deref().unwrap_or(DEFAULT_PROFILE))?;
        if let Some(content) = read_json(&path, Access::Private)? {
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
            let problem = format!("the tccli profile {profile:?} must not contain a path");
            return Err(CredentialError::new(problem));
        }
        let Some(home) = self.environment.home() else {
            let problem = "cannot look for .tccli: no home directory";
            return Err(CredentialError::absent(problem));
        };
        Ok(home.join(".tccli").join(format!("{profile}.credential")))
    }
}

provide_by_fetch!(TccliProvider);

/// Returns the credential that the profile describes.
async fn resolve(
    mut profile: ProfileFile,
    configuration: &Path,
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
    if let Some(address) = sts_address(configuration)? {
        provider = provider.endpoint(address);
    }
    provider.credential(context).await
}

/// Returns the address of STS that the configuration sets.
fn sts_address(path: &Path) -> Result<Option<String>, CredentialError> {
    let mut content: Option<ConfigureFile> = read_json(path, Access::Readable)?;
    let mut sts = content.as_mut().and_then(|content| content.sts.take());
    let address = sts.as_mut().and_then(|sts| sts.endpoint.take());
    Ok(address.filter(|address| !address.is_empty()))
}

/// Returns the keys in the file if they are still valid.
fn keys(
    mut profile: ProfileFile,
    context: &CredentialContext,
) -> Result<Credential, CredentialError> {
    let require = |member: &mut Option<String>, name: &str| {
        member
            .take()
            .ok_or_else(|| CredentialError::new(format!("it has no {name}")))
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
            "the login expired at {} (run any tccli command with this profile to renew it, or log in again)",
            Utc(expires_at)
        );
        return Err(CredentialError::new(problem));
    }
    Ok(credential.with_expiry(expires_at))
}

object! {
    /// The relevant members of a profile. The command line tool writes more.
    ProfileFile {
        kind: String = "type",
        secret_id: String = "secretId",
        secret_key: String = "secretKey",
        token: String = "token",
        expires_at: i64 = "expiresAt",
        role_arn: String = "role-arn",
        role_session_name: String = "role-session-name",
    }
}

object! {
    /// The relevant member of a configuration: settings by service.
    ConfigureFile {
        sts: ServiceConfiguration = "sts",
    }
}

object! {
    /// The relevant setting of a service.
    ServiceConfiguration {
        endpoint: String = "endpoint",
    }
}

/// Reads a file of a profile; `None` if it does not exist.
fn read_json<T: Structure + Default>(
    path: &Path,
    access: Access,
) -> Result<Option<T>, CredentialError> {
    let Some(text) = file::read(path, &path.display(), access)? else {
        return Ok(None);
    };
    let mut content = T::default();
    codec::read(&text, &mut content).map_err(|error| {
        let line = file::line_at(text.as_bytes(), error.offset());
        // Omits the path within the file, because names of unknown members may be secrets.
        CredentialError::new(format!(
            "{}:{line}: malformed JSON profile: {}",
            path.display(),
            error.problem()
        ))
    })?;
    Ok(Some(content))
}
