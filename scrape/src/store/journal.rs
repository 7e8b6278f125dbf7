//! Notes that outlive a run: which pages were looked at, and which product is where in the catalogue.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::StoreError;

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "note")]
pub(crate) enum Note {
    /// A page was dealt with at that moment; nothing is left to do for it.
    Visited {
        /// Its address.
        address: String,
        /// When.
        at: Timestamp,
    },
    /// A product's place in the catalogue, learnt by looking at one of its pages.
    Product {
        /// The catalogue's address.
        catalogue: String,
        /// The service that the pages call.
        service: String,
        /// The catalogue's root.
        root: u64,
    },
}

/// A file of notes to which lines are added; a line that a killed run left half-written is passed over.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    notes: Vec<Note>,
    visits: BTreeMap<String, Timestamp>,
}

/// Notes of visits are dropped after this time.
const KEPT: Duration = Duration::from_secs(14 * 24 * 3600);

impl Journal {
    /// Reads the notes in the folder, and forgets those that are too old to be of use.
    pub(crate) fn open(folder: &Path, now: Timestamp) -> Self {
        let path = folder.join("journal.jsonl");
        let text = fs::read_to_string(&path).unwrap_or_default();
        let lines = text.lines();
        let notes = lines.filter_map(|line| serde_json::from_str(line).ok());
        let is_kept = |note: &Note| match note {
            Note::Visited { at, .. } => age(*at, now) < KEPT,
            Note::Product { .. } => true,
        };
        let notes: Vec<Note> = notes.filter(is_kept).collect();
        let kept: String = notes.iter().map(line).collect();
        // A journal that can't be written only costs that pages are asked for again.
        let _ = super::atomic::write(&path, kept.as_bytes());
        let mut journal = Self {
            path,
            notes: Vec::new(),
            visits: BTreeMap::new(),
        };
        notes.into_iter().for_each(|note| journal.keep(note));
        journal
    }

    fn keep(&mut self, note: Note) {
        match note {
            Note::Visited { address, at } => {
                self.visits.insert(address, at);
            }
            Note::Product { .. } => self.notes.push(note),
        }
    }

    /// Adds a note.
    pub(crate) fn add(&mut self, note: Note) -> Result<(), StoreError> {
        let text = line(&note);
        self.keep(note);
        let file = File::options().create(true).append(true).open(&self.path);
        file.and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(|error| StoreError::disk("write", &self.path, error))
    }

    /// When a page was last dealt with.
    pub(crate) fn visited(&self, page: &str) -> Option<Timestamp> {
        self.visits.get(page).copied()
    }

    /// The places of services in a catalogue, oldest note first.
    pub(crate) fn products<'j>(&'j self, of: &'j str) -> impl Iterator<Item = (&'j str, u64)> {
        self.notes.iter().filter_map(move |note| match note {
            Note::Product {
                catalogue,
                service,
                root,
            } if catalogue == of => Some((service.as_str(), *root)),
            _ => None,
        })
    }
}

fn line(note: &Note) -> String {
    // Notes hold nothing that JSON lacks.
    let text = serde_json::to_string(note).unwrap_or_default();
    format!("{text}\n")
}

/// How long ago a moment was; nothing for moments to come.
pub(crate) fn age(at: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(now.duration_since(at)).unwrap_or_default()
}
