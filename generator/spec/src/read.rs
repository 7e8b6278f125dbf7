//! Spec folders from disk.

use std::fs;
use std::path::Path;

use super::ServiceSpec;
use super::fault::{SpecFault, SpecFaults};
use super::tree::{Files, parse_tree};

/// The specs below a folder such as `specs/`, strictly checked.
pub fn read_tree(root: &Path) -> Result<Vec<ServiceSpec>, SpecFaults> {
    parse_tree(&root.display().to_string(), &read_files(root)?)
}

/// Folders in `specs/` that belong to no service.
const OTHERS: [&str; 2] = ["sources", "changelog"];

/// The files of all spec folders below `root`, by path. Pages, release notes, hidden folders and the files
/// that stand directly in `root` belong to no service.
pub fn read_files(root: &Path) -> Result<Files, SpecFaults> {
    let mut files = Files::new();
    let mut faults = Vec::new();
    for entry in entries(root)? {
        let is_other = |name: &std::ffi::OsStr| {
            let name = name.to_string_lossy();
            name.starts_with('.') || OTHERS.contains(&name.as_ref())
        };
        let is_service = entry.is_dir() && !entry.file_name().is_none_or(is_other);
        if is_service {
            collect(root, &entry, &mut files, &mut faults)?;
        }
    }
    SpecFault::none_of(faults)?;
    Ok(files)
}

fn collect(
    root: &Path,
    folder: &Path,
    files: &mut Files,
    faults: &mut Vec<SpecFault>,
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
            Err(error) => faults.push(unreadable(&path, &error)),
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<std::path::PathBuf>, SpecFault> {
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

fn unreadable(path: &Path, error: &std::io::Error) -> SpecFault {
    SpecFault::of_file(
        path.display().to_string(),
        format!("can't be read: {error}"),
        "spec files are UTF-8 text that this user may read",
    )
}
