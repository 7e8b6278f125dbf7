//! The files of spec folders: reading them from disk, and the names that may become their paths.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::fault::{SpecFault, SpecFaults};

/// Texts by path below `specs/`, with `/` between the parts.
pub type Files = BTreeMap<String, String>;

/// File with the hand-written corrections of a spec.
pub const OVERRIDES: &str = "overrides.yaml";
/// File with the things that have vanished from the documentation.
pub const RETIRED: &str = "retired.yaml";

/// Folders in `specs/` that belong to no service.
const OTHER_FOLDERS: [&str; 2] = ["sources", "changelog"];

/// Maximum length of a name that becomes a file name, well below the limits of file systems.
const MAX_LENGTH: usize = 100;

/// Reads the files of all spec folders below `root`. Skips pages, release notes, hidden folders and
/// the files directly in `root`, because they belong to no service.
///
/// # Errors
///
/// Returns a fault for each file that can't be read or isn't UTF-8.
pub fn read_files(root: &Path) -> Result<Files, SpecFaults> {
    let (files, faults) = read_sound_files(root)?;
    SpecFaults::check(faults.into_iter().map(|(_, fault)| fault).collect())?;
    Ok(files)
}

/// Reads the files of all spec folders below `root` as [`read_files`] does. Also returns the fault
/// of each file that can't be read or isn't UTF-8, with its path.
///
/// # Errors
///
/// Returns a fault if a folder can't be read.
pub fn read_sound_files(root: &Path) -> Result<(Files, Vec<(String, SpecFault)>), SpecFault> {
    let mut files = Files::new();
    let mut faults = Vec::new();
    for entry in entries(root)? {
        let is_service = |name: &OsStr| {
            let name = name.to_string_lossy();
            !name.starts_with('.') && !OTHER_FOLDERS.contains(&name.as_ref())
        };
        if entry.is_dir() && entry.file_name().is_some_and(is_service) {
            collect(root, &entry, &mut files, &mut faults)?;
        }
    }
    Ok((files, faults))
}

fn collect(
    root: &Path,
    folder: &Path,
    files: &mut Files,
    faults: &mut Vec<(String, SpecFault)>,
) -> Result<(), SpecFault> {
    for path in entries(folder)? {
        if path.is_dir() {
            collect(root, &path, files, faults)?;
            continue;
        }
        match fs::read_to_string(&path) {
            Ok(text) => {
                files.insert(relative(root, &path), text);
            }
            Err(error) => faults.push((relative(root, &path), unreadable(&path, &error))),
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, SpecFault> {
    let listing = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let mut paths = Vec::new();
    for entry in listing {
        paths.push(entry.map_err(|error| unreadable(folder, &error))?.path());
    }
    paths.sort();
    Ok(paths)
}

fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

fn unreadable(path: &Path, error: &io::Error) -> SpecFault {
    SpecFault::in_file(
        path.display().to_string(),
        format!("can't be read: {error}"),
        "spec files must be UTF-8 text that the current user may read",
    )
}

/// Returns whether the name is a service's: a lower-case letter, then lower-case letters, digits
/// and hyphens, such as `cvm-intl`. Such a name is safe in a path.
pub fn is_service_name(name: &str) -> bool {
    name.len() <= MAX_LENGTH
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Returns whether the text has the shape of a date, `2017-03-12`, as all API versions have.
pub fn is_date(text: &str) -> bool {
    let shape = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c });
    shape.eq("0000-00-00".chars())
}

/// Returns whether the name is an action's: a letter, then letters, digits and underscores. Such a
/// name is safe in a path.
pub fn is_action_name(name: &str) -> bool {
    name.len() <= MAX_LENGTH
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_names_are_accepted() {
        assert!(is_service_name("cvm") && is_service_name("ess-basic") && is_service_name("a3"));
        assert!(is_date("2017-03-12"));
        assert!(is_action_name("DescribeInstances") && is_action_name("Describe_V2"));
    }

    #[test]
    fn unsafe_path_parts_are_refused() {
        for name in [
            "", ".", "..", "../x", "a/b", "a\\b", "a b", "a\0", "ä", "C:", "-x", "_x",
        ] {
            assert!(!is_service_name(name), "{name:?}");
            assert!(!is_date(name), "{name:?}");
            assert!(!is_action_name(name), "{name:?}");
        }
        assert!(!is_action_name(&"A".repeat(101)));
        assert!(!is_date("2017-03-12/.."));
        assert!(!is_date("2017/03/12"));
    }
}
