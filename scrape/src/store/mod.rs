//! The pages and their manifest on the disk, always in a consistent state.

mod batch;
mod error;
mod state;

pub use error::StoreError;
pub(crate) use state::{Journal, Note, age};

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use disk::{Kind, is_leftover};
use sources::{SourceEntry, is_page_path, parse_sources, render_entry, sha256, sources_header};
use transaction::{Changes, Durability, Patience, Place, Recovered, Writer};

use crate::site::address::{Address, Identity};
use batch::Batch;

/// A folder like `specs/`: pages below `sources/`, and the manifest `sources.yaml`.
pub(crate) struct Store {
    root: PathBuf,
    entries: BTreeMap<String, Recorded>,
    /// The files by the identity of their address.
    by_address: BTreeMap<Identity, String>,
    /// The pages that aren't in their place yet.
    batch: Batch,
    /// True if the manifest on the disk lacks a record.
    is_manifest_stale: bool,
    /// The right to write, which keeps other scrapes out.
    writer: Writer<'static>,
}

/// An entry and its text in the manifest. With the texts, recording a page renders only its entry.
#[derive(Debug)]
struct Recorded {
    entry: SourceEntry,
    text: String,
}

/// The effect of storing a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Put {
    /// The page is new.
    New,
    /// The page replaced a different one.
    Changed,
    /// The page equals the stored one.
    Unchanged,
}

/// The command in messages of other processes.
const COMMAND: &str = "cargo xtask scrape";

/// The name of the manifest.
const MANIFEST: &str = "sources.yaml";

impl Store {
    /// Locks and opens the folder, and creates it if needed. A folder without a manifest begins
    /// with the pages and the manifest of `base`.
    pub(crate) fn open(root: &Path, base: Option<&Path>) -> Result<Self, StoreError> {
        let place = Place {
            root: root.to_owned(),
            state: state_folder(root),
        };
        let writer = Writer::open(&place, COMMAND, Patience::NONE)?;
        if let Some(base) = base
            && !root.join(MANIFEST).exists()
        {
            copy(base, &writer)?;
        }
        let sources = root.join("sources");
        fs::create_dir_all(&sources)
            .map_err(|error| StoreError::disk("create", &sources, error))?;
        remove_leftovers(&writer)?;
        let entries = read_manifest(root)?;
        // The first file of an address counts.
        let mut by_address = BTreeMap::new();
        for recorded in entries.values() {
            if let Some(identity) = identity(&recorded.entry) {
                let file = recorded.entry.file.clone();
                by_address.entry(identity).or_insert(file);
            }
        }
        Ok(Self {
            root: root.to_owned(),
            entries,
            by_address,
            batch: Batch::of(1),
            is_manifest_stale: false,
            writer,
        })
    }

    /// Writes this many pages at once from now on, and the manifest after them.
    ///
    /// A page takes effect only with its batch. Setting the number flushes the batch before.
    pub(crate) fn set_batch(&mut self, pages: usize) -> Result<(), StoreError> {
        self.flush()?;
        self.batch = Batch::of(pages);
        Ok(())
    }

    /// Returns the recorded pages, sorted by file.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &SourceEntry> {
        self.entries.values().map(|recorded| &recorded.entry)
    }

    /// Returns the record of a file.
    pub(crate) fn entry(&self, file: &str) -> Option<&SourceEntry> {
        self.entries.get(file).map(|recorded| &recorded.entry)
    }

    /// Returns the file of the page with this address.
    pub(crate) fn file_of(&self, address: Address) -> Option<String> {
        self.by_address.get(&address.identity()).cloned()
    }

    /// Returns the interrupted run that opening the folder made whole, if there was one.
    pub(crate) fn recovered(&self) -> Option<&Recovered> {
        self.writer.recovered()
    }

    /// Returns whether the file of a page exists.
    pub(crate) fn has(&self, file: &str) -> bool {
        Kind::at(&self.page_path(file)).is_ok_and(|kind| kind == Kind::File)
    }

    /// Returns the folder with the pages.
    pub(crate) fn pages(&self) -> PathBuf {
        let folder = self.root.join("sources");
        std::path::absolute(&folder).unwrap_or(folder)
    }

    /// Returns the folder for the journal.
    pub(crate) fn state(&self) -> PathBuf {
        state_folder(&self.root)
    }

    /// Returns the bytes of a page, if its file exists.
    pub(crate) fn bytes(&self, file: &str) -> Option<Vec<u8>> {
        disk::read(&self.page_path(file)).ok()
    }

    /// Writes a page, then records it. The old page stays until the new one is complete.
    ///
    /// An unchanged page keeps the date of its record and only updates the server's headers, so
    /// repeated runs change nothing.
    pub(crate) fn put(&mut self, mut entry: SourceEntry, bytes: &[u8]) -> Result<Put, StoreError> {
        if !is_page_path(&entry.file) {
            return Err(StoreError::OutsideFolder(entry.file));
        }
        entry.sha256 = sha256(bytes);
        let old = self.entry(&entry.file);
        let put = match old {
            None => Put::New,
            Some(old) if old.sha256 == entry.sha256 => Put::Unchanged,
            Some(_) => Put::Changed,
        };
        // Only people write the version.
        entry.version = entry
            .version
            .or_else(|| old.and_then(|old| old.version.clone()));
        if let (Put::Unchanged, Some(old)) = (put, old) {
            entry.fetched = old.fetched.clone().or(entry.fetched);
            entry.original_sha256 = old.original_sha256.clone().or(entry.original_sha256);
        }
        if put != Put::Unchanged || !self.has(&entry.file) {
            self.flush_file(&entry.file)?;
            self.batch.add(&entry.file, bytes);
        }
        if self.entry(&entry.file) != Some(&entry) {
            self.record(entry)?;
        }
        if self.batch.is_full() {
            self.flush()?;
        }
        Ok(put)
    }

    fn record(&mut self, entry: SourceEntry) -> Result<(), StoreError> {
        let text = render_entry(&entry)?;
        let file = entry.file.clone();
        if let Some(identity) = identity(&entry) {
            self.by_address.entry(identity).or_insert(file.clone());
        }
        self.entries.insert(file, Recorded { entry, text });
        self.is_manifest_stale = true;
        Ok(())
    }

    /// Flushes if the file is pending, so that its new bytes can be read or replaced.
    pub(crate) fn flush_file(&mut self, file: &str) -> Result<(), StoreError> {
        if self.batch.contains(file) {
            self.flush()?;
        }
        Ok(())
    }

    /// Writes the pages of the batch and then the manifest, all of them or none.
    fn flush(&mut self) -> Result<(), StoreError> {
        let pages = self.batch.take();
        let mut changes = Changes::default();
        for (file, bytes) in &pages {
            changes.write(page_below(file), bytes, Durability::PowerFailure);
        }
        let manifest: String;
        if std::mem::take(&mut self.is_manifest_stale) {
            let texts = self.entries.values().map(|recorded| recorded.text.as_str());
            manifest = [sources_header()].into_iter().chain(texts).collect();
            changes.write_last(MANIFEST, manifest.as_bytes());
        }
        let _keeps_running = stdio::keep_running();
        Ok(self.writer.commit(&changes)?)
    }

    fn page_path(&self, file: &str) -> PathBuf {
        self.root.join(page_below(file))
    }
}

/// Returns the path of a page below the folder of the store.
fn page_below(file: &str) -> String {
    format!("sources/{file}")
}

/// The number of pages that are copied at once.
const COPIED_AT_ONCE: usize = 256;

/// Copies the pages and the manifest of `from`.
fn copy(from: &Path, writer: &Writer<'_>) -> Result<(), StoreError> {
    let files: Vec<String> = read_manifest(from)?
        .into_keys()
        .map(|file| page_below(&file))
        .collect();
    for files in files.chunks(COPIED_AT_ONCE) {
        let pages = files.iter().map(|file| disk::read(&from.join(file)));
        let pages = pages.collect::<Result<Vec<_>, _>>()?;
        let mut changes = Changes::default();
        for (file, bytes) in files.iter().zip(&pages) {
            changes.write(file, bytes, Durability::PowerFailure);
        }
        writer.commit(&changes)?;
    }
    if !from.join(MANIFEST).exists() {
        return Ok(());
    }
    // The manifest comes last, because it marks a complete copy.
    let manifest = disk::read(&from.join(MANIFEST))?;
    let mut changes = Changes::default();
    changes.write_last(MANIFEST, &manifest);
    Ok(writer.commit(&changes)?)
}

/// Removes the temporary files that killed runs of older versions left next to pages.
fn remove_leftovers(writer: &Writer<'_>) -> Result<(), StoreError> {
    let is_skipped = |name: &str| name.starts_with('.') && is_leftover(name).is_none();
    let files = disk::files_below(&writer.root().join("sources"), &is_skipped)?;
    let mut changes = Changes::default();
    for file in files.iter().filter(|file| is_leftover(file).is_some()) {
        changes.remove(page_below(file), "sources");
    }
    Ok(writer.commit(&changes)?)
}

/// Returns the identity of a page with an address.
fn identity(entry: &SourceEntry) -> Option<Identity> {
    Some(Address::from_url(entry.url.as_deref()?)?.identity())
}

/// Returns the hidden folder with the lock and the journal, next to the manifest.
fn state_folder(root: &Path) -> PathBuf {
    root.join(".scrape")
}

fn read_manifest(root: &Path) -> Result<BTreeMap<String, Recorded>, StoreError> {
    let path = root.join(MANIFEST);
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    let text = disk::read_text(&path)?;
    let mut entries = BTreeMap::new();
    for entry in parse_sources(&path.display().to_string(), &text)? {
        if !is_page_path(&entry.file) {
            return Err(StoreError::OutsideFolder(entry.file));
        }
        let text = render_entry(&entry)?;
        entries.insert(entry.file.clone(), Recorded { entry, text });
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use document::Format;
    use spec::Language;

    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("scrape-store-{}-{name}", std::process::id()));
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        folder
    }

    fn entry(file: &str) -> SourceEntry {
        SourceEntry {
            file: file.to_owned(),
            title: None,
            service: "cvm".to_owned(),
            version: None,
            language: Language::En,
            format: Format::Text,
            url: None,
            updated: None,
            fetched: Some("2026-11-25T10:00:00Z".to_owned()),
            etag: None,
            last_modified: None,
            sha256: String::new(),
            original_sha256: None,
        }
    }

    #[test]
    fn put_distinguishes_new_changed_unchanged() {
        let root = folder("put");
        let mut store = Store::open(&root, None).unwrap();
        assert_eq!(store.put(entry("cvm/b.en.txt"), b"one").unwrap(), Put::New);
        assert_eq!(store.put(entry("cvm/a.en.txt"), b"one").unwrap(), Put::New);
        let before = fs::read_to_string(root.join("sources.yaml")).unwrap();
        let later = SourceEntry {
            fetched: Some("2027-01-01T10:00:00Z".to_owned()),
            ..entry("cvm/a.en.txt")
        };
        assert_eq!(store.put(later.clone(), b"one").unwrap(), Put::Unchanged);
        assert_eq!(
            fs::read_to_string(root.join("sources.yaml")).unwrap(),
            before
        );
        assert_eq!(store.put(later, b"two").unwrap(), Put::Changed);
        drop(store);

        let store = Store::open(&root, None).unwrap();
        let files: Vec<&str> = store.entries().map(|entry| entry.file.as_str()).collect();
        assert_eq!(files, ["cvm/a.en.txt", "cvm/b.en.txt"]);
        assert_eq!(store.bytes("cvm/a.en.txt").unwrap(), b"two");
        assert_eq!(
            store.entry("cvm/a.en.txt").unwrap().fetched.as_deref(),
            Some("2027-01-01T10:00:00Z")
        );
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn entries_outside_folder_are_rejected() {
        let root = folder("out");
        let mut store = Store::open(&root, None).unwrap();
        let outside = store.put(entry("../outside.txt"), b"x").unwrap_err();
        assert!(matches!(outside, StoreError::OutsideFolder(_)), "{outside}");
        drop(store);
        fs::write(
            root.join("sources.yaml"),
            "- {file: ../../etc/passwd, service: cvm, language: en, format: text, sha256: ''}\n",
        )
        .unwrap();
        let outside = Store::open(&root, None).err().unwrap();
        assert!(
            outside.to_string().contains("../../etc/passwd"),
            "{outside}"
        );
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn open_locks_and_removes_leftovers() {
        let root = folder("lock");
        let store = Store::open(&root, None).unwrap();
        let second = Store::open(&root, None).err().unwrap().to_string();
        assert!(
            second.contains(&format!("process {}", std::process::id())),
            "{second}"
        );
        drop(store);
        fs::create_dir_all(root.join("sources/cvm")).unwrap();
        fs::write(root.join("sources/cvm/.a.html.part"), "half").unwrap();
        Store::open(&root, None).unwrap();
        assert!(!root.join("sources/cvm/.a.html.part").exists());
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn base_is_copied_only_once() {
        let (root, staging) = (folder("from"), folder("to"));
        let mut store = Store::open(&root, None).unwrap();
        store.put(entry("cvm/a.en.txt"), b"one").unwrap();
        drop(store);
        let mut staged = Store::open(&staging, Some(&root)).unwrap();
        assert_eq!(
            staged.put(entry("cvm/a.en.txt"), b"two").unwrap(),
            Put::Changed
        );
        drop(staged);
        drop(Store::open(&staging, Some(&root)).unwrap());
        assert_eq!(
            fs::read(staging.join("sources/cvm/a.en.txt")).unwrap(),
            b"two"
        );
        assert_eq!(fs::read(root.join("sources/cvm/a.en.txt")).unwrap(), b"one");
        fs::remove_dir_all(root).unwrap();
        fs::remove_dir_all(staging).unwrap();
    }
}
