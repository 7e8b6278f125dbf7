//! Files written side by side: all new contents are on the disk before one replaces an old file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::trees::{Changes, Tree};

/// The ending of a file that is being written; a run that is killed leaves such files.
pub(crate) const TEMPORARY: &str = ".xtask-new";

/// Writes what differs, then removes what no longer belongs.
pub(crate) fn commit(trees: &[Tree<'_>], all: &[Changes]) -> Result<()> {
    let mut folders = BTreeMap::new();
    for (tree, changes) in trees.iter().zip(all) {
        collect(tree, changes, &mut folders);
    }
    // Folders side by side: file systems make the files within one folder one after the other.
    let folders: Vec<_> = folders.into_iter().collect();
    let each = |work: fn(&(PathBuf, Vec<NewFile<'_>>)) -> Result<()>| -> Result<()> {
        parallel::map(&folders, work).into_iter().collect()
    };
    let result = each(write).and_then(|()| each(replace));
    if result.is_err() {
        for file in folders.iter().flat_map(|(_, files)| files) {
            // Fails for the files that were renamed already, and nothing could be done otherwise.
            let _ = fs::remove_file(&file.temporary);
        }
    }
    result?;
    for (tree, changes) in trees.iter().zip(all) {
        remove(tree, changes)?;
    }
    Ok(())
}

/// A new content, and the file that it replaces.
struct NewFile<'a> {
    content: &'a [u8],
    temporary: PathBuf,
    file: PathBuf,
}

/// Collects the files that differ, by folder.
fn collect<'a>(
    tree: &Tree<'a>,
    changes: &Changes,
    folders: &mut BTreeMap<PathBuf, Vec<NewFile<'a>>>,
) {
    for path in &changes.written {
        let file = tree.root.join(path);
        let folder = file.parent().unwrap_or(&tree.root).to_owned();
        folders.entry(folder).or_default().push(NewFile {
            content: tree.files.get(path).unwrap_or_default(),
            temporary: tree.root.join(format!("{path}{TEMPORARY}")),
            file,
        });
    }
}

fn write((folder, files): &(PathBuf, Vec<NewFile<'_>>)) -> Result<()> {
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

fn remove(tree: &Tree<'_>, changes: &Changes) -> Result<()> {
    for path in &changes.removed {
        let file = tree.root.join(path);
        fs::remove_file(&file).with_context(|| format!("can't remove {}", file.display()))?;
        remove_empty_folders(&tree.root, &file);
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
