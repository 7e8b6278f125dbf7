//! Chapters that describe several versions: each structure, and each row of an overview, by itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::fit::{Users, lists_all_users};
use super::index::{Index, KeyId, member_types};
use super::subject::{Subject, Tally};
use extract::Content;
use spec::{CatalogueEntry, Structure};

/// The items of a chapter by owner, as positions among the chapter's structures or rows.
#[derive(Debug, Default)]
pub(super) struct Split {
    pub(super) items: BTreeMap<KeyId, BTreeSet<usize>>,
    /// The items that nothing assigns.
    pub(super) doubtful: BTreeSet<usize>,
}

impl Split {
    fn give(&mut self, id: KeyId, item: usize) {
        self.items.entry(id).or_default().insert(item);
    }
}

/// Splits a chapter that names actions of several versions, or returns `None` if it names those of
/// one only. `elsewhere` tells whether another chapter describes a structure of the version.
pub(super) fn split(
    index: &Index<'_>,
    subject: &Subject<'_>,
    candidates: &BTreeSet<KeyId>,
    elsewhere: impl Fn(KeyId, &str) -> bool,
) -> Option<Split> {
    match &subject.chapter.content {
        Content::Structures(structures) => {
            split_structures(index, subject, structures, candidates, elsewhere)
        }
        Content::Catalogue(groups) => {
            let groups: Vec<&[CatalogueEntry]> = groups
                .iter()
                .map(|group| group.actions.as_slice())
                .collect();
            split_rows(index, &groups, candidates)
        }
        _ => None,
    }
}

fn split_structures(
    index: &Index<'_>,
    subject: &Subject<'_>,
    structures: &[Structure],
    candidates: &BTreeSet<KeyId>,
    elsewhere: impl Fn(KeyId, &str) -> bool,
) -> Option<Split> {
    let users: BTreeMap<KeyId, Users<'_>> = candidates
        .iter()
        .map(|id| (*id, index.users(*id, subject.language)))
        .collect();
    let lists_all = |id: KeyId, structure: &Structure| {
        let users = users.get(&id);
        users.is_none_or(|users| lists_all_users(users, structure))
    };
    let mut split = Split::default();
    let mut open: Vec<(usize, BTreeSet<KeyId>)> = Vec::new();
    for (item, structure) in structures.iter().enumerate() {
        let names = structure.used_by.iter().map(String::as_str);
        let tally = Tally::new(index, names, candidates);
        if let Some(id) = tally.sole() {
            // The list is then stale, or the pages of another version are incomplete.
            if elsewhere(id, &structure.name) || !lists_all(id, structure) {
                return None;
            }
            split.give(id, item);
        } else if tally.is_mixed() {
            let owners = tally.hits.into_keys();
            let owners: Vec<KeyId> = owners
                .filter(|id| !elsewhere(*id, &structure.name))
                .collect();
            if owners.is_empty() {
                split.doubtful.insert(item);
            }
            owners.into_iter().for_each(|id| split.give(id, item));
        } else if tally.known > 0 {
            open.push((item, tally.full()));
        } else {
            open.push((item, candidates.clone()));
        }
    }
    if split.items.len() < 2 {
        return None;
    }
    settle_open(index, structures, open, &mut split, elsewhere);
    Some(split)
}

/// Gives each structure whose users decide nothing to the versions that refer to it.
fn settle_open(
    index: &Index<'_>,
    structures: &[Structure],
    open: Vec<(usize, BTreeSet<KeyId>)>,
    split: &mut Split,
    elsewhere: impl Fn(KeyId, &str) -> bool,
) {
    let mut named: HashMap<&str, Vec<usize>> = HashMap::new();
    for (item, structure) in structures.iter().enumerate() {
        named.entry(&structure.name).or_default().push(item);
    }
    let versions: Vec<KeyId> = split.items.keys().copied().collect();
    let reachable: BTreeMap<KeyId, BTreeSet<&str>> = versions
        .iter()
        .map(|id| (*id, reachable(index, *id, structures, &named, split)))
        .collect();
    for (item, candidates) in open {
        let Some(structure) = structures.get(item) else {
            continue;
        };
        let name = structure.name.as_str();
        let refers = |id: &KeyId| {
            reachable.get(id).is_some_and(|names| names.contains(name)) && !elsewhere(*id, name)
        };
        let owners: Vec<KeyId> = candidates.into_iter().filter(refers).collect();
        let is_repeated = named.get(name).is_some_and(|items| items.len() > 1);
        if owners.is_empty() || (is_repeated && owners.len() > 1) {
            split.doubtful.insert(item);
        }
        if !split.doubtful.contains(&item) {
            owners.into_iter().for_each(|id| split.give(id, item));
        }
    }
}

/// Returns the structures that the version's actions name, and those that these name in turn.
fn reachable<'s>(
    index: &Index<'s>,
    id: KeyId,
    structures: &'s [Structure],
    named: &HashMap<&'s str, Vec<usize>>,
    split: &Split,
) -> BTreeSet<&'s str> {
    let is_others = |item: &usize| {
        let mut owners = split.items.iter().filter(|(_, items)| items.contains(item));
        owners.next().is_some() && !split.items.get(&id).is_some_and(|own| own.contains(item))
    };
    let mut names: BTreeSet<&str> = BTreeSet::new();
    let mut waiting: Vec<&str> = index.users(id, None).into_keys().collect();
    while let Some(name) = waiting.pop() {
        if !names.insert(name) {
            continue;
        }
        let items = named.get(name).into_iter().flatten();
        for structure in items.filter(|item| !is_others(item)) {
            waiting.extend(
                structures
                    .get(*structure)
                    .into_iter()
                    .flat_map(member_types),
            );
        }
    }
    names
}

/// Splits the rows of an overview. A row without a page goes where the other rows of its group go.
fn split_rows(
    index: &Index<'_>,
    groups: &[&[CatalogueEntry]],
    candidates: &BTreeSet<KeyId>,
) -> Option<Split> {
    let mut split = Split::default();
    let mut sole: BTreeSet<KeyId> = BTreeSet::new();
    let mut item = 0;
    for group in groups {
        let mut unknown = Vec::new();
        let mut of_group: BTreeSet<KeyId> = BTreeSet::new();
        for entry in *group {
            let having = index.with_action(&entry.name).into_iter().flatten();
            let owners: Vec<KeyId> = having
                .copied()
                .filter(|id| candidates.contains(id))
                .collect();
            match owners.as_slice() {
                [] => unknown.push(item),
                [id] => {
                    sole.insert(*id);
                }
                _ => {}
            }
            of_group.extend(&owners);
            owners.into_iter().for_each(|id| split.give(id, item));
            item += 1;
        }
        match (of_group.len(), of_group.first()) {
            (1, Some(id)) => unknown.into_iter().for_each(|item| split.give(*id, item)),
            _ => split.doubtful.extend(unknown),
        }
    }
    (sole.len() > 1).then_some(split)
}
