//! A second folder that begins as a copy of the first, for looking at changes before they are taken over.

use std::fs;
use std::path::Path;

use sources::is_page_path;

use super::{StoreError, atomic, read_manifest};

/// Makes `to` hold the pages and the manifest of `from`, unless it has a manifest already: then an
/// interrupted run goes on there.
pub(crate) fn stage(from: &Path, to: &Path) -> Result<(), StoreError> {
    if to.join(super::MANIFEST).exists() {
        return Ok(());
    }
    let read = |path: &Path| fs::read(path).map_err(|error| StoreError::disk("read", path, error));
    for file in read_manifest(from)?
        .keys()
        .filter(|file| is_page_path(file))
    {
        let bytes = read(&from.join("sources").join(file))?;
        atomic::write(&to.join("sources").join(file), &bytes)?;
    }
    let manifest = from.join(super::MANIFEST);
    if !manifest.exists() {
        return Ok(());
    }
    // Last, because its presence says that all pages are there.
    atomic::write(&to.join(super::MANIFEST), &read(&manifest)?)
}
