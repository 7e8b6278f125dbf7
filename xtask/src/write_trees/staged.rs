//! New texts beside the files that they are to replace, until all of them are on the disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{Changes, TEMPORARY, Tree};

/// Writes what differs, then removes what no longer belongs.
pub(super) fn write(trees: &[Tree<'_>], all: &[Changes]) -> Result<()> {
    let mut folders = BTreeMap::new();
    for (tree, changes) in trees.iter().zip(all) {
        collect(tree, changes, &mut folders);
    }
    // Folders side by side: within one, files are made one after the other whoever makes them.
    let folders: Vec<_> = folders.into_iter().collect();
    let each = |work: fn(&(PathBuf, Vec<Staged<'_>>)) -> Result<()>| -> Result<()> {
        parallel::map(&folders, work).into_iter().collect()
    };
    let result = each(stage).and_then(|()| each(replace));
    if result.is_err() {
        let files = folders.iter().flat_map(|(_, files)| files);
        for file in files {
            // Gone already where it was renamed; nothing else could be done about it.
            let _ = fs::remove_file(&file.temporary);
        }
    }
    result?;
    for (tree, changes) in trees.iter().zip(all) {
        remove(tree, changes)?;
    }
    Ok(())
}

/// A new text and the file that it is to replace.
struct Staged<'a> {
    content: &'a [u8],
    temporary: PathBuf,
    file: PathBuf,
}

/// The files that differ, by their folders.
fn collect<'a>(
    tree: &Tree<'a>,
    changes: &Changes,
    folders: &mut BTreeMap<PathBuf, Vec<Staged<'a>>>,
) {
    for path in &changes.written {
        let file = tree.root.join(path);
        let folder = file.parent().unwrap_or(&tree.root).to_owned();
        folders.entry(folder).or_default().push(Staged {
            content: tree.files.get(path).unwrap_or_default(),
            temporary: tree.root.join(format!("{path}{TEMPORARY}")),
            file,
        });
    }
}

fn stage((folder, files): &(PathBuf, Vec<Staged<'_>>)) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("can't create {}", folder.display()))?;
    for file in files {
        fs::write(&file.temporary, file.content)
            .with_context(|| format!("can't write {}", file.file.display()))?;
    }
    Ok(())
}

fn replace((_, files): &(PathBuf, Vec<Staged<'_>>)) -> Result<()> {
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

/// Removes the folders above a removed file that hold nothing any more, up to the root.
fn remove_empty_folders(root: &Path, file: &Path) {
    for folder in file.ancestors().skip(1) {
        if folder == root || fs::remove_dir(folder).is_err() {
            return;
        }
    }
}
