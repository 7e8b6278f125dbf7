//! Files that are replaced as a whole: written beside their place, then renamed into it.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::StoreError;

/// Behind the hidden name of a file that is being written; left over only where a run was killed.
const TEMPORARY: &str = ".part";

/// Writes the file. When this fails, or the process dies in between, the old file is still there.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let fail = |verb| move |error| StoreError::disk(verb, path, error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(fail("create the folder of"))?;
    }
    let temporary = beside(path);
    let written = fill(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // Half a file is of no use; when even this fails, the next run clears it away.
        let _ = fs::remove_file(&temporary);
    }
    written.map_err(fail("write"))
}

fn fill(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    // Without this a power failure could leave the new name with nothing behind it.
    file.sync_all()
}

fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}{TEMPORARY}"))
}

/// Removes what killed runs left half-written below a folder.
pub(super) fn remove_leftovers(folder: &Path) {
    let Ok(listing) = fs::read_dir(folder) else {
        return;
    };
    for entry in listing.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder {
            remove_leftovers(&entry.path());
        } else if name.starts_with('.') && name.ends_with(TEMPORARY) {
            // It is hidden and in nobody's way if it can't be removed.
            let _ = fs::remove_file(entry.path());
        }
    }
}
