//! The selection of pages: which newer pages replace the current ones.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Outcome, PageChange, Snapshot, UpdateOptions};
use extract::Facts;
use pipeline::{facts_of, lost_facts};
use sources::SourceEntry;

/// Returns the snapshot after the update, and the pages that differ, sorted by file.
pub(crate) fn select(
    current: &Snapshot,
    staged: &Snapshot,
    options: &UpdateOptions,
) -> (Snapshot, Vec<PageChange>) {
    let (old, new) = (versions(current), versions(staged));
    let files: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
    let mut selected = Snapshot::default();
    let mut changes = Vec::new();
    for file in files {
        let choice = choose(old.get(file).copied(), new.get(file).copied(), options);
        if let Some(page) = choice.page {
            selected.entries.push(page.entry.clone());
            if let Some(bytes) = page.bytes {
                selected.pages.insert(file.to_owned(), bytes.clone());
            }
        }
        if let Some((outcome, reason)) = choice.change {
            changes.push(PageChange {
                file: file.to_owned(),
                outcome,
                reason,
            });
        }
    }
    (selected, changes)
}

/// A page in one of the snapshots.
#[derive(Clone, Copy)]
struct Version<'a> {
    entry: &'a SourceEntry,
    /// `None` if the snapshot lacks the file. Its check reports that.
    bytes: Option<&'a Vec<u8>>,
}

impl Version<'_> {
    fn facts(self) -> Facts {
        let bytes = self.bytes.map(Vec::as_slice).unwrap_or_default();
        facts_of(&self.entry.file, bytes, Some(self.entry.format))
    }
}

fn versions(snapshot: &Snapshot) -> BTreeMap<&str, Version<'_>> {
    let mut versions = BTreeMap::new();
    for entry in &snapshot.entries {
        let bytes = snapshot.pages.get(&entry.file);
        versions.insert(entry.file.as_str(), Version { entry, bytes });
    }
    versions
}

/// The page to take, if any, and the change to report.
struct Choice<'a> {
    page: Option<Version<'a>>,
    change: Option<(Outcome, Option<String>)>,
}

fn choose<'a>(
    old: Option<Version<'a>>,
    new: Option<Version<'a>>,
    options: &UpdateOptions,
) -> Choice<'a> {
    let choice = |page, change| Choice { page, change };
    if let Some(old) = old
        && options.gone.contains(&old.entry.file)
    {
        return choice(None, Some((Outcome::Gone, None)));
    }
    let is_selected =
        |new: &Version<'_>| options.only.is_empty() || options.only.contains(&new.entry.service);
    let Some(new) = new.filter(is_selected) else {
        return choice(old, None);
    };
    let Some(old) = old else {
        return choice(Some(new), Some((Outcome::New, None)));
    };
    if old.entry.sha256 == new.entry.sha256 {
        return choice(Some(new), None);
    }
    if !options.accept_layout
        && let Some(loss) = lost_facts(&old.facts(), &new.facts())
    {
        return choice(Some(old), Some((Outcome::Kept, Some(loss.to_string()))));
    }
    choice(Some(new), Some((Outcome::Changed, None)))
}
