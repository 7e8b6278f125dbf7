//! A transaction over files: it writes all new contents before one of them replaces an old file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sources::atomic::{Durability, Staged};

/// The changes below some folders.
#[derive(Debug, Default)]
pub(crate) struct Transaction<'a> {
    /// The files to write, by folder.
    folders: BTreeMap<PathBuf, Vec<NewFile<'a>>>,
    /// The files to remove, each after the folder that stays even if it becomes empty.
    removed: Vec<(PathBuf, PathBuf)>,
}

/// A file with its new content.
#[derive(Debug)]
struct NewFile<'a> {
    path: PathBuf,
    content: &'a [u8],
    durability: Durability,
}

impl<'a> Transaction<'a> {
    /// Adds a file to write.
    pub(crate) fn write(&mut self, path: PathBuf, content: &'a [u8], durability: Durability) {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        self.folders.entry(folder).or_default().push(NewFile {
            path,
            content,
            durability,
        });
    }

    /// Adds a file to remove, together with the folders below `root` that become empty.
    pub(crate) fn remove(&mut self, root: &Path, path: &str) {
        self.removed.push((root.to_owned(), root.join(path)));
    }

    /// Writes and replaces the files, then removes those that no longer belong.
    pub(crate) fn commit(self) -> Result<()> {
        // One folder per thread, because file systems create the files of one folder in turn.
        let folders: Vec<_> = self.folders.into_values().collect();
        let staged = parallel::map(&folders, |files| stage(files));
        // Dropping the staged files on an error removes them.
        let staged = staged.into_iter().collect::<Result<Vec<_>>>()?;
        for file in staged.into_iter().flatten() {
            let path = file.path().to_owned();
            file.commit()
                .with_context(|| format!("can't replace {}", path.display()))?;
        }
        for (root, file) in &self.removed {
            fs::remove_file(file).with_context(|| format!("can't remove {}", file.display()))?;
            remove_empty_folders(root, file);
        }
        Ok(())
    }
}

fn stage(files: &[NewFile<'_>]) -> Result<Vec<Staged>> {
    files
        .iter()
        .map(|file| {
            Staged::new(&file.path, file.content, file.durability)
                .with_context(|| format!("can't write {}", file.path.display()))
        })
        .collect()
}

/// Removes the empty folders above a removed file, up to the root.
fn remove_empty_folders(root: &Path, file: &Path) {
    for folder in file.ancestors().skip(1) {
        if folder == root || fs::remove_dir(folder).is_err() {
            return;
        }
    }
}
