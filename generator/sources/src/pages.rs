//! Reads the scraped pages and checks them against the manifest.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fmt, fs};

use disk::{files_below, is_leftover, sha256};

use crate::SourceEntry;
use crate::page_path::service_and_language;
use spec::fault::{SpecFault, SpecFaults};

/// Pages by their path below `specs/sources/`.
pub type Pages = BTreeMap<String, Vec<u8>>;

/// Reads all files below a folder such as `specs/sources/`, except hidden ones and those that
/// killed runs of older versions left behind.
///
/// # Errors
///
/// Fails with the path of the first file or folder that isn't a regular one, is too large, or can't
/// be read.
pub fn read_pages(root: &Path) -> Result<Pages, SpecFault> {
    // The listing of an absent folder is empty, but a manifest needs its folder.
    fs::metadata(root).map_err(|error| unreadable(root, &error))?;
    let is_skipped = |name: &str| name.starts_with('.') || is_leftover(name).is_some();
    let files = files_below(root, &is_skipped);
    let files = files.map_err(|error| unreadable(&error.path, &error.reason))?;
    let mut pages = Pages::new();
    for file in files {
        let bytes = disk::read(&root.join(&file));
        let bytes = bytes.map_err(|error| unreadable(&error.path, &error.reason))?;
        pages.insert(file, bytes);
    }
    Ok(pages)
}

fn unreadable(path: &Path, reason: &dyn fmt::Display) -> SpecFault {
    SpecFault::in_file(
        path.display().to_string(),
        format!("the page cannot be read: {reason}"),
        "make the page a file that you may read",
    )
}

/// A page and its manifest entry, verified against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked<'a> {
    /// The manifest's entry.
    pub entry: &'a SourceEntry,
    /// The page's bytes.
    pub bytes: &'a [u8],
}

/// A disagreement between a page and the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFault {
    /// The page's path below `specs/sources/`.
    pub file: String,
    /// The service that the manifest or the page's path names.
    pub service: Option<String>,
    /// The disagreement.
    pub fault: SpecFault,
}

/// The pages that agree with the manifest, and the faults of the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sound<'a> {
    /// The pages with their entries, sorted by file.
    pub pages: Vec<Checked<'a>>,
    /// All disagreements.
    pub faults: Vec<PageFault>,
}

/// Returns the pages with their entries, sorted by file.
///
/// `text` is the manifest that `entries` were parsed from, and `manifest` its path, both for
/// messages.
///
/// # Errors
///
/// Fails unless every page has exactly one entry, every entry has a page, and every digest matches.
/// The error lists all disagreements.
pub fn check<'a>(
    manifest: &str,
    text: &str,
    entries: &'a [SourceEntry],
    pages: &'a Pages,
) -> Result<Vec<Checked<'a>>, SpecFaults> {
    let sound = check_each(manifest, text, entries, pages);
    let faults = sound.faults.into_iter().map(|page| page.fault);
    SpecFaults::check(faults.collect())?;
    Ok(sound.pages)
}

/// Compares pages and manifest as [`check`] does, and returns the pages that agree.
pub fn check_each<'a>(
    manifest: &str,
    text: &str,
    entries: &'a [SourceEntry],
    pages: &'a Pages,
) -> Sound<'a> {
    let folder = manifest
        .strip_suffix(".yaml")
        .unwrap_or("sources")
        .to_owned();
    let paths = Paths { manifest, folder };
    let mut faults = Vec::new();
    let mut checked = BTreeMap::new();
    for entry in entries {
        let of_entry = |fault| PageFault {
            file: entry.file.clone(),
            service: Some(entry.service.clone()),
            fault,
        };
        let page = match check_entry(&paths, text, entry, pages) {
            Ok(page) => Some(page),
            Err(fault) => {
                faults.push(of_entry(fault));
                None
            }
        };
        // A faulty page keeps its place: it shows whether the file has a second entry.
        if checked.insert(&entry.file, page).is_some() {
            faults.push(of_entry(duplicate(&paths, text, entry)));
        }
    }
    let unknown = pages.keys().filter(|file| !checked.contains_key(file));
    faults.extend(unknown.map(|file| PageFault {
        file: file.clone(),
        service: service_and_language(file).map(|(service, _)| service),
        fault: unrecorded(&paths, file),
    }));
    let pages = checked.into_values().flatten().collect();
    Sound { pages, faults }
}

/// The paths that messages name.
struct Paths<'a> {
    manifest: &'a str,
    /// The folder of the pages.
    folder: String,
}

fn check_entry<'a>(
    paths: &Paths<'_>,
    text: &str,
    entry: &'a SourceEntry,
    pages: &'a Pages,
) -> Result<Checked<'a>, SpecFault> {
    let Some(bytes) = pages.get(&entry.file) else {
        return Err(SpecFault::in_file(
            paths.manifest,
            format!("the page `{}/{}` is missing", paths.folder, entry.file),
            "restore the page, or drop its entry with `cargo xtask sources --accept`",
        )
        .at_key(text, "file", &entry.file, 0));
    };
    let found = sha256(bytes);
    if found == entry.sha256 {
        return Ok(Checked { entry, bytes });
    }
    Err(SpecFault::in_file(
        format!("{}/{}", paths.folder, entry.file),
        format!(
            "the page differs from the recorded one: its sha256 is {found}, {} records {}",
            paths.manifest, entry.sha256
        ),
        "do not edit pages: restore the recorded one with `git checkout`, \
         or accept a newly scraped one with `cargo xtask sources --accept`",
    ))
}

fn duplicate(paths: &Paths<'_>, text: &str, entry: &SourceEntry) -> SpecFault {
    SpecFault::in_file(
        paths.manifest,
        format!("`{}` has two entries", entry.file),
        "delete one of the two entries",
    )
    .at_key(text, "file", &entry.file, 1)
}

fn unrecorded(paths: &Paths<'_>, file: &str) -> SpecFault {
    SpecFault::in_file(
        format!("{}/{file}", paths.folder),
        format!("the page has no entry in {}", paths.manifest),
        "record it with `cargo xtask sources --accept`, or delete the page",
    )
}
