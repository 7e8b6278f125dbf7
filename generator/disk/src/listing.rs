//! The files below a folder, which must be regular ones.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::{Kind, Reason, Unreadable};

/// The deepest nesting of folders.
const DEEPEST: usize = 32;

/// The ends of the temporary files that killed runs of older versions left next to their targets.
const LEFTOVERS: [&str; 2] = [".xtask-new", ".part"];

/// Returns the path of the file that a left-over temporary file would have replaced:
/// `src/lib.rs.xtask-new`, or `src/.lib.rs.part`. Returns `None` for any other path.
pub fn is_leftover(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let [visible, hidden] = LEFTOVERS;
    let target = match name.strip_suffix(visible) {
        Some(target) => target,
        None => name.strip_prefix('.')?.strip_suffix(hidden)?,
    };
    if target.is_empty() {
        return None;
    }
    if folder.is_empty() {
        return Some(target.to_owned());
    }
    Some(format!("{folder}/{target}"))
}

/// Returns the paths of all files below a folder, with `/` between the parts. A folder that
/// doesn't exist has none.
///
/// `is_skipped` gets the name of each file and folder, and says whether to leave it out.
///
/// # Errors
///
/// Fails at the first entry that is neither a file nor a folder, and at the first folder that
/// can't be read.
pub fn files_below(
    root: &Path,
    is_skipped: &dyn Fn(&str) -> bool,
) -> Result<BTreeSet<String>, Unreadable> {
    let mut found = BTreeSet::new();
    match Kind::at(root) {
        Ok(Kind::Folder) => {}
        Ok(other) => return Err(Unreadable::new(root, Reason::Kind(other))),
        Err(error) => {
            let error = Unreadable::new(root, error);
            return if error.is_absent() {
                Ok(found)
            } else {
                Err(error)
            };
        }
    }
    let mut folders = vec![(String::new(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let path = root.join(&folder);
        if depth > DEEPEST {
            return Err(Unreadable::new(&path, Reason::TooDeep));
        }
        let failed = |error| Unreadable::new(&path, Reason::System(error));
        for entry in fs::read_dir(&path).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name();
            if is_skipped(&name.to_string_lossy()) {
                continue;
            }
            let name = name
                .to_str()
                .ok_or_else(|| Unreadable::new(&entry.path(), Reason::Name))?;
            let below = if folder.is_empty() {
                name.to_owned()
            } else {
                format!("{folder}/{name}")
            };
            match Kind::of(entry.file_type().map_err(failed)?) {
                Kind::Folder => folders.push((below, depth + 1)),
                Kind::File => {
                    found.insert(below);
                }
                other => return Err(Unreadable::new(&entry.path(), Reason::Kind(other))),
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(root: &Path) -> Result<Vec<String>, Unreadable> {
        let is_hidden = |name: &str| name.starts_with('.');
        Ok(files_below(root, &is_hidden)?.into_iter().collect())
    }

    #[test]
    fn listing_has_files_of_all_folders() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("b/c")).unwrap();
        for file in ["a", ".hidden", "b/d", "b/c/e"] {
            fs::write(root.join(file), "").unwrap();
        }
        assert_eq!(listed(root).unwrap(), ["a", "b/c/e", "b/d"]);
        assert_eq!(listed(&root.join("absent")).unwrap(), [""; 0]);
    }

    #[test]
    fn deep_folders_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("a/".repeat(DEEPEST + 2))).unwrap();
        let error = listed(folder.path()).unwrap_err();
        assert!(matches!(error.reason, Reason::TooDeep), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_foreign_names_are_refused() {
        use std::os::unix::ffi::OsStrExt as _;
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().unwrap();
        let (root, elsewhere) = (folder.path().join("root"), folder.path().join("elsewhere"));
        fs::create_dir_all(&root).unwrap();
        fs::create_dir_all(&elsewhere).unwrap();
        symlink(&elsewhere, root.join(".hidden")).unwrap();
        assert_eq!(listed(&root).unwrap(), [""; 0]);
        symlink(&elsewhere, root.join("link")).unwrap();
        let error = listed(&root).unwrap_err();
        assert!(error.to_string().ends_with(
            "root/link: it is a symbolic link; put a regular file or folder in its place, or \
             delete it"
        ));
        // The folder itself, too.
        let error = listed(&root.join("link")).unwrap_err();
        assert!(matches!(error.reason, Reason::Kind(Kind::Link)), "{error}");

        fs::remove_file(root.join("link")).unwrap();
        fs::write(root.join(std::ffi::OsStr::from_bytes(b"a\xff")), "").unwrap();
        let error = listed(&root).unwrap_err();
        assert!(matches!(error.reason, Reason::Name), "{error}");
    }

    #[test]
    fn leftovers_name_their_targets() {
        let target = |path| is_leftover(path);
        assert_eq!(
            target("src/lib.rs.xtask-new").as_deref(),
            Some("src/lib.rs")
        );
        assert_eq!(target("src/.lib.rs.part").as_deref(), Some("src/lib.rs"));
        assert_eq!(target(".Cargo.toml.part").as_deref(), Some("Cargo.toml"));
        for other in [
            "src/lib.rs",
            "lib.rs.part",
            ".part",
            ".xtask-new",
            "a/.part",
        ] {
            assert_eq!(target(other), None, "{other}");
        }
    }
}
