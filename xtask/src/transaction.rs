//! Files written side by side: all new contents are on the disk before one replaces an old file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The ending of a file that is being written; a run that is killed leaves such files.
pub(crate) const TEMPORARY: &str = ".xtask-new";

/// The changes below a folder.
#[derive(Debug, Default)]
pub(crate) struct Transaction<'a> {
    /// The files to write, by folder.
    folders: BTreeMap<PathBuf, Vec<NewFile<'a>>>,
    /// The files to remove, each with the folder that stays even if it becomes empty.
    removed: Vec<(PathBuf, PathBuf)>,
}

/// A new content, and the file that it replaces.
#[derive(Debug)]
struct NewFile<'a> {
    content: &'a [u8],
    temporary: PathBuf,
    file: PathBuf,
}

impl<'a> Transaction<'a> {
    /// Adds a file to write.
    pub(crate) fn write(&mut self, root: &Path, path: &str, content: &'a [u8]) {
        let file = root.join(path);
        let folder = file.parent().unwrap_or(root).to_owned();
        self.folders.entry(folder).or_default().push(NewFile {
            content,
            temporary: root.join(format!("{path}{TEMPORARY}")),
            file,
        });
    }

    /// Adds a file to remove, together with the folders above it that become empty.
    pub(crate) fn remove(&mut self, root: &Path, path: &str) {
        self.removed.push((root.to_owned(), root.join(path)));
    }

    /// Writes and replaces the files, then removes those that no longer belong.
    pub(crate) fn commit(self) -> Result<()> {
        // Folders side by side: file systems make the files within one folder one after the other.
        let folders: Vec<_> = self.folders.into_iter().collect();
        let each = |work: fn(&(PathBuf, Vec<NewFile<'_>>)) -> Result<()>| -> Result<()> {
            parallel::map(&folders, work).into_iter().collect()
        };
        let result = each(write_temporary).and_then(|()| each(replace));
        if result.is_err() {
            for file in folders.iter().flat_map(|(_, files)| files) {
                // Fails for the files that were renamed already; nothing else can be done.
                let _ = fs::remove_file(&file.temporary);
            }
        }
        result?;
        for (root, file) in &self.removed {
            fs::remove_file(file).with_context(|| format!("can't remove {}", file.display()))?;
            remove_empty_folders(root, file);
        }
        Ok(())
    }
}

fn write_temporary((folder, files): &(PathBuf, Vec<NewFile<'_>>)) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("can't create {}", folder.display()))?;
    for file in files {
        fs::write(&file.temporary, file.content)
            .with_context(|| format!("can't write {}", file.file.display()))?;
    }
    Ok(())
}

fn replace((_, files): &(PathBuf, Vec<NewFile<'_>>)) -> Result<()> {
    for file in files {
        fs::rename(&file.temporary, &file.file)
            .with_context(|| format!("can't replace {}", file.file.display()))?;
    }
    Ok(())
}

/// Removes the empty folders above a removed file, up to the root.
fn remove_empty_folders(root: &Path, file: &Path) {
    for folder in file.ancestors().skip(1) {
        if folder == root || fs::remove_dir(folder).is_err() {
            return;
        }
    }
}
