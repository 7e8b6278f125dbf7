//! Parsing of files and replies that hold keys.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::SystemTime;

use zeroize::Zeroizing;

use super::key::Credential;
use crate::date::{self, Utc};
use crate::error::CredentialError;

/// Reads a file into text that is zeroized on drop. `None` if the file does not exist.
pub(crate) fn read_file(path: &Path) -> Result<Option<Zeroizing<String>>, CredentialError> {
    match fs::read(path) {
        Ok(bytes) => into_text(path, bytes).map(Some),
        Err(error) if is_missing(&error) => Ok(None),
        Err(error) => {
            let problem = format!("cannot read {}", path.display());
            Err(CredentialError::new(problem).caused_by(error))
        }
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn into_text(path: &Path, bytes: Vec<u8>) -> Result<Zeroizing<String>, CredentialError> {
    String::from_utf8(bytes)
        .map(Zeroizing::new)
        .map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let bytes = Zeroizing::new(error.into_bytes());
            let line = line_at(&bytes, valid);
            CredentialError::new(format!("{}:{line}: the text is not UTF-8", path.display()))
        })
}

/// Returns the number, from 1, of the line with the byte at `offset`.
pub(crate) fn line_at(text: &[u8], offset: usize) -> usize {
    let mut line = 1;
    for byte in text.iter().take(offset) {
        line += usize::from(*byte == b'\n');
    }
    line
}

/// Declares a structure for the codec that is zeroized on drop: its fields, each with its JSON
/// name.
macro_rules! object {
    ($(#[$doc:meta])* $type:ident { $($field:ident: $kind:ty = $name:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Default)]
        pub(crate) struct $type { $(pub(crate) $field: Option<$kind>),* }

        impl $crate::codec::Structure for $type {
            fn schema(&self) -> &'static $crate::codec::Schema {
                static SCHEMA: $crate::codec::Schema = $crate::codec::Schema {
                    name: stringify!($type),
                    members: &[$($crate::codec::Member::new($name)),*],
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
