//! Parsing of replies that hold keys.

use std::time::SystemTime;

use zeroize::Zeroizing;

use super::key::{self, Credential};
use crate::date::{self, Utc};
use crate::error::CredentialError;

/// Declares a structure for the codec that is zeroized on drop, and of which no value is printed:
/// its fields, each with its JSON name.
macro_rules! object {
    ($(#[$doc:meta])* $type:ident { $($field:ident: $kind:ty = $name:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Default)]
        pub(crate) struct $type { $(pub(crate) $field: Option<$kind>),* }

        impl $crate::codec::Structure for $type {
            fn schema(&self) -> &'static $crate::codec::Schema {
                static SCHEMA: $crate::codec::Schema = $crate::codec::Schema {
                    name: stringify!($type),
                    members: &[$($crate::codec::Member::new($name).sensitive()),*],
                };
                &SCHEMA
            }

            fn member(&self, index: usize) -> Option<&dyn $crate::codec::Field> {
                let fields: &[&dyn $crate::codec::Field] = &[$(&self.$field),*];
                fields.get(index).copied()
            }

            fn member_mut(&mut self, index: usize) -> Option<&mut dyn $crate::codec::Field> {
                let fields: [&mut dyn $crate::codec::Field; _] = [$(&mut self.$field),*];
                fields.into_iter().nth(index)
            }
        }

        impl zeroize::Zeroize for $type {
            fn zeroize(&mut self) {
                $(self.$field.zeroize();)*
            }
        }

        impl Drop for $type {
            fn drop(&mut self) {
                zeroize::Zeroize::zeroize(self);
            }
        }
    };
}

pub(crate) use object;

/// Temporary keys as the metadata service and STS return them; any part may be missing.
#[derive(Default)]
pub(crate) struct TemporaryKeys {
    pub(crate) secret_id: Option<String>,
    pub(crate) secret_key: Option<Zeroizing<String>>,
    pub(crate) token: Option<Zeroizing<String>>,
    /// Seconds since 1970.
    pub(crate) expired_time: Option<i64>,
}

impl TemporaryKeys {
    /// Returns the credential if it is complete and still valid.
    pub(crate) fn check(self, now: SystemTime) -> Result<Credential, CredentialError> {
        let id = present(self.secret_id, "TmpSecretId")?;
        let key = present(self.secret_key, "TmpSecretKey")?;
        let token = present(self.token, "Token")?;
        // Temporary keys without their token would only cause a puzzling signature error.
        key::check("token", &token)?;
        let expires_at = present(self.expired_time, "ExpiredTime")?;
        let expires_at = date::from_seconds(expires_at).ok_or_else(|| {
            CredentialError::new("the reply's ExpiredTime is not a number of seconds since 1970")
        })?;
        still_valid(expires_at, now)?;
        let credential = Credential::new(id, key.as_str())?.with_token(token.as_str())?;
        Ok(credential.with_expiry(expires_at))
    }
}

fn present<T>(part: Option<T>, name: &str) -> Result<T, CredentialError> {
    part.ok_or_else(|| CredentialError::new(format!("the reply has no {name}")))
}

/// Rejects a credential that has already expired. Usually the local clock is wrong.
pub(crate) fn still_valid(expires_at: SystemTime, now: SystemTime) -> Result<(), CredentialError> {
    if now < expires_at {
        return Ok(());
    }
    Err(CredentialError::new(format!(
        "the new credential expired at {}, but the local clock says {} (is the clock right?)",
        Utc(expires_at),
        Utc(now)
    )))
}
