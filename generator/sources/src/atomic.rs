//! Atomic replacement of files: a reader finds the old bytes or the new ones, never a part.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The end of a temporary file's hidden name: `.page.html.part`.
const TEMPORARY: &str = ".part";

/// Replaces a file, and creates the folders above it.
///
/// If this fails or the process is killed, the old file stays.
///
/// # Errors
///
/// Fails if a folder cannot be created, or if the file cannot be written.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    Staged::new(path, bytes, Durability::PowerFailure)?.commit()
}

/// The failure that a new file survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// A kill of the process. A power failure may leave an empty file, which costs nothing if the
    /// file can be generated again.
    Kill,
    /// A power failure: the bytes are on the disk before the file gets its name.
    PowerFailure,
}

/// A complete file under a temporary name in its final folder.
///
/// Dropping it removes the temporary file.
#[derive(Debug)]
#[must_use = "the file is removed unless it is committed"]
pub struct Staged {
    temporary: PathBuf,
    path: PathBuf,
}

impl Staged {
    /// Writes the bytes under a temporary name next to `path`, and creates the folders above it.
    ///
    /// # Errors
    ///
    /// Fails if a folder cannot be created, or if the file cannot be written.
    pub fn new(path: &Path, bytes: &[u8], durability: Durability) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let staged = Self {
            temporary: path.with_file_name(format!(".{name}{TEMPORARY}")),
            path: path.to_owned(),
        };
        let mut file = File::create(&staged.temporary)?;
        file.write_all(bytes)?;
        if durability == Durability::PowerFailure {
            file.sync_all()?;
        }
        Ok(staged)
    }

    /// Returns the final path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Waits until the bytes are on the disk, for files staged with [`Durability::Kill`].
    ///
    /// # Errors
    ///
    /// Fails if the temporary file cannot be opened, or if the disk fails.
    pub fn sync(&self) -> io::Result<()> {
        File::open(&self.temporary)?.sync_all()
    }

    /// Moves the file to its final name, in place of an older one.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be renamed.
    pub fn commit(self) -> io::Result<()> {
        fs::rename(&self.temporary, &self.path)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // After a commit there is nothing to remove. `remove_leftovers` removes what stays.
        let _ = fs::remove_file(&self.temporary);
    }
}

/// Removes the temporary files that killed processes left below a folder, if `is_ours` accepts the
/// file that each would have replaced. Another process may still write the others.
pub fn remove_leftovers(folder: &Path, is_ours: &dyn Fn(&Path) -> bool) {
    let Ok(listing) = fs::read_dir(folder) else {
        return;
    };
    for entry in listing.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            remove_leftovers(&entry.path(), is_ours);
            continue;
        }
        let target = name.strip_prefix('.');
        let target = target.and_then(|name| name.strip_suffix(TEMPORARY));
        if target.is_some_and(|name| is_ours(&folder.join(name))) {
            // A hidden file that can't be removed does no harm.
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An empty folder that is removed at the end of the test.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let name = format!("sources-atomic-{}-{name}", std::process::id());
            let path = std::env::temp_dir().join(name);
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }

        fn names(&self) -> Vec<String> {
            let entries = fs::read_dir(&self.0).unwrap();
            let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
            let mut names: Vec<String> = names.collect();
            names.sort();
            names
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn write_replaces_whole_files() {
        let folder = Folder::new("write");
        let path = folder.0.join("a.txt");
        write(&path, b"a long first text").unwrap();
        write(&path, b"short").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"short");
        assert_eq!(folder.names(), ["a.txt"]);
        let nested = folder.0.join("b/c/d.txt");
        write(&nested, b"x").unwrap();
        assert_eq!(fs::read(nested).unwrap(), b"x");
    }

    #[test]
    fn dropped_file_keeps_old_one() {
        let folder = Folder::new("drop");
        let path = folder.0.join("a.txt");
        write(&path, b"old").unwrap();
        let staged = Staged::new(&path, b"new", Durability::Kill).unwrap();
        assert_eq!(folder.names(), [".a.txt.part", "a.txt"]);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        drop(staged);
        assert_eq!(folder.names(), ["a.txt"]);
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[test]
    fn failed_write_leaves_nothing() {
        let folder = Folder::new("fail");
        let path = folder.0.join("a.txt");
        fs::create_dir_all(path.join("occupied")).unwrap();
        write(&path, b"new").unwrap_err();
        assert_eq!(folder.names(), ["a.txt"]);
    }

    #[test]
    fn leftovers_are_removed() {
        let folder = Folder::new("leftovers");
        for name in [
            "sub/.a.html.part",
            "sub/.other.html.part",
            "sub/a.html",
            ".hidden",
            "b.part",
        ] {
            write(&folder.0.join(name), b"x").unwrap();
        }
        remove_leftovers(&folder.0, &|target| !target.ends_with("other.html"));
        assert_eq!(folder.names(), [".hidden", "b.part", "sub"]);
        assert!(!folder.0.join("sub/.a.html.part").exists());
        assert!(folder.0.join("sub/.other.html.part").exists());
        assert!(folder.0.join("sub/a.html").exists());
    }
}
