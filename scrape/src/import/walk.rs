//! The files that an input names.

use std::fs;
use std::path::{Path, PathBuf};

use crate::options::Input;

/// A file, and where it lies in the folder that was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// The folders between the named one and the file.
    pub(super) folders: Vec<String>,
    /// The file's name without its extension.
    pub(super) name: String,
}

/// Folders nested deeper than this are a loop or no documentation.
const DEEPEST: usize = 32;

/// The file itself, or all files below the folder, sorted; hidden ones are no pages.
pub(super) fn files(input: &Input) -> Result<Vec<Found>, String> {
    let path = &input.path;
    if path.is_file() {
        return Ok(vec![found(path, &[])]);
    }
    let mut all = Vec::new();
    collect(path, &mut Vec::new(), &mut all)?;
    Ok(all)
}

fn collect(folder: &Path, above: &mut Vec<String>, all: &mut Vec<Found>) -> Result<(), String> {
    let fail = |error| format!("can't read {}: {error}", folder.display());
    if above.len() > DEEPEST {
        return Err(format!("{} is nested too deeply", folder.display()));
    }
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        paths.push(entry.map_err(fail)?.path());
    }
    paths.sort();
    for path in paths {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            above.push(name);
            collect(&path, above, all)?;
            above.pop();
        } else {
            all.push(found(&path, above));
        }
    }
    Ok(())
}

fn found(path: &Path, folders: &[String]) -> Found {
    Found {
        path: path.to_owned(),
        folders: folders.to_owned(),
        name: path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
    }
}
