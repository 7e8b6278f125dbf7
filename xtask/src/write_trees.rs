//! The one place that writes machine-written files, or checks that they are what would be written.

mod staged;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context, Error, Result, bail};

use crate::difference;

/// Whether files are written or held against what would be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Write what differs.
    Write,
    /// Fail at the first file that differs.
    Check,
}

/// Files that belong below a folder.
pub(crate) struct Tree<'a> {
    /// The folder.
    pub(crate) root: PathBuf,
    /// The folder's name in messages.
    pub(crate) name: &'a str,
    /// What the files hold, by path below the folder, with `/` between the parts.
    pub(crate) files: Contents<'a>,
    /// Whether a file that is not in `files` was written by the command once, and may be deleted.
    pub(crate) owns: fn(&str) -> bool,
    /// The command that writes the files.
    pub(crate) command: &'a str,
}

/// What files hold.
#[derive(Clone, Copy)]
pub(crate) enum Contents<'a> {
    /// Texts that the generator made.
    Texts(&'a BTreeMap<String, String>),
    /// Pages as they were scraped.
    Bytes(&'a BTreeMap<String, Vec<u8>>),
}

impl<'a> Contents<'a> {
    fn get(self, path: &str) -> Option<&'a [u8]> {
        match self {
            Self::Texts(files) => files.get(path).map(String::as_bytes),
            Self::Bytes(files) => files.get(path).map(Vec::as_slice),
        }
    }

    fn has(self, path: &str) -> bool {
        self.get(path).is_some()
    }

    fn all(self) -> Vec<(&'a String, &'a [u8])> {
        match self {
            Self::Texts(files) => files
                .iter()
                .map(|(path, text)| (path, text.as_bytes()))
                .collect(),
            Self::Bytes(files) => files
                .iter()
                .map(|(path, page)| (path, page.as_slice()))
                .collect(),
        }
    }
}

/// Behind the name of a file that is being written; left over only where a run was killed.
const TEMPORARY: &str = ".xtask-new";

/// Writes one file that a command owns, of which the rest of the folder is not.
pub(crate) fn write_file(root: PathBuf, file: &str, text: String, command: &str) -> Result<()> {
    let tree = Tree {
        root,
        name: "specs",
        files: Contents::Texts(&BTreeMap::from([(file.to_owned(), text)])),
        owns: |_| false,
        command,
    };
    write_trees(&[tree], Mode::Write).map(|_| ())
}

/// What was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    pub(crate) written: Vec<String>,
    pub(crate) removed: Vec<String>,
    pub(crate) unchanged: usize,
}

/// Writes the files that differ and removes those that no longer belong, or fails naming the first of
/// them. All new texts of all trees are on the disk before the first of them replaces an old one.
pub(crate) fn write_trees(trees: &[Tree<'_>], mode: Mode) -> Result<Vec<Changes>> {
    let mut all = Vec::new();
    for tree in trees {
        all.push(compare(tree, &files_below(&tree.root)?)?);
    }
    match mode {
        Mode::Check => {
            for (tree, changes) in trees.iter().zip(&all) {
                check(tree, changes)?;
            }
        }
        Mode::Write => staged::write(trees, &all)?,
    }
    Ok(all)
}

fn compare(tree: &Tree<'_>, found: &BTreeSet<String>) -> Result<Changes> {
    let mut changes = Changes::default();
    let all = tree.files.all();
    let same = parallel::map(&all, |(path, content)| {
        let file = tree.root.join(path);
        let read = || fs::read(&file).with_context(|| format!("can't read {}", file.display()));
        Ok::<_, Error>(found.contains(*path) && read()? == *content)
    });
    for ((path, _), same) in all.into_iter().zip(same) {
        if same? {
            changes.unchanged += 1;
        } else {
            changes.written.push(path.clone());
        }
    }
    let no_longer = |path: &&String| {
        let left_over = path.strip_suffix(TEMPORARY);
        let ours = |path: &str| (tree.owns)(path) || tree.files.has(path);
        left_over.is_some_and(ours) || (tree.owns)(path) && !tree.files.has(path)
    };
    changes.removed = found.iter().filter(no_longer).cloned().collect();
    Ok(changes)
}

fn check(tree: &Tree<'_>, changes: &Changes) -> Result<()> {
    let mend = format!("run `{}` and commit what it changes", tree.command);
    let others = (changes.written.len() + changes.removed.len()).saturating_sub(1);
    let more = match others {
        0 => String::new(),
        1 => "\n  = note: one more file differs".to_owned(),
        _ => format!("\n  = note: {others} more files differ"),
    };
    if let Some(path) = changes.written.first() {
        let expected = String::from_utf8_lossy(tree.files.get(path).unwrap_or_default());
        let name = format!("{}/{path}", tree.name);
        let shown = match fs::read_to_string(tree.root.join(path)) {
            Ok(actual) => difference::first(&name, &actual, &expected),
            Err(_) => format!("  --> {name}"),
        };
        let verb = if tree.root.join(path).exists() {
            "is out of date"
        } else {
            "is missing"
        };
        bail!("error: {name} {verb}\n{shown}{more}\n  = help: {mend}");
    }
    if let Some(path) = changes.removed.first() {
        let name = format!("{}/{path}", tree.name);
        bail!("error: {name} no longer belongs\n  --> {name}{more}\n  = help: {mend}");
    }
    Ok(())
}

/// The paths of all files below a folder, none where the folder is not there. Hidden files and
/// build output are nobody's business.
pub(crate) fn files_below(root: &Path) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        let path = root.join(&folder);
        let entries = match fs::read_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.with_context(|| format!("can't read {}", path.display()))?,
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || name == "target" {
                continue;
            }
            let below = if folder.is_empty() {
                name
            } else {
                format!("{folder}/{name}")
            };
            if entry.file_type()?.is_dir() {
                folders.push(below);
            } else {
                found.insert(below);
            }
        }
    }
    Ok(found)
}
