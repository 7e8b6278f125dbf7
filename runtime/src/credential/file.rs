//! Files that hold secrets: read up to a limit, into memory that is zeroized, with a warning if
//! other users can read or change them.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use zeroize::Zeroizing;

use crate::error::CredentialError;

/// The maximum length of a file, in bytes. Real ones have a few hundred.
const LIMIT: usize = 1 << 20;
/// The length to start with if the file system does not tell it.
const UNKNOWN_LENGTH: usize = 4096;

/// The users that may access a file of this kind without a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Only its owner and group may read and change it.
    Private,
    /// Everyone may read it, as is usual for tokens that a cluster mounts. Only its owner and group
    /// may change it.
    Readable,
}

/// Reads a file into text that is zeroized on drop. `None` if the file does not exist. `name` is
/// the file as errors show it.
pub(crate) fn read(
    path: &Path,
    name: &dyn fmt::Display,
    access: Access,
) -> Result<Option<Zeroizing<String>>, CredentialError> {
    let failed =
        |error: io::Error| CredentialError::new(format!("cannot read {name}")).caused_by(error);
    // Opening a pipe would wait for its writer.
    let opened = regular(fs::metadata(path)).and_then(|found| match found {
        Some(_) => File::open(path).map(Some),
        None => Ok(None),
    });
    let mut file = match opened {
        Ok(Some(file)) => file,
        Ok(None) => return Err(irregular(name)),
        Err(error) if is_missing(&error) => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    // Another file may have taken its place.
    let Some(metadata) = regular(file.metadata()).map_err(failed)? else {
        return Err(irregular(name));
    };
    let bytes = read_limited(&mut file, metadata.len()).map_err(failed)?;
    let Some(mut bytes) = bytes else {
        return Err(CredentialError::new(format!(
            "{name} has more than {LIMIT} bytes, so it is not a file of credentials"
        )));
    };
    warn_of_access(path, name, &metadata, access);
    let text = String::from_utf8(std::mem::take(&mut *bytes));
    text.map(|text| Some(Zeroizing::new(text)))
        .map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let bytes = Zeroizing::new(error.into_bytes());
            let line = line_at(&bytes, valid);
            CredentialError::new(format!("{name}:{line}: the text is not UTF-8"))
        })
}

/// Returns the metadata of a regular file; `None` for folders, pipes and devices.
fn regular(metadata: io::Result<Metadata>) -> io::Result<Option<Metadata>> {
    metadata.map(|metadata| Some(metadata).filter(Metadata::is_file))
}

fn irregular(name: &dyn fmt::Display) -> CredentialError {
    CredentialError::new(format!(
        "{name} is a folder, a pipe or a device, not a regular file"
    ))
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Reads to the end; `None` if that is beyond the limit. Old buffers are zeroized whenever the
/// buffer grows.
fn read_limited(file: &mut impl Read, length: u64) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if length > LIMIT {
        return Ok(None);
    }
    // One more than the length, to see the end without growing.
    let mut buffer = Zeroizing::new(vec![0; length.max(UNKNOWN_LENGTH) + 1]);
    let mut filled = 0;
    loop {
        let count = match file.read(buffer.get_mut(filled..).unwrap_or_default()) {
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if count == 0 {
            buffer.truncate(filled);
            return Ok(Some(buffer));
        }
        filled += count;
        if filled > LIMIT {
            return Ok(None);
        }
        if filled == buffer.len() {
            let mut longer = Zeroizing::new(vec![0; 2 * filled]);
            if let Some(start) = longer.get_mut(..filled) {
                start.copy_from_slice(&buffer);
            }
            buffer = longer;
        }
    }
}

/// Returns the number, from 1, of the line with the byte at `offset`.
pub(crate) fn line_at(text: &[u8], offset: usize) -> usize {
    let mut line = 1;
    for byte in text.iter().take(offset) {
        line += usize::from(*byte == b'\n');
    }
    line
}

/// Logs a warning, once per file, if every user of the machine can read or change it.
fn warn_of_access(path: &Path, name: &dyn fmt::Display, metadata: &Metadata, access: Access) {
    /// More files than a program uses, unless it makes them up.
    const CAPACITY: usize = 256;
    static WARNED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let Some(problem) = excessive(metadata, access) else {
        return;
    };
    let mut warned = WARNED.lock().unwrap_or_else(PoisonError::into_inner);
    if warned.len() < CAPACITY && warned.insert(path.to_owned()) {
        tracing::warn!(
            target: "tencentcloud_api",
            "every user of this machine can {problem} {name}, which holds secrets: run chmod 600 on it"
        );
    }
}

/// Returns the access that every user of the machine has and should not have.
#[cfg(unix)]
fn excessive(metadata: &Metadata, access: Access) -> Option<&'static str> {
    use std::os::unix::fs::PermissionsExt as _;

    const READ: u32 = 0o004;
    const WRITE: u32 = 0o002;
    let mode = metadata.permissions().mode();
    let readable = access == Access::Private && mode & READ != 0;
    match (readable, mode & WRITE != 0) {
        (true, true) => Some("read and change"),
        (true, false) => Some("read"),
        (false, true) => Some("change"),
        (false, false) => None,
    }
}

#[cfg(not(unix))]
fn excessive(_: &Metadata, _: Access) -> Option<&'static str> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file that gives a few bytes at a time, and an error in between.
    struct Slow {
        left: usize,
        interrupted: bool,
    }

    impl Read for Slow {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.interrupted = !self.interrupted;
            if self.interrupted {
                return Err(ErrorKind::Interrupted.into());
            }
            let count = self.left.min(buffer.len()).min(1000);
            buffer[..count].fill(b'x');
            self.left -= count;
            Ok(count)
        }
    }

    fn read(left: usize, announced: u64) -> Option<usize> {
        let mut file = Slow {
            left,
            interrupted: false,
        };
        let bytes = read_limited(&mut file, announced).unwrap()?;
        assert!(bytes.iter().all(|byte| *byte == b'x'));
        Some(bytes.len())
    }

    #[test]
    fn length_is_limited_whatever_is_announced() {
        for length in [0, 1, UNKNOWN_LENGTH, UNKNOWN_LENGTH + 1, 50_000, LIMIT] {
            for announced in [0, 1, length as u64] {
                assert_eq!(read(length, announced), Some(length));
            }
        }
        assert_eq!(read(LIMIT + 1, 0), None);
        assert_eq!(read(usize::MAX, 0), None);
        assert_eq!(read(1, LIMIT as u64 + 1), None);
    }
}
