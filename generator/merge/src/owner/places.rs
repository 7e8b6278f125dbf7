//! Evidence from links, from the file, from folders and from addresses.

use std::collections::BTreeSet;

use super::index::{Counts, Index, KeyId, page_id};
use super::subject::Subject;
use extract::Content;

/// The candidates that one kind of evidence speaks for.
#[derive(Debug, Clone)]
pub(super) struct Evidence {
    /// The kind of evidence, as messages name it.
    pub(super) kind: &'static str,
    /// Empty if the evidence says nothing.
    pub(super) keys: BTreeSet<KeyId>,
}

/// The kind of [`Evidence`] from links.
pub(super) const LINKS: &str = "links";

/// The kind of [`Evidence`] from the address, the weakest: a category may hold several products.
pub(super) const ADDRESS: &str = "the address";

/// Collects the evidence about a chapter, the strongest first.
pub(super) fn evidence(
    index: &Index<'_>,
    subject: &Subject<'_>,
    candidates: &BTreeSet<KeyId>,
) -> Vec<Evidence> {
    [
        (LINKS, links(index, subject, candidates)),
        ("the file", file(index, subject)),
        ("the folder", folder(index, subject, candidates)),
        (ADDRESS, address(index, subject)),
    ]
    .into_iter()
    .map(|(kind, keys)| Evidence {
        kind,
        keys: keys.intersection(candidates).copied().collect(),
    })
    .collect()
}

/// Returns whose action pages link to the chapter, or are linked from it. The chapter's own link to
/// the API Explorer is decisive.
fn links(
    index: &Index<'_>,
    subject: &Subject<'_>,
    candidates: &BTreeSet<KeyId>,
) -> BTreeSet<KeyId> {
    if let Some((service, version)) = &subject.chapter.explorer
        && let Some(id) = candidates.iter().find(|id| {
            let key = index.keys.get(**id);
            key.is_some_and(|key| key.service == *service && key.version == *version)
        })
    {
        return [*id].into();
    }
    let mut counts = Counts::new();
    if let Some(page) = subject.page() {
        add(&mut counts, index.linking_to(page), candidates);
    }
    if let Content::Catalogue(groups) = &subject.chapter.content {
        let urls = groups.iter().flat_map(|group| &group.actions);
        for url in urls.filter_map(|entry| entry.url.as_deref()) {
            let page = page_id(url, subject.site);
            let counted = page.and_then(|page| index.at(page));
            add(&mut counts, counted, candidates);
        }
    }
    // A page may refer to the chapter of another version, as a page about migration does.
    let all: usize = counts.values().sum();
    let many = counts.iter().filter(|(_, count)| **count * 10 >= all);
    many.map(|(id, _)| *id).collect()
}

fn add(counts: &mut Counts, more: Option<&Counts>, candidates: &BTreeSet<KeyId>) {
    for (id, count) in more.into_iter().flatten() {
        if candidates.contains(id) {
            *counts.entry(*id).or_default() += count;
        }
    }
}

/// Returns whose the file's only actions are, or else whose are those around the chapter.
fn file(index: &Index<'_>, subject: &Subject<'_>) -> BTreeSet<KeyId> {
    let chapter = subject.chapter;
    if let Some(version) = &chapter.version {
        let versions = index.versions(subject.service()).into_iter();
        return versions
            .filter(|id| index.version(*id) == version)
            .collect();
    }
    index.around(&subject.entry.file, chapter.source.line)
}

/// Returns the version in the path, or else whose action pages are in the nearest folder that has
/// some, with the folders below it.
fn folder(
    index: &Index<'_>,
    subject: &Subject<'_>,
    candidates: &BTreeSet<KeyId>,
) -> BTreeSet<KeyId> {
    let path = subject.entry.file.as_str();
    let named: BTreeSet<KeyId> = candidates
        .iter()
        .copied()
        .filter(|id| names_version(path, index.version(*id)))
        .collect();
    if !named.is_empty() {
        return named;
    }
    let mut folder = path;
    while let Some((above, _)) = folder.rsplit_once('/') {
        folder = above;
        let here = index.in_folder(folder).into_iter().flatten();
        let here: BTreeSet<KeyId> = here
            .map(|(id, _)| *id)
            .filter(|id| candidates.contains(id))
            .collect();
        if !here.is_empty() {
            return here;
        }
    }
    BTreeSet::new()
}

/// Returns whether a path contains a version such as `2020-06-08`, or only its digits: `v20200608`.
fn names_version(path: &str, version: &str) -> bool {
    let digits = version.replace('-', "");
    let is_whole = |found: &str| {
        path.match_indices(found).any(|(at, _)| {
            let before = path.get(..at).and_then(|text| text.chars().next_back());
            let after = path
                .get(at + found.len()..)
                .and_then(|text| text.chars().next());
            let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            !is_digit(before) && !is_digit(after)
        })
    };
    !version.is_empty() && (is_whole(version) || is_whole(&digits))
}

/// Returns whose action pages share the category in the chapter's address.
fn address(index: &Index<'_>, subject: &Subject<'_>) -> BTreeSet<KeyId> {
    let category = subject.category();
    let counts = category.and_then(|(site, category)| index.in_category(site, category));
    counts.into_iter().flatten().map(|(id, _)| *id).collect()
}

#[cfg(test)]
mod tests {
    use super::names_version;

    #[test]
    fn path_names_version_as_whole_number() {
        for (path, expected) in [
            ("ams/2020-06-08/types.zh.md", true),
            ("ams/v20200608/types.zh.md", true),
            ("ams/types-2020-06-08.zh.md", true),
            ("ams/120200608/types.zh.md", false),
            ("ams/2020-06-081/types.zh.md", false),
            ("ams/types.zh.md", false),
        ] {
            assert_eq!(names_version(path, "2020-06-08"), expected, "{path}");
        }
    }
}
