//! Pages that are written together, because a disk takes many files in the time of one.

use std::panic::resume_unwind;
use std::path::Path;

use sources::atomic::{Durability, Staged};

use crate::store::StoreError;

/// Complete pages under temporary names.
#[derive(Debug)]
pub(crate) struct Batch {
    pages: Vec<Staged>,
    /// The number of pages of a full batch.
    size: usize,
}

impl Batch {
    /// Creates an empty batch that is full after this many pages.
    pub(crate) fn of(size: usize) -> Self {
        Self {
            pages: Vec::new(),
            size,
        }
    }

    /// Returns whether the batch holds new bytes for the path.
    pub(crate) fn contains(&self, path: &Path) -> bool {
        self.pages.iter().any(|page| page.path() == path)
    }

    /// Returns whether the batch should be committed. A batch of one page is always full, so that
    /// records without new pages don't wait.
    pub(crate) fn is_full(&self) -> bool {
        self.size == 1 || self.pages.len() >= self.size
    }

    /// Writes a page under a temporary name. The batch must not contain its path.
    pub(crate) fn add(&mut self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        let staged = Staged::new(path, bytes, Durability::Kill);
        self.pages
            .push(staged.map_err(|error| StoreError::disk("write", path, error))?);
        Ok(())
    }

    /// Waits until the pages are on the disk, then moves them into place.
    pub(crate) fn commit(&mut self) -> Result<(), StoreError> {
        let pages = std::mem::take(&mut self.pages);
        sync_all(&pages)?;
        for page in pages {
            let path = page.path().to_owned();
            page.commit()
                .map_err(|error| StoreError::disk("write", &path, error))?;
        }
        Ok(())
    }
}

/// The number of files that are synchronised at once. The disk limits it rather than the processor.
const SYNCHRONISED_AT_ONCE: usize = 16;

/// Waits until the pages are on the disk.
fn sync_all(pages: &[Staged]) -> Result<(), StoreError> {
    let sync = |page: &Staged| {
        page.sync()
            .map_err(|error| StoreError::disk("write", page.path(), error))
    };
    let chunk = pages.len().div_ceil(SYNCHRONISED_AT_ONCE).max(1);
    std::thread::scope(|scope| {
        let threads: Vec<_> = pages
            .chunks(chunk)
            .map(|pages| scope.spawn(move || pages.iter().try_for_each(sync)))
            .collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn committed_pages_are_complete() {
        let folder = std::env::temp_dir().join(format!("scrape-batch-{}", std::process::id()));
        let path = |number: usize| folder.join(format!("{number}.md"));
        let mut batch = Batch::of(100);
        for number in 0..100 {
            assert!(!batch.is_full());
            batch
                .add(&path(number), number.to_string().as_bytes())
                .unwrap();
        }
        assert!(batch.is_full() && batch.contains(&path(7)) && !path(7).exists());
        batch.commit().unwrap();
        assert!(!batch.is_full() && !batch.contains(&path(7)));
        for number in 0..100 {
            assert_eq!(
                fs::read_to_string(path(number)).unwrap(),
                number.to_string()
            );
        }
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 100);
        fs::remove_dir_all(folder).unwrap();
    }
}
