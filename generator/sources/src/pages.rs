//! The scraped pages, and whether they are the pages that the manifest records.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use sha2::{Digest, Sha256};

use crate::SourceEntry;
use spec::fault::{SpecFault, SpecFaults};

/// Pages by their path below `specs/sources/`.
pub type Pages = BTreeMap<String, Vec<u8>>;

/// All files below a folder such as `specs/sources/`; hidden ones are no pages.
pub fn read_pages(root: &Path) -> Result<Pages, SpecFault> {
    let mut pages = Pages::new();
    collect(root, "", &mut pages).map_err(|(path, error)| {
        SpecFault::of_file(
            format!("{}/{path}", root.display()),
            format!("can't be read: {error}"),
            "pages are files that this user may read",
        )
    })?;
    Ok(pages)
}

fn collect(root: &Path, below: &str, pages: &mut Pages) -> Result<(), (String, io::Error)> {
    let fail = |error| (below.to_owned(), error);
    for entry in fs::read_dir(root.join(below)).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = match below {
            "" => name,
            _ => format!("{below}/{name}"),
        };
        if entry.path().is_dir() {
            collect(root, &path, pages)?;
            continue;
        }
        let bytes = fs::read(entry.path()).map_err(|error| (path.clone(), error))?;
        pages.insert(path, bytes);
    }
    Ok(())
}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String never fails.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The manifest's path below `specs/`, and the place of the pages, for messages.
struct Names<'a> {
    manifest: &'a str,
    folder: String,
}

/// A page and what is recorded of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked<'a> {
    /// What is recorded.
    pub entry: &'a SourceEntry,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// The pages with their entries, sorted by file, if manifest and pages agree: every page has one
/// entry, every entry has a page, and every page is the one that was recorded.
pub fn check<'a>(
    manifest: &str,
    text: &str,
    entries: &'a [SourceEntry],
    pages: &'a Pages,
) -> Result<Vec<Checked<'a>>, SpecFaults> {
    let folder = manifest
        .strip_suffix(".yaml")
        .unwrap_or("sources")
        .to_owned();
    let names = Names { manifest, folder };
    let mut faults = Vec::new();
    let mut checked = BTreeMap::new();
    for entry in entries {
        let page = check_entry(&names, text, entry, pages).unwrap_or_else(|fault| {
            faults.push(fault);
            Checked { entry, bytes: &[] }
        });
        if checked.insert(&entry.file, page).is_some() {
            faults.push(twice(&names, text, entry));
        }
    }
    let recorded: BTreeSet<&String> = entries.iter().map(|entry| &entry.file).collect();
    let unknown = pages.keys().filter(|file| !recorded.contains(file));
    faults.extend(unknown.map(|file| unrecorded(&names, file)));
    SpecFault::none_of(faults)?;
    Ok(checked.into_values().collect())
}

fn check_entry<'a>(
    names: &Names<'_>,
    text: &str,
    entry: &'a SourceEntry,
    pages: &'a Pages,
) -> Result<Checked<'a>, SpecFault> {
    let Some(bytes) = pages.get(&entry.file) else {
        return Err(SpecFault::of_file(
            names.manifest,
            format!("there is no page `{}/{}`", names.folder, entry.file),
            "bring the page back, or drop the entry with `cargo xtask sources --accept`",
        )
        .at_key(text, "file", &entry.file, 0));
    };
    let found = sha256(bytes);
    if found == entry.sha256 {
        return Ok(Checked { entry, bytes });
    }
    Err(SpecFault::of_file(
        format!("{}/{}", names.folder, entry.file),
        format!(
            "the page is not the one that was recorded: its sha256 is {found}, {} records {}",
            names.manifest, entry.sha256
        ),
        "pages are never edited: bring the recorded one back with `git checkout`, \
         or accept a newly scraped one with `cargo xtask sources --accept`",
    ))
}

fn twice(names: &Names<'_>, text: &str, entry: &SourceEntry) -> SpecFault {
    SpecFault::of_file(
        names.manifest,
        format!("`{}` has two entries", entry.file),
        "delete one of them",
    )
    .at_key(text, "file", &entry.file, 1)
}

fn unrecorded(names: &Names<'_>, file: &str) -> SpecFault {
    SpecFault::of_file(
        format!("{}/{file}", names.folder),
        format!("the page has no entry in {}", names.manifest),
        "record it with `cargo xtask sources --accept`, or delete the page",
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn digests_are_the_standard_ones() {
        assert_eq!(
            super::sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
