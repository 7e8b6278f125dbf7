//! Machine-written files: written as one transaction, or compared with the contents to write.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Error, Result, bail};
use disk::{is_leftover, read_start};
use stdio::tell;
use transaction::{Changes as Writes, Durability, Writer};

use crate::difference::first_difference;

/// The choice between writing files and comparing them.
#[derive(Clone, Copy)]
pub enum Mode<'w> {
    /// Write the files that differ.
    Write(&'w Writer<'w>),
    /// Fail at the first file that differs.
    Check,
}

/// The files that belong below a folder.
pub struct Tree<'a> {
    /// The folder, by its path below the workspace: `specs`. Empty for the workspace itself, of
    /// which only `files` count.
    pub name: &'a str,
    /// The contents by path below the folder, with `/` between the parts.
    pub files: Contents<'a>,
    /// Returns whether the command may delete a file that isn't in `files`.
    pub owns: &'a (dyn Fn(&str) -> bool + Sync),
    /// Returns whether a machine-written file of this path carries a mark. A file without its mark
    /// is somebody's work, which the command neither replaces nor deletes.
    pub marks: &'a (dyn Fn(&str) -> bool + Sync),
    /// True if people keep no files here, so that one is an error. Otherwise it stays.
    pub is_exclusive: bool,
    /// The file that is replaced after all others, because it describes them.
    pub last: &'a str,
    /// The command that writes the files.
    pub command: &'a str,
    /// The kind of failure that new files survive.
    pub durability: Durability,
}

impl Tree<'_> {
    /// Returns the path of a file below the workspace.
    pub fn path(&self, path: &str) -> String {
        if self.name.is_empty() {
            return path.to_owned();
        }
        format!("{}/{path}", self.name)
    }
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
    /// Returns the content of a file.
    pub fn get(self, path: &str) -> Option<&'a [u8]> {
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

/// Writes some files below `specs/` that people may edit too, and leaves all others alone.
///
/// # Errors
/// Fails if a file can't be written.
pub fn write_files(
    writer: &Writer<'_>,
    files: &BTreeMap<String, String>,
    command: &str,
) -> Result<()> {
    let tree = Tree {
        name: "specs",
        files: Contents::Texts(files),
        owns: &|_| false,
        marks: &|_| false,
        is_exclusive: false,
        last: "",
        command,
        durability: Durability::PowerFailure,
    };
    write_trees(writer.root(), &[tree], Mode::Write(writer)).map(|_| ())
}

/// Writes the files that differ and removes those that no longer belong, all or none. In
/// [`Mode::Check`], fails at the first of them instead.
///
/// # Errors
/// Fails if a file can't be read or written, isn't a regular one, would replace somebody's work, or
/// is out of date in [`Mode::Check`].
pub fn write_trees(root: &Path, trees: &[Tree<'_>], mode: Mode<'_>) -> Result<Vec<Changes>> {
    let mut all = Vec::new();
    let mut strangers = Vec::new();
    for tree in trees {
        let folder = root.join(tree.name);
        let found = found_in(tree, &folder)?;
        let changes = compare(tree, &folder, &found)?;
        strangers.extend(foreign_files(tree, &folder, &found, &changes)?);
        all.push(changes);
    }
    refuse(&strangers)?;
    match mode {
        Mode::Check => {
            for (tree, changes) in trees.iter().zip(&all) {
                check(tree, &root.join(tree.name), changes)?;
            }
        }
        Mode::Write(writer) => write(writer, trees, &all)?,
    }
    Ok(all)
}

/// Returns the paths of a tree's files on the disk.
fn found_in(tree: &Tree<'_>, folder: &Path) -> Result<BTreeSet<String>> {
    if !tree.name.is_empty() {
        return files_below(folder);
    }
    let paths = tree.files.all().into_iter().map(|(path, _)| path.clone());
    Ok(paths.filter(|path| folder.join(path).is_file()).collect())
}

fn write(writer: &Writer<'_>, trees: &[Tree<'_>], all: &[Changes]) -> Result<()> {
    let mut writes = Writes::default();
    for (tree, changes) in trees.iter().zip(all) {
        let in_workspace = |path: &str| tree.path(path);
        for path in &changes.written {
            let content = tree.files.get(path).unwrap_or_default();
            if path == tree.last {
                writes.write_last(in_workspace(path), content);
            } else {
                writes.write(in_workspace(path), content, tree.durability);
            }
        }
        for path in &changes.removed {
            writes.remove(in_workspace(path), tree.name);
        }
        if tree.name.is_empty() {
            continue;
        }
        // Those of older scrapes in specs/sources/ aren't ours.
        for path in leftovers_below(&writer.root().join(tree.name))? {
            let target = is_leftover(&path).unwrap_or_default();
            if (tree.owns)(&target) || tree.files.has(&target) {
                writes.remove(in_workspace(&path), tree.name);
            } else if !path.starts_with("sources/") {
                let path = in_workspace(&path);
                tell!("note: {path} is left over from an interrupted run: delete it");
            }
        }
    }
    Ok(writer.commit(&writes)?)
}

fn compare(tree: &Tree<'_>, folder: &Path, found: &BTreeSet<String>) -> Result<Changes> {
    let mut changes = Changes::default();
    let all = tree.files.all();
    let equal = parallel::map(&all, |(path, content)| {
        Ok::<_, Error>(found.contains(*path) && holds(&folder.join(path), content)?)
    });
    for ((path, _), equal) in all.into_iter().zip(equal) {
        if equal? {
            changes.unchanged += 1;
        } else {
            changes.written.push(path.clone());
        }
    }
    for path in found {
        if !tree.files.has(path) && (tree.owns)(path) && carries_mark(tree, folder, path)? {
            changes.removed.push(path.clone());
        }
    }
    Ok(changes)
}

/// Returns whether a file has this content. Reads nothing of a file with another length.
fn holds(path: &Path, content: &[u8]) -> Result<bool> {
    let (length, start) = read_start(path, content.len())?;
    Ok(usize::try_from(length).is_ok_and(|length| length == content.len()) && start == content)
}

/// The marks of machine-written files, each after the signs that open a comment.
const MARKS: [&str; 2] = ["@generated by `cargo xtask ", "Written by `cargo xtask "];

/// The signs that open a comment.
const COMMENTS: [char; 6] = ['/', '#', '<', '!', '-', ' '];

/// The bytes in which a mark is.
const MARK_WITHIN: usize = 1024;

/// Returns whether a file is machine-written. Pages are, and have no mark.
fn carries_mark(tree: &Tree<'_>, folder: &Path, path: &str) -> Result<bool> {
    if !(tree.marks)(path) {
        return Ok(true);
    }
    let (_, start) = read_start(&folder.join(path), MARK_WITHIN)?;
    let start = String::from_utf8_lossy(&start);
    // The first lines, in case a merge left its own above the mark.
    let mut first = start.lines().take(3);
    Ok(first.any(|line| {
        let is_comment = line.starts_with(COMMENTS);
        let text = line.trim_start_matches(COMMENTS);
        // The sentence of `retired.yaml` before its mark says what the file is for.
        is_comment
            && MARKS
                .iter()
                .any(|mark| text.starts_with(mark) || text.contains(&format!(". {mark}")))
    }))
}

/// Returns the files that the run would replace although somebody else wrote them. In an exclusive
/// folder, all such files.
fn foreign_files(
    tree: &Tree<'_>,
    folder: &Path,
    found: &BTreeSet<String>,
    changes: &Changes,
) -> Result<Vec<String>> {
    let replaced = changes.written.iter().filter(|path| found.contains(*path));
    let removed: BTreeSet<&String> = changes.removed.iter().collect();
    let strays = found.iter().filter(|path| {
        tree.is_exclusive && !tree.files.has(path) && (tree.owns)(path) && !removed.contains(path)
    });
    let mut foreign: Vec<String> = strays.map(|path| tree.path(path)).collect();
    for path in replaced {
        if !carries_mark(tree, folder, path)? && !is_blank(&folder.join(path))? {
            foreign.push(tree.path(path));
        }
    }
    Ok(foreign)
}

/// Returns whether a file begins with nothing: a power failure leaves such files.
fn is_blank(path: &Path) -> Result<bool> {
    let (_, start) = read_start(path, MARK_WITHIN)?;
    Ok(start.iter().all(|byte| *byte == 0))
}

/// The most foreign files that a message names.
const NAMED: usize = 12;

fn refuse(foreign: &[String]) -> Result<()> {
    let named: Vec<&str> = foreign.iter().take(NAMED).map(String::as_str).collect();
    let more = match foreign.len().saturating_sub(NAMED) {
        0 => String::new(),
        count => format!("\n  and {count} more"),
    };
    let subject = match named[..] {
        [] => return Ok(()),
        [path] => {
            format!("{path} isn't machine-written, but its place is for machine-written files")
        }
        _ => format!(
            "these files aren't machine-written, but their places are for machine-written files:\n  \
             {}{more}",
            named.join("\n  ")
        ),
    };
    bail!(
        "error: {subject}\n  = help: move your own files elsewhere; delete those that you don't need, \
         because this command replaces and deletes only files that begin with its own mark"
    )
}

fn check(tree: &Tree<'_>, folder: &Path, changes: &Changes) -> Result<()> {
    let fix = format!("run `{}` and commit what it changes", tree.command);
    let others = (changes.written.len() + changes.removed.len()).saturating_sub(1);
    let more = match others {
        0 => String::new(),
        1 => "\n  = note: one more file differs".to_owned(),
        _ => format!("\n  = note: {others} more files differ"),
    };
    if let Some(path) = changes.written.first() {
        let name = tree.path(path);
        let expected = String::from_utf8_lossy(tree.files.get(path).unwrap_or_default());
        let (problem, shown) = match disk::read_text(&folder.join(path)) {
            Ok(actual) => (
                "is out of date",
                first_difference(&name, &actual, &expected),
            ),
            Err(error) if error.is_absent() => ("is missing", format!("  --> {name}")),
            Err(_) => ("is out of date", format!("  --> {name}")),
        };
        bail!("error: {name} {problem}\n{shown}{more}\n  = help: {fix}");
    }
    if let Some(path) = changes.removed.first() {
        let name = tree.path(path);
        bail!("error: {name} no longer belongs\n  --> {name}{more}\n  = help: {fix}");
    }
    Ok(())
}

/// Returns the paths of all files below a folder, or an empty set if it doesn't exist. Skips hidden
/// files, cargo's output, and what killed runs of older versions left.
///
/// # Errors
/// Fails if a folder can't be read, or holds a link, a pipe or a device.
pub fn files_below(folder: &Path) -> Result<BTreeSet<String>> {
    let is_skipped = |name: &str| is_apart(name) || is_leftover(name).is_some();
    Ok(disk::files_below(folder, &is_skipped)?)
}

/// Returns the temporary files that killed runs of older versions left below a folder.
fn leftovers_below(folder: &Path) -> Result<BTreeSet<String>> {
    let is_skipped = |name: &str| is_apart(name) && is_leftover(name).is_none();
    let mut found = disk::files_below(folder, &is_skipped)?;
    found.retain(|path| is_leftover(path).is_some());
    Ok(found)
}

/// Returns whether a file or folder is hidden, or cargo's.
fn is_apart(name: &str) -> bool {
    name.starts_with('.') || name == "target" || name == "Cargo.lock"
}
