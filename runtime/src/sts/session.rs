//! The role and session that both ways of assuming a role have in common.

use std::fmt;
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value};

use crate::credential::CredentialContext;
use crate::display::masked_address;
use crate::error::CredentialError;

const DEFAULT_DURATION: Duration = Duration::from_secs(7200);
/// The longest session that STS allows, in seconds.
const LONGEST_DURATION: u64 = 43_200;

/// A role to assume, with the settings of its session.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) role_arn: String,
    pub(crate) name: Option<String>,
    pub(crate) duration: Duration,
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Option<String>,
}

// An address that is not yet checked may hold a password, which is masked.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("role_arn", &self.role_arn)
            .field("name", &self.name)
            .field("duration", &self.duration)
            .field("region", &self.region)
            .field("endpoint", &self.endpoint.as_deref().map(masked_address))
            .finish()
    }
}

impl Session {
    pub(crate) fn new(role_arn: impl Into<String>) -> Self {
        Self {
            role_arn: role_arn.into(),
            name: None,
            duration: DEFAULT_DURATION,
            region: None,
            endpoint: None,
        }
    }

    /// Checks the settings and returns the parameters that both actions take.
    pub(crate) fn parameters(
        &self,
        context: &CredentialContext,
    ) -> Result<Map<String, Value>, CredentialError> {
        if self.role_arn.is_empty() {
            return Err(CredentialError::new("the role's ARN is empty"));
        }
        let mut parameters = Map::new();
        parameters.insert("RoleArn".to_owned(), self.role_arn.clone().into());
        parameters.insert(
            "RoleSessionName".to_owned(),
            self.checked_name(context)?.into(),
        );
        parameters.insert(
            "DurationSeconds".to_owned(),
            self.checked_duration()?.into(),
        );
        Ok(parameters)
    }

    fn checked_duration(&self) -> Result<u64, CredentialError> {
        let seconds = self.duration.as_secs();
        if (1..=LONGEST_DURATION).contains(&seconds) {
            return Ok(seconds);
        }
        let duration = self.duration;
        Err(CredentialError::new(format!(
            "the session's duration must be between 1 and {LONGEST_DURATION} seconds, not {duration:?}"
        )))
    }

    fn checked_name(&self, context: &CredentialContext) -> Result<String, CredentialError> {
        let Some(name) = &self.name else {
            let elapsed = context.clock().now().duration_since(SystemTime::UNIX_EPOCH);
            let seconds = elapsed.map_or(0, |elapsed| elapsed.as_secs());
            return Ok(format!("tencentcloud-api-rust-{seconds}"));
        };
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
        if (2..=128).contains(&name.len()) && name.bytes().all(allowed) {
            return Ok(name.clone());
        }
        Err(CredentialError::new(format!(
            "the session name must be 2 to 128 letters, digits and _+=,.@-, not {name:?}"
        )))
    }
}
