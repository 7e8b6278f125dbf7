//! Which of the newer pages take the place of the older ones.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Wishes;
use extract::Facts;
use pipeline::facts_of;
use sources::{Pages, SourceEntry};

/// Pages and the manifest that records them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Side {
    /// The manifest's entries.
    pub entries: Vec<SourceEntry>,
    /// The pages.
    pub pages: Pages,
}

/// What becomes of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageChange {
    /// Its path below `specs/sources/`.
    pub file: String,
    /// What becomes of it.
    pub outcome: Outcome,
    /// Why, where the outcome does not say all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What becomes of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It was not there before.
    New,
    /// It takes the place of an older one.
    Changed,
    /// It goes, because the site does not have it any more.
    Gone,
    /// The older one stays, because the newer one says far less.
    Kept,
}

/// The side after the update, with what changes; files are sorted.
pub(super) fn select(now: &Side, staged: &Side, wishes: &Wishes) -> (Side, Vec<PageChange>) {
    let (old, new) = (by_file(&now.entries), by_file(&staged.entries));
    let files: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
    let mut selected = Side::default();
    let mut changes = Vec::new();
    for file in files {
        let (old, new) = (old.get(file).copied(), new.get(file).copied());
        let choice = choose(file, (old, new), (now, staged), wishes);
        if let Some((entry, side)) = choice.take {
            selected.entries.push(entry.clone());
            if let Some(bytes) = side.pages.get(file) {
                selected.pages.insert(file.to_owned(), bytes.clone());
            }
        }
        changes.extend(choice.change.map(|(outcome, reason)| PageChange {
            file: file.to_owned(),
            outcome,
            reason,
        }));
    }
    (selected, changes)
}

fn by_file(entries: &[SourceEntry]) -> BTreeMap<&str, &SourceEntry> {
    let pairs = entries.iter().map(|entry| (entry.file.as_str(), entry));
    pairs.collect()
}

/// Which entry and page to take, and what to say about it.
struct Choice<'a> {
    take: Option<(&'a SourceEntry, &'a Side)>,
    change: Option<(Outcome, Option<String>)>,
}

fn choose<'a>(
    file: &str,
    (old, new): (Option<&'a SourceEntry>, Option<&'a SourceEntry>),
    (now, staged): (&'a Side, &'a Side),
    wishes: &Wishes,
) -> Choice<'a> {
    let stay = |change| Choice {
        take: old.map(|entry| (entry, now)),
        change,
    };
    if wishes.gone.iter().any(|gone| gone == file) && old.is_some() {
        return Choice {
            take: None,
            change: Some((Outcome::Gone, None)),
        };
    }
    let wanted =
        |entry: &SourceEntry| wishes.only.is_empty() || wishes.only.contains(&entry.service);
    let Some(new) = new.filter(|new| wanted(new)) else {
        return stay(None);
    };
    let take = Some((new, staged));
    let Some(old) = old else {
        return Choice {
            take,
            change: Some((Outcome::New, None)),
        };
    };
    if old.sha256 == new.sha256 {
        return Choice { take, change: None };
    }
    match loss(file, (old, now), (new, staged)) {
        Some(reason) if !wishes.accept_layout => stay(Some((Outcome::Kept, Some(reason)))),
        _ => Choice {
            take,
            change: Some((Outcome::Changed, None)),
        },
    }
}

/// Pages with fewer facts than this vary too much to be judged by their number.
const FEW: usize = 6;

/// Why the newer page is not to be trusted: it is cut, or loses half of its facts, which happens when a
/// page's layout changes, not when the API does.
fn loss(
    file: &str,
    (old, now): (&SourceEntry, &Side),
    (new, staged): (&SourceEntry, &Side),
) -> Option<String> {
    let facts = |entry: &SourceEntry, side: &Side| {
        let bytes = side.pages.get(file).map(Vec::as_slice);
        facts_of(file, bytes.unwrap_or_default(), Some(entry.format))
    };
    let (before, after) = (facts(old, now), facts(new, staged));
    if is_cut(&after) && !is_cut(&before) {
        return Some("the newer page ends before its last section".to_owned());
    }
    let (before, after) = (before.count(), after.count());
    (before >= FEW && after * 2 < before).then(|| {
        format!("{after} facts are understood of the newer page, {before} of the one that is there")
    })
}

fn is_cut(facts: &Facts) -> bool {
    let sources = facts.actions.iter().flat_map(|page| &page.action.sources);
    sources.into_iter().any(|source| source.truncated)
}
