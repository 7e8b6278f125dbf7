//! Whether the pages are those that the manifest records.

use std::collections::{BTreeMap, BTreeSet};

use super::{Pages, SourceEntry, sha256};
use spec::fault::{SpecFault, SpecFaults};

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
