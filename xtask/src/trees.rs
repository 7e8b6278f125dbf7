//! Machine-written files: written as one transaction, or compared with the contents to write.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context, Error, Result, bail};
use sources::atomic::{Durability, remove_leftovers};

use crate::transaction::Transaction;

/// The choice between writing files and comparing them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Write the files that differ.
    Write,
    /// Fail at the first file that differs.
    Check,
}

/// The files that belong below a folder.
pub struct Tree<'a> {
    /// The folder.
    pub root: PathBuf,
    /// The folder's name in messages.
    pub name: &'a str,
    /// The contents by path below the folder, with `/` between the parts.
    pub files: Contents<'a>,
    /// Returns whether the command may delete a file that isn't in `files`, because it wrote the
    /// file.
    pub owns: &'a (dyn Fn(&str) -> bool + Sync),
    /// The command that writes the files.
    pub command: &'a str,
    /// The kind of failure that new files survive.
    pub durability: Durability,
}

/// The contents of files.
#[derive(Clone, Copy)]
pub enum Contents<'a> {
    /// Generated texts.
    Texts(&'a BTreeMap<String, String>),
    /// Scraped pages.
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

/// The paths that a run changed, or would change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that differ or are new.
    pub written: Vec<String>,
    /// Files that no longer belong.
    pub removed: Vec<String>,
    /// The number of all other files.
    pub unchanged: usize,
}

/// Writes one file, and leaves the other files of its folder alone.
///
/// # Errors
/// Fails if the file can't be written.
pub fn write_file(root: PathBuf, file: &str, text: String, command: &str) -> Result<()> {
    let tree = Tree {
        root,
        name: "specs",
        files: Contents::Texts(&BTreeMap::from([(file.to_owned(), text)])),
        owns: &|_| false,
        command,
        durability: Durability::PowerFailure,
    };
    write_trees(&[tree], Mode::Write).map(|_| ())
}

/// Writes the files that differ and removes those that no longer belong. In [`Mode::Check`], fails
/// at the first of them instead.
///
/// # Errors
/// Fails if a file can't be read or written, or is out of date in [`Mode::Check`].
pub fn write_trees(trees: &[Tree<'_>], mode: Mode) -> Result<Vec<Changes>> {
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
        Mode::Write => write(trees, &all)?,
    }
    Ok(all)
}

fn write(trees: &[Tree<'_>], all: &[Changes]) -> Result<()> {
    let mut transaction = Transaction::default();
    for (tree, changes) in trees.iter().zip(all) {
        // A scrape may be running: its temporary files in specs/sources/ aren't ours.
        remove_leftovers(&tree.root, &|target| {
            let below = target.strip_prefix(&tree.root).unwrap_or(target);
            let path = below.to_string_lossy().replace('\\', "/");
            (tree.owns)(&path) || tree.files.has(&path)
        });
        for path in &changes.written {
            let content = tree.files.get(path).unwrap_or_default();
            transaction.write(tree.root.join(path), content, tree.durability);
        }
        for path in &changes.removed {
            transaction.remove(&tree.root, path);
        }
    }
    transaction.commit()
}

fn compare(tree: &Tree<'_>, found: &BTreeSet<String>) -> Result<Changes> {
    let mut changes = Changes::default();
    let all = tree.files.all();
    let equal = parallel::map(&all, |(path, content)| {
        let file = tree.root.join(path);
        let read = || fs::read(&file).with_context(|| format!("can't read {}", file.display()));
        Ok::<_, Error>(found.contains(*path) && read()? == *content)
    });
    for ((path, _), equal) in all.into_iter().zip(equal) {
        if equal? {
            changes.unchanged += 1;
        } else {
            changes.written.push(path.clone());
        }
    }
    let is_obsolete = |path: &&String| (tree.owns)(path) && !tree.files.has(path);
    changes.removed = found.iter().filter(is_obsolete).cloned().collect();
    Ok(changes)
}

fn check(tree: &Tree<'_>, changes: &Changes) -> Result<()> {
    let fix = format!("run `{}` and commit what it changes", tree.command);
    let others = (changes.written.len() + changes.removed.len()).saturating_sub(1);
    let more = match others {
        0 => String::new(),
        1 => "\n  = note: one more file differs".to_owned(),
        _ => format!("\n  = note: {others} more files differ"),
    };
    if let Some(path) = changes.written.first() {
        let name = format!("{}/{path}", tree.name);
        let expected = String::from_utf8_lossy(tree.files.get(path).unwrap_or_default());
        let (problem, shown) = match fs::read_to_string(tree.root.join(path)) {
            Ok(actual) => (
                "is out of date",
                first_difference(&name, &actual, &expected),
            ),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                ("is missing", format!("  --> {name}"))
            }
            Err(_) => ("is out of date", format!("  --> {name}")),
        };
        bail!("error: {name} {problem}\n{shown}{more}\n  = help: {fix}");
    }
    if let Some(path) = changes.removed.first() {
        let name = format!("{}/{path}", tree.name);
        bail!("error: {name} no longer belongs\n  --> {name}{more}\n  = help: {fix}");
    }
    Ok(())
}

/// Returns the paths of all files below a folder, or an empty set if it doesn't exist. Skips hidden
/// files and build output.
///
/// # Errors
/// Fails if a folder can't be read.
pub fn files_below(root: &Path) -> Result<BTreeSet<String>> {
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

/// The number of lines shown before the first difference, and of each file from there.
const CONTEXT: usize = 2;
/// The most characters shown of a line, because some lines hold a whole JSON document.
const WIDTH: usize = 160;

/// Shows the first difference between a file and its expected content, as compilers do.
fn first_difference(file: &str, actual: &str, expected: &str) -> String {
    let actual: Vec<&str> = actual.lines().collect();
    let expected: Vec<&str> = expected.lines().collect();
    let line = actual
        .iter()
        .zip(&expected)
        .position(|(actual, expected)| actual != expected)
        .unwrap_or(actual.len().min(expected.len()));
    let mut shown = format!("  --> {file}:{}\n", line + 1);
    for before in actual.iter().take(line).skip(line.saturating_sub(CONTEXT)) {
        shown.push_str(&marked(' ', before));
    }
    for removed in actual.iter().skip(line).take(CONTEXT) {
        shown.push_str(&marked('-', removed));
    }
    for added in expected.iter().skip(line).take(CONTEXT) {
        shown.push_str(&marked('+', added));
    }
    shown.truncate(shown.trim_end_matches('\n').len());
    shown
}

fn marked(mark: char, line: &str) -> String {
    let short: String = line.chars().take(WIDTH).collect();
    format!("   | {mark}{short}\n")
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn first_difference_shows_its_neighbours() {
        let shown = first_difference("a.yaml", "1\n2\n3\nold\n5\n6\n", "1\n2\n3\nnew\n5\n6\n");
        assert_eq!(
            shown,
            "  --> a.yaml:4\n   |  2\n   |  3\n   | -old\n   | -5\n   | +new\n   | +5"
        );
    }

    #[test]
    fn first_difference_shows_unequal_ends() {
        assert_eq!(
            first_difference("a", "1\n", "1\n2\n"),
            "  --> a:2\n   |  1\n   | +2"
        );
        assert_eq!(
            first_difference("a", "1\n2\n", "1\n"),
            "  --> a:2\n   |  1\n   | -2"
        );
        assert_eq!(first_difference("a", "1", "1\n"), "  --> a:2\n   |  1");
    }
}
