//! Bringing the manifest up to date with the pages that are there.

use std::collections::BTreeMap;

use super::{Pages, SourceEntry, sha256};
use crate::page_path::service_and_language;
use document::Format;

/// The manifest brought up to date, and what had to change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accepted {
    /// One entry a page, sorted by file.
    pub entries: Vec<SourceEntry>,
    /// One line a change: `added x`, `changed y`, `dropped z`.
    pub changes: Vec<String>,
}

/// Records the pages as they are: new digests, entries for new pages, none for pages that are gone.
///
/// A new page's service and language come from its name, `<service>-<what>.<language>.<extension>`
/// with a `/` for the hyphen where the service has a folder; `format` says how a page is to be read.
pub fn accept(
    entries: &[SourceEntry],
    pages: &Pages,
    format: impl Fn(&str, &[u8]) -> Option<Format>,
) -> Result<Accepted, NotRecorded> {
    let known: BTreeMap<&str, &SourceEntry> = entries
        .iter()
        .map(|entry| (entry.file.as_str(), entry))
        .collect();
    let mut accepted = Accepted::default();
    for (file, bytes) in pages {
        let digest = sha256(bytes);
        let entry = match known.get(file.as_str()) {
            Some(entry) if entry.sha256 == digest => (*entry).clone(),
            Some(entry) => {
                accepted.changes.push(format!("changed {file}"));
                // A page put there by hand is not the version that the server named.
                SourceEntry {
                    sha256: digest,
                    etag: None,
                    last_modified: None,
                    original_sha256: None,
                    ..(*entry).clone()
                }
            }
            None => {
                accepted.changes.push(format!("added {file}"));
                new_entry(file, digest, format(file, bytes))?
            }
        };
        accepted.entries.push(entry);
    }
    let gone = known.keys().filter(|file| !pages.contains_key(**file));
    accepted
        .changes
        .extend(gone.map(|file| format!("dropped {file}")));
    Ok(accepted)
}

/// Why a page can't be recorded without help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRecorded {
    /// The name doesn't say which service and language.
    #[error(
        "error: the name of `{0}` does not say what the page describes\n  = help: name it \
         `<service>/<what>.<en or zh>.<extension>`, or write its entry into sources.yaml by hand"
    )]
    Name(String),
    /// No reader takes the page.
    #[error(
        "error: no reader knows the format of `{0}`\n  = help: delete the page, or write its \
         entry into sources.yaml by hand"
    )]
    Format(String),
}

fn new_entry(
    file: &str,
    sha256: String,
    format: Option<Format>,
) -> Result<SourceEntry, NotRecorded> {
    let (service, language) =
        service_and_language(file).ok_or_else(|| NotRecorded::Name(file.to_owned()))?;
    Ok(SourceEntry {
        file: file.to_owned(),
        title: None,
        service,
        language,
        format: format.ok_or_else(|| NotRecorded::Format(file.to_owned()))?,
        url: None,
        updated: None,
        fetched: None,
        etag: None,
        last_modified: None,
        sha256,
        original_sha256: None,
    })
}
