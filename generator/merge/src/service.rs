//! Facts of a whole service: its chapters become `service.yaml`, its error codes `errors.yaml`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::clipped::{Evidence, prefer_whole};
use crate::edition::{EDITIONS_DIFFER, Edition, newest_first};
use crate::group::{Group, Key};
use crate::page_date::page_date;
use extract::{Content, Retired};
use spec::finding::{Finding, Nature, Rule};
use spec::{Catalogue, CatalogueEntry, ErrorCode, Protocol, Region, Release, Service};

pub(crate) const ERROR_LISTS_DIFFER: Rule = Rule {
    name: "error-lists-differ",
    nature: Nature::Contradiction,
    explanation: "Two lists of error codes disagree on whether a code is common to all services. \
                  The newer list wins.",
};

pub(crate) const ERROR_NOT_IN_LIST: Rule = Rule {
    name: "error-not-in-list",
    nature: Nature::Contradiction,
    explanation: "An action lists an error code that the product's own list lacks. The code is \
                  added to the list.",
};

/// Merges the chapters into a service, without its endpoint, which only actions name.
pub(crate) fn service_of(key: &Key, group: &Group, findings: &mut Vec<Finding>) -> Service {
    let mut service = Service {
        name: key.service.clone(),
        version: key.version.clone(),
        ..Service::default()
    };
    set_protocol(&mut service, group);
    let mut chapters: Vec<(Edition, &Content)> = group
        .chapters
        .iter()
        .map(|(edition, content)| (edition.clone(), content))
        .collect();
    newest_first(&mut chapters);
    let files: BTreeSet<String> = chapters
        .iter()
        .map(|(edition, _)| edition.source.file.clone())
        .collect();
    for (edition, content) in &chapters {
        let mut content = (*content).clone();
        if files.len() > 1 {
            set_file(&mut content, &edition.source.file);
        }
        add(&mut service, edition, &content, findings);
    }
    let mut sources: Vec<_> = chapters
        .into_iter()
        .map(|(edition, _)| edition.source)
        .collect();
    sources.sort_by(|one, other| (&one.file, one.line).cmp(&(&other.file, other.line)));
    sources.dedup();
    service.sources = sources;
    service
}

/// Sets the protocol, and for a retired API the path and the envelope that most pages show.
fn set_protocol(service: &mut Service, group: &Group) {
    let retired: Vec<&Retired> = group
        .pages
        .iter()
        .filter_map(|(_, page)| page.retired.as_ref())
        .collect();
    let most = retired.iter().max_by_key(|one| {
        let same = retired.iter().filter(|other| **other == **one);
        same.count()
    });
    if let Some(most) = most {
        service.protocol = Protocol::V2;
        service.path = Some(most.path.clone());
        service.envelope = Some(most.envelope);
    }
}

/// Adds the file to parts that have a line, because the chapters come from several files.
fn set_file(content: &mut Content, file: &str) {
    match content {
        Content::Catalogue(groups) => {
            for entry in groups.iter_mut().flat_map(|group| &mut group.actions) {
                entry.file = Some(file.to_owned());
            }
        }
        Content::History(releases) => {
            for release in releases {
                release.file = Some(file.to_owned());
            }
        }
        _ => {}
    }
}

fn add(service: &mut Service, edition: &Edition, content: &Content, findings: &mut Vec<Finding>) {
    match content {
        Content::Introduction { title, doc } => {
            service.title.fill(title.clone());
            service.doc.fill(doc.clone());
        }
        Content::Regions(regions) => add_regions(&mut service.regions, regions),
        Content::History(releases) => add_history(&mut service.history, releases),
        Content::Catalogue(groups) => {
            add_catalogue(&mut service.catalogue, groups, edition, findings)
        }
        // Merged elsewhere: errors below, structures in their own module.
        Content::Errors(_) | Content::Structures(_) => {}
    }
}

fn add_regions(known: &mut Vec<Region>, more: &[Region]) {
    for region in more {
        match known.iter_mut().find(|known| known.id == region.id) {
            Some(known) => known.name.fill(region.name.clone()),
            None => known.push(region.clone()),
        }
    }
}

/// Adds new releases. Editions number releases independently, so only the date identifies one.
fn add_history(known: &mut Vec<Release>, more: &[Release]) {
    let dates: Vec<Option<String>> = known.iter().map(|release| release.date.clone()).collect();
    let is_new = |release: &&Release| release.date.is_none() || !dates.contains(&release.date);
    known.extend(more.iter().filter(is_new).cloned());
    known.sort_by_key(|release| Reverse(release.date.as_deref().and_then(page_date)));
}

/// Adds titles in another language to known entries, and new entries with their group.
fn add_catalogue(
    known: &mut Vec<Catalogue>,
    more: &[Catalogue],
    edition: &Edition,
    findings: &mut Vec<Finding>,
) {
    if known.is_empty() {
        known.extend_from_slice(more);
        return;
    }
    for group in more {
        let mut new: Vec<CatalogueEntry> = Vec::new();
        for entry in &group.actions {
            match entry_of(known, &entry.name) {
                None => new.push(entry.clone()),
                Some(known) => add_entry(known, entry, edition, findings),
            }
        }
        if !new.is_empty() {
            known.push(Catalogue {
                group: group.group.clone(),
                actions: new,
            });
        }
    }
}

fn entry_of<'c>(catalogue: &'c mut [Catalogue], name: &str) -> Option<&'c mut CatalogueEntry> {
    catalogue
        .iter_mut()
        .flat_map(|group| &mut group.actions)
        .find(|entry| entry.name == name)
}

fn add_entry(
    known: &mut CatalogueEntry,
    entry: &CatalogueEntry,
    edition: &Edition,
    findings: &mut Vec<Finding>,
) {
    known.title.fill(entry.title.clone());
    if let (Some(kept), Some(other)) = (known.rate_limit, entry.rate_limit)
        && kept != other
    {
        findings.push(Finding::warning(
            &edition.source.file,
            entry.line,
            &EDITIONS_DIFFER,
            &entry.name,
            format!(
                "the rate limit is {other} in this overview, {kept} in a newer one; kept {kept}"
            ),
        ));
    }
    known.rate_limit = known.rate_limit.or(entry.rate_limit);
    known.url = known.url.take().or_else(|| entry.url.clone());
}

/// Merges the error codes of the product's own lists, by code.
pub(crate) fn merge_error_lists(
    group: &Group,
    findings: &mut Vec<Finding>,
) -> BTreeMap<String, ErrorCode> {
    let mut lists: Vec<_> = group
        .chapters
        .iter()
        .filter_map(|(edition, content)| match content {
            Content::Errors(codes) => Some((edition.clone(), codes)),
            _ => None,
        })
        .collect();
    newest_first(&mut lists);
    let mut merged: BTreeMap<String, ErrorCode> = BTreeMap::new();
    for (edition, codes) in lists {
        for code in codes {
            let Some(known) = merged.get_mut(&code.code) else {
                merged.insert(code.code.clone(), code.clone());
                continue;
            };
            known.doc.fill(code.doc.clone());
            if known.common != code.common {
                let message = "one list calls the code common, another does not";
                findings.push(Finding::warning(
                    &edition.source.file,
                    edition.source.line,
                    &ERROR_LISTS_DIFFER,
                    &code.code,
                    message,
                ));
            }
        }
    }
    merged
}

/// The minimum number of torn texts that prove a list to be wider than its page.
const MIN_TORN: usize = 3;

/// Replaces texts that the margin of the list's page cuts by those of the action pages.
fn complete_texts(listed: &mut BTreeMap<String, ErrorCode>, group: &Group) {
    let mut torn = 0;
    for evidence in [Evidence::TornWord, Evidence::TornTable] {
        for code in group.pages.iter().flat_map(|(_, page)| &page.errors) {
            if let Some(known) = listed.get_mut(&code.code) {
                torn += prefer_whole(&mut known.doc, &code.doc, evidence).len();
            }
        }
        if torn < MIN_TORN {
            return;
        }
    }
}

/// Adds the error codes of the actions to the product's own. Sorts common codes first, then by
/// code.
pub(crate) fn complete_errors(
    mut listed: BTreeMap<String, ErrorCode>,
    group: &Group,
    findings: &mut Vec<Finding>,
) -> Vec<ErrorCode> {
    // The chapter on responses lists only common codes, so it isn't the product's own list.
    let has_list = listed.values().any(|code| !code.common);
    complete_texts(&mut listed, group);
    for (edition, page) in &group.pages {
        for code in &page.errors {
            if let Some(known) = listed.get_mut(&code.code) {
                known.doc.fill(code.doc.clone());
                continue;
            }
            listed.insert(code.code.clone(), code.clone());
            if has_list {
                findings.push(Finding::warning(
                    &edition.source.file,
                    edition.source.line,
                    &ERROR_NOT_IN_LIST,
                    &page.action.name,
                    format!("the product's list of error codes lacks `{}`", code.code),
                ));
            }
        }
    }
    let mut codes: Vec<ErrorCode> = listed.into_values().collect();
    codes.sort_by(|one, other| (!one.common, &one.code).cmp(&(!other.common, &other.code)));
    codes
}
