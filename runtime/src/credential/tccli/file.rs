//! The format of `~/.tccli/<profile>.credential`.

use std::path::Path;

use super::super::parse::{self, object};
use crate::codec;
use crate::error::CredentialError;

object! {
    /// The members that matter here; the command line tool writes more.
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

/// Reads a profile's file; `None` if there is none.
pub(super) fn read(path: &Path) -> Result<Option<ProfileFile>, CredentialError> {
    let Some(text) = parse::read_file(path)? else {
        return Ok(None);
    };
    let mut content = ProfileFile::default();
    codec::read(&text, &mut content).map_err(|error| {
        let line = parse::line_at(text.as_bytes(), error.offset());
        let place = format!("{}:{line}", path.display());
        // Only the names of our own members are told: a file that is no such file may hold anything.
        CredentialError::new(format!("{place}: no JSON profile: {}", error.problem()))
    })?;
    Ok(Some(content))
}
