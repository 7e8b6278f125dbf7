//! Comparison of a chapter with action pages: the facts of the pages that the chapter lacks.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::index::{Index, KeyId};
use super::subject::Subject;
use extract::Content;
use spec::{Language, Structure};

/// The types that action pages name, with the actions that name each.
pub(super) type Users<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Counts what chapters lack. Keeps the users of each version, because several chapters ask.
#[derive(Debug, Default)]
pub(super) struct Fit<'a> {
    users: BTreeMap<(KeyId, Option<Language>), Users<'a>>,
    /// The structures that the chapters of a service describe.
    documented: HashMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Fit<'a> {
    /// Notes the structures of a chapter.
    pub(super) fn note(&mut self, subject: &Subject<'a>) {
        if let Content::Structures(structures) = &subject.chapter.content {
            let names = structures.iter().map(|structure| structure.name.as_str());
            let documented = self.documented.entry(subject.service()).or_default();
            documented.extend(names);
        }
    }

    /// Returns the number of facts that the version's pages state and the chapter lacks, or `None`
    /// if the version has no page in the chapter's language, or the two have no facts in common.
    pub(super) fn lacks(
        &mut self,
        index: &Index<'a>,
        subject: &Subject<'a>,
        id: KeyId,
    ) -> Option<usize> {
        let own = |language: &Option<Language>| *language == subject.language;
        let pages = || index.pages.get(id).into_iter().flatten();
        if !pages().any(|(language, _)| own(language)) {
            return None;
        }
        match &subject.chapter.content {
            Content::Structures(structures) => {
                Some(self.lacks_users(index, subject, structures, id))
            }
            Content::Errors(codes) => {
                let listed: BTreeSet<&str> = codes.iter().map(|code| code.code.as_str()).collect();
                let stated = pages().flat_map(|(_, page)| &page.errors);
                let stated: BTreeSet<&str> = stated.map(|code| code.code.as_str()).collect();
                Some(stated.difference(&listed).count())
            }
            Content::Catalogue(_) => {
                let listed: BTreeSet<&str> = subject
                    .chapter
                    .content
                    .named_actions()
                    .into_iter()
                    .collect();
                let stated = pages().filter(|(language, _)| own(language));
                let stated: BTreeSet<&str> =
                    stated.map(|(_, page)| page.action.name.as_str()).collect();
                Some(stated.difference(&listed).count())
            }
            Content::History(_) | Content::Regions(_) | Content::Introduction { .. } => None,
        }
    }

    /// Counts the uses of structures that the version's pages show and the chapter doesn't list.
    fn lacks_users(
        &mut self,
        index: &Index<'a>,
        subject: &Subject<'a>,
        structures: &[Structure],
        id: KeyId,
    ) -> usize {
        let listed: BTreeMap<&str, BTreeSet<&str>> = structures
            .iter()
            .map(|structure| {
                let users = structure.used_by.iter().map(String::as_str);
                (structure.name.as_str(), users.collect())
            })
            .collect();
        let documented = self.documented.get(subject.service());
        let key = (id, subject.language);
        let users = self.users.entry(key);
        let users = users.or_insert_with(|| index.users(id, subject.language));
        let lacking = users.iter().map(|(name, users)| match listed.get(name) {
            Some(listed) => users.difference(listed).count(),
            // A structure that no page describes speaks against nobody.
            None => usize::from(documented.is_some_and(|names| names.contains(name))),
        });
        lacking.sum()
    }
}

/// Returns whether the list of a structure's users names all actions of the version that name the
/// structure.
pub(super) fn lists_all_users(users: &Users<'_>, structure: &Structure) -> bool {
    let listed: BTreeSet<&str> = structure.used_by.iter().map(String::as_str).collect();
    let users = users.get(structure.name.as_str());
    users.is_none_or(|users| users.is_subset(&listed))
}

/// Returns a text that is equal for chapters that agree word for word.
pub(super) fn wording(subject: &Subject<'_>) -> String {
    let content = match subject.chapter.content.clone() {
        Content::Structures(mut structures) => {
            for structure in &mut structures {
                structure.sources.clear();
            }
            Content::Structures(structures)
        }
        content => content,
    };
    format!("{:?} {content:?}", subject.language)
}
