//! The files of spec folders, as they are on the disk.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fmt, fs};

use disk::Kind;

use crate::fault::{SpecFault, SpecFaults};

/// Texts by path below `specs/`, with `/` between the parts.
pub type Files = BTreeMap<String, String>;

/// File with the hand-written corrections of a spec.
pub const OVERRIDES: &str = "overrides.yaml";
/// File with the things that have vanished from the documentation.
pub const RETIRED: &str = "retired.yaml";

/// File with the behaviour of a service: machine-written, with entries by hand.
pub const BEHAVIOUR: &str = "behaviour.yaml";

/// File with the version of a crate: next to a product's spec folders, or in `specs/` for the crate
/// that re-exports all products.
pub const CRATE: &str = "crate.yaml";
/// Folder with the notes on a crate's releases, next to its [`CRATE`].
pub const CHANGELOG: &str = "changelog";

/// Folders in `specs/` that belong to no service.
pub(crate) const OTHER_FOLDERS: [&str; 2] = ["sources", CHANGELOG];

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
/// Returns a fault if a folder can't be read, or is a link.
pub fn read_sound_files(root: &Path) -> Result<(Files, Vec<(String, SpecFault)>), SpecFault> {
    let mut files = Files::new();
    let mut faults = Vec::new();
    for entry in entries(root)? {
        let is_service = |name: &OsStr| {
            let name = name.to_string_lossy();
            !name.starts_with('.') && !OTHER_FOLDERS.contains(&name.as_ref())
        };
        if !entry.file_name().is_some_and(is_service) {
            continue;
        }
        match Kind::at(&entry).map_err(|error| unreadable(&entry, &error))? {
            Kind::File => {}
            _ => collect(root, &entry, &mut files, &mut faults)?,
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
        if Kind::at(&path).is_ok_and(|kind| kind == Kind::Folder) {
            collect(root, &path, files, faults)?;
            continue;
        }
        let below = relative(root, &path);
        // Killed runs of older versions left these.
        if disk::is_leftover(&below).is_some() {
            continue;
        }
        match disk::read_text(&path) {
            Ok(text) => {
                files.insert(below, text);
            }
            Err(error) => faults.push((below, unreadable(&path, &error.reason))),
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, SpecFault> {
    let kind = Kind::at(folder).map_err(|error| unreadable(folder, &error))?;
    if kind != Kind::Folder {
        return Err(unreadable(folder, &disk::Reason::Kind(kind)));
    }
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

fn unreadable(path: &Path, error: &dyn fmt::Display) -> SpecFault {
    SpecFault::in_file(
        path.display().to_string(),
        format!("can't be read: {error}"),
        "spec files must be UTF-8 text that the current user may read",
    )
}
