//! The journal of visits in `.scrape/`, which outlives a run.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::store::StoreError;

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "note")]
pub(crate) enum Note {
    /// A page is done.
    Visited {
        /// The page's address.
        address: String,
        /// The time of the visit.
        at: Timestamp,
    },
    /// The service of a product, which one of its pages named.
    Product {
        /// The host whose catalogue lists the product.
        catalogue: String,
        /// The service.
        service: String,
        /// The product's root in the catalogue.
        root: u64,
    },
}

/// A file of notes. Readers ignore a line that a killed run left incomplete.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    products: Vec<Note>,
    visits: BTreeMap<String, Timestamp>,
}

/// The age at which the journal drops notes of visits.
const KEPT: Duration = Duration::from_secs(14 * 24 * 3600);

impl Journal {
    /// Reads the notes in the folder, and drops old ones.
    pub(crate) fn open(folder: &Path, now: Timestamp) -> Self {
        let path = folder.join("journal.jsonl");
        let text = fs::read_to_string(&path).unwrap_or_default();
        let is_kept = |note: &Note| match note {
            Note::Visited { at, .. } => age(*at, now) < KEPT,
            Note::Product { .. } => true,
        };
        let notes: Vec<Note> = text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .filter(is_kept)
            .collect();
        let kept: String = notes.iter().map(line).collect();
        // If this fails, the next run only requests some pages again.
        let _ = transaction::replace(&path, kept.as_bytes());
        let mut journal = Self {
            path,
            products: Vec::new(),
            visits: BTreeMap::new(),
        };
        for note in notes {
            journal.remember(note);
        }
        journal
    }

    fn remember(&mut self, note: Note) {
        match note {
            Note::Visited { address, at } => {
                self.visits.insert(address, at);
            }
            Note::Product { .. } => self.products.push(note),
        }
    }

    /// Appends a note to the file.
    pub(crate) fn add(&mut self, note: Note) -> Result<(), StoreError> {
        let text = line(&note);
        self.remember(note);
        File::options()
            .create(true)
            .append(true)
            .open(&self.path)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(|error| StoreError::disk("write", &self.path, error))
    }

    /// Returns the time of the last visit to a page.
    pub(crate) fn visited(&self, page: &str) -> Option<Timestamp> {
        self.visits.get(page).copied()
    }

    /// Returns services and their roots in the catalogue of a host, oldest note first.
    pub(crate) fn products<'j>(&'j self, host: &'j str) -> impl Iterator<Item = (&'j str, u64)> {
        self.products.iter().filter_map(move |note| match note {
            Note::Product {
                catalogue,
                service,
                root,
            } if catalogue == host => Some((service.as_str(), *root)),
            _ => None,
        })
    }
}

fn line(note: &Note) -> String {
    // Every note has a JSON form.
    let text = serde_json::to_string(note).unwrap_or_default();
    format!("{text}\n")
}

/// Returns the time since a moment, or zero if it is in the future.
pub(crate) fn age(at: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(now.duration_since(at)).unwrap_or_default()
}
