//! Updates the manifest to match the stored pages.

use std::collections::BTreeMap;

use crate::page_path::service_and_language;
use crate::{Pages, SourceEntry, sha256};
use document::Format;
use spec::{fold_case, is_portable_file_name};

/// The updated manifest and its changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accepted {
    /// One entry per page, sorted by file.
    pub entries: Vec<SourceEntry>,
    /// One line per change: `added x`, `changed y`, `dropped z`.
    pub changes: Vec<String>,
}

/// Returns the manifest that matches the pages: it updates digests, adds new pages and drops
/// missing ones.
///
/// The path of a new page gives its service and language. It is
/// `<service>/<name>.<language>.<extension>` or `<service>-<name>.<language>.<extension>`.
/// `detect_format` returns the format of a new page from its path and bytes.
///
/// # Errors
///
/// Fails if a new page's path lacks service or language or can't be stored on every system, or if
/// its format is unknown.
pub fn accept(
    entries: &[SourceEntry],
    pages: &Pages,
    detect_format: impl Fn(&str, &[u8]) -> Option<Format>,
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
                // The server's ETag and date belong to the page that it sent, not to an edited one.
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
                check_portable(file, pages)?;
                new_entry(file, digest, detect_format(file, bytes))?
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

/// A new page that cannot be recorded automatically.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRecorded {
    /// The page's path does not give its service and language.
    #[error(
        "error: the path `{0}` does not give a service and a language\n  = help: name the page \
         `<service>/<name>.<en or zh>.<extension>`, or add its entry to sources.yaml by hand"
    )]
    Name(String),
    /// No reader accepts the page.
    #[error(
        "error: no reader accepts the format of `{0}`\n  = help: delete the page, or add its \
         entry to sources.yaml by hand"
    )]
    Format(String),
    /// Some system can't store the page, so a clone there would lack it.
    #[error("error: not every system can store `{file}`: {reason}\n  = help: rename the page")]
    Unportable {
        /// The page's path below `sources/`.
        file: String,
        /// The reason.
        reason: String,
    },
}

fn check_portable(file: &str, pages: &Pages) -> Result<(), NotRecorded> {
    let folded = fold_case(file);
    let twin = pages
        .keys()
        .find(|other| *other != file && fold_case(other) == folded);
    let reason = match file.split('/').find(|part| !is_portable_file_name(part)) {
        Some(part) => format!("Windows refuses the name `{part}`"),
        None => match twin {
            Some(twin) => format!("its path differs from `{twin}` only in case"),
            None => return Ok(()),
        },
    };
    Err(NotRecorded::Unportable {
        file: file.to_owned(),
        reason,
    })
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
        version: None,
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
