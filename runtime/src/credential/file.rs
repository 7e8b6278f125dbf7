//! Reading small files that hold secrets.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use zeroize::Zeroizing;

use super::error::CredentialError;

/// The text of a file, wiped from memory when dropped; `None` if there is no such file.
pub(super) fn read(path: &Path) -> Result<Option<Zeroizing<String>>, CredentialError> {
    match fs::read(path) {
        Ok(bytes) => text(path, bytes).map(Some),
        Err(error) if is_missing(&error) => Ok(None),
        Err(error) => {
            let problem = format!("{} cannot be read", path.display());
            Err(CredentialError::new(problem).caused_by(error))
        }
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn text(path: &Path, bytes: Vec<u8>) -> Result<Zeroizing<String>, CredentialError> {
    String::from_utf8(bytes)
        .map(Zeroizing::new)
        .map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let bytes = Zeroizing::new(error.into_bytes());
            let line = line_at(&bytes, valid);
            CredentialError::new(format!("{}:{line}: the text is not UTF-8", path.display()))
        })
}

/// The number, from 1, of the line that the byte at `offset` is on.
pub(super) fn line_at(text: &[u8], offset: usize) -> usize {
    let before = text.iter().take(offset);
    before.filter(|byte| **byte == b'\n').count() + 1
}
