//! One scrape at a time: a lock that the system releases however its holder ends.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use fs4::{FileExt, TryLockError};

use super::StoreError;

/// The lock on a folder, held until this is dropped or the process ends.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    pub(super) fn take(root: &Path, state: &Path) -> Result<Self, StoreError> {
        let path = state.join("lock");
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| StoreError::disk("open", &path, error))?;
        match FileExt::try_lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(locked(root, &path)),
            Err(TryLockError::Error(error)) => return Err(StoreError::disk("lock", &path, error)),
        }
        // Only for the message that others get: the lock itself is what counts.
        let _ = file.set_len(0);
        let _ = write!(file, "{}", std::process::id());
        Ok(Self { _file: file })
    }
}

fn locked(root: &Path, path: &Path) -> StoreError {
    let holder = fs::read_to_string(path).unwrap_or_default();
    let known = !holder.is_empty() && holder.bytes().all(|byte| byte.is_ascii_digit());
    StoreError::Locked {
        folder: root.display().to_string(),
        by: if known {
            format!(" (process {holder})")
        } else {
            String::new()
        },
    }
}
