//! The pages and their manifest on the disk: every change is whole or not there at all.

mod atomic;
mod journal;
mod lock;
mod staging;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sources::{SourceEntry, is_page_path, parse_sources, render_entry, sha256, sources_header};
use spec::SpecFault;

use crate::site::address::Address;
pub(crate) use journal::{Journal, Note, age};
use lock::Lock;
pub(crate) use staging::stage;

/// A folder such as `specs/`: pages below `sources/`, and `sources.yaml`, which records them.
#[derive(Debug)]
pub(crate) struct Store {
    root: PathBuf,
    entries: BTreeMap<String, Recorded>,
    /// Held while pages are brought in; other scrapes wait for their turn.
    _lock: Lock,
}

/// An entry and its text in the manifest, so that recording a page costs no rendering of all others.
#[derive(Debug)]
struct Recorded {
    entry: SourceEntry,
    text: String,
}

/// What became of a page that was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Put {
    /// There was none in its place.
    New,
    /// It differs from the one before.
    Changed,
    /// It is the one before.
    Unchanged,
}

/// Why the store can't be used or written to.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another scrape holds the folder.
    #[error(
        "error: another scrape is at work in {folder}{by}\n  = help: wait until it has finished, or stop it: nothing that it has stored will be lost"
    )]
    Locked {
        /// The folder.
        folder: String,
        /// Which process holds it, where known.
        by: String,
    },
    /// The manifest has a fault.
    #[error(transparent)]
    Manifest(#[from] SpecFault),
    /// The manifest names a file outside of the folder.
    #[error(
        "error: sources.yaml names `{0}`, which is no path below sources/\n  = help: delete the entry"
    )]
    Place(String),
    /// The disk refused: full, read-only, not permitted.
    #[error(
        "error: can't {verb} {path}: {error}\n  = help: what was stored before is whole; mend the cause and run the command again: it goes on where it stopped"
    )]
    Disk {
        /// What was tried.
        verb: &'static str,
        /// On which file.
        path: String,
        /// What the system says.
        error: io::Error,
    },
}

impl StoreError {
    fn disk(verb: &'static str, path: &Path, error: io::Error) -> Self {
        let path = path.display().to_string();
        Self::Disk { verb, path, error }
    }
}

/// The manifest's name in the folder.
const MANIFEST: &str = "sources.yaml";

impl Store {
    /// Opens the folder for bringing in pages, once nobody else does so.
    pub(crate) fn open(root: &Path) -> Result<Self, StoreError> {
        let state = state_folder(root);
        for folder in [root.join("sources"), state.clone()] {
            fs::create_dir_all(&folder)
                .map_err(|error| StoreError::disk("create", &folder, error))?;
        }
        let lock = Lock::take(root, &state)?;
        atomic::remove_leftovers(&root.join("sources"));
        Ok(Self {
            root: root.to_owned(),
            entries: read_manifest(root)?,
            _lock: lock,
        })
    }

    /// What is recorded, sorted by file.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &SourceEntry> {
        self.entries.values().map(|recorded| &recorded.entry)
    }

    pub(crate) fn entry(&self, file: &str) -> Option<&SourceEntry> {
        self.entries.get(file).map(|recorded| &recorded.entry)
    }

    /// Where the page with this address lies.
    pub(crate) fn file_of(&self, address: Address) -> Option<String> {
        let is_it = |entry: &&SourceEntry| {
            let own = entry.url.as_deref().and_then(Address::of_url);
            own.is_some_and(|own| own.identity() == address.identity())
        };
        self.entries().find(is_it).map(|entry| entry.file.clone())
    }

    /// Whether a recorded page is there.
    pub(crate) fn has(&self, file: &str) -> bool {
        self.page_path(file).is_file()
    }

    /// Where the notes of runs lie.
    pub(crate) fn state(&self) -> PathBuf {
        state_folder(&self.root)
    }

    /// The bytes of a recorded page, if it is there.
    pub(crate) fn bytes(&self, file: &str) -> Option<Vec<u8>> {
        fs::read(self.page_path(file)).ok()
    }

    /// Writes a page, then records it. What was there before stays until all of the new is on the disk.
    ///
    /// A page that is as before keeps its entry but for what the server says of it, so that running the
    /// command once more changes nothing.
    pub(crate) fn put(&mut self, mut entry: SourceEntry, bytes: &[u8]) -> Result<Put, StoreError> {
        if !is_page_path(&entry.file) {
            return Err(StoreError::Place(entry.file));
        }
        entry.sha256 = sha256(bytes);
        let path = self.page_path(&entry.file);
        let old = self.entry(&entry.file);
        let put = match old {
            None => Put::New,
            Some(old) if old.sha256 == entry.sha256 => Put::Unchanged,
            Some(_) => Put::Changed,
        };
        if let (Put::Unchanged, Some(old)) = (put, old) {
            entry.fetched = old.fetched.clone().or(entry.fetched);
            entry.original_sha256 = old.original_sha256.clone().or(entry.original_sha256);
        }
        if put != Put::Unchanged || !path.exists() {
            atomic::write(&path, bytes)?;
        }
        if self.entry(&entry.file) != Some(&entry) {
            self.record(entry)?;
        }
        Ok(put)
    }

    fn record(&mut self, entry: SourceEntry) -> Result<(), StoreError> {
        let text = render_entry(&entry)?;
        self.entries
            .insert(entry.file.clone(), Recorded { entry, text });
        let texts = self.entries.values().map(|recorded| recorded.text.as_str());
        let manifest: String = [sources_header()].into_iter().chain(texts).collect();
        atomic::write(&self.root.join(MANIFEST), manifest.as_bytes())
    }

    fn page_path(&self, file: &str) -> PathBuf {
        self.root.join("sources").join(file)
    }
}

/// Lock and notes lie beside the manifest, hidden, and are nobody else's business.
fn state_folder(root: &Path) -> PathBuf {
    root.join(".scrape")
}

fn read_manifest(root: &Path) -> Result<BTreeMap<String, Recorded>, StoreError> {
    let path = root.join(MANIFEST);
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    let text = fs::read_to_string(&path).map_err(|error| StoreError::disk("read", &path, error))?;
    let mut entries = BTreeMap::new();
    for entry in parse_sources(&path.display().to_string(), &text)? {
        if !is_page_path(&entry.file) {
            return Err(StoreError::Place(entry.file));
        }
        let text = render_entry(&entry)?;
        entries.insert(entry.file.clone(), Recorded { entry, text });
    }
    Ok(entries)
}

#[cfg(test)]
mod tests;
