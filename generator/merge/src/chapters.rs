//! The chapters about a whole service become `service.yaml`.

use std::collections::BTreeSet;

use super::edition::{Edition, newest_first};
use super::group::{Group, Key};
use super::page_date::page_date;
use extract::Content;
use spec::finding::Finding;
use spec::{Catalogue, CatalogueEntry, Region, Release, Service};

/// All of API 3.0 is signed and sent in one way.
const PROTOCOL: &str = "tc3";

/// The service without its endpoint, which only the actions name.
pub(super) fn service_of(key: &Key, group: &Group, findings: &mut Vec<Finding>) -> Service {
    let mut service = Service {
        name: key.service.clone(),
        version: key.version.clone(),
        protocol: PROTOCOL.to_owned(),
        ..Service::default()
    };
    let mut chapters: Vec<(Edition, &Content)> = group
        .chapters
        .iter()
        .map(|(edition, content)| (edition.clone(), content))
        .collect();
    newest_first(&mut chapters);
    let sources = chapters.iter().map(|(edition, _)| &edition.source);
    let files: BTreeSet<&String> = sources.map(|source| &source.file).collect();
    let several = files.len() > 1;
    for (edition, content) in &chapters {
        let file = several.then_some(edition.source.file.as_str());
        add(&mut service, edition, &with_file(content, file), findings);
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

/// The same content, whose parts name their file where their lines alone would not tell.
fn with_file(content: &Content, file: Option<&str>) -> Content {
    let mut content = content.clone();
    let file = file.map(str::to_owned);
    match &mut content {
        Content::Catalogue(groups) => {
            for entry in groups.iter_mut().flat_map(|group| &mut group.actions) {
                entry.file.clone_from(&file);
            }
        }
        Content::History(releases) => {
            for release in releases {
                release.file.clone_from(&file);
            }
        }
        _ => {}
    }
    content
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
        // Merged by `errors` and `structures`.
        Content::Errors(_) | Content::Structures(_) => {}
    }
}

fn add_regions(known: &mut Vec<Region>, more: &[Region]) {
    for region in more {
        match known.iter_mut().find(|have| have.id == region.id) {
            Some(have) => have.name.fill(region.name.clone()),
            None => known.push(region.clone()),
        }
    }
}

/// Two editions count their releases apart, so only the date tells whether a release is known.
fn add_history(known: &mut Vec<Release>, more: &[Release]) {
    let dates: Vec<Option<String>> = known.iter().map(|release| release.date.clone()).collect();
    let is_new = |release: &&Release| release.date.is_none() || !dates.contains(&release.date);
    known.extend(more.iter().filter(is_new).cloned());
    known.sort_by_key(|release| std::cmp::Reverse(release.date.as_deref().and_then(page_date)));
}

/// Titles in a further language go to the entries that are known; further entries come in their group.
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
                Some(have) => add_entry(have, entry, edition, findings),
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
    have: &mut CatalogueEntry,
    entry: &CatalogueEntry,
    edition: &Edition,
    findings: &mut Vec<Finding>,
) {
    have.title.fill(entry.title.clone());
    if let (Some(kept), Some(other)) = (have.rate_limit, entry.rate_limit)
        && kept != other
    {
        findings.push(Finding::warning(
            &edition.source.file,
            entry.line,
            "editions-differ",
            &entry.name,
            format!(
                "the rate limit is {other} in this overview, {kept} in a newer one; kept {kept}"
            ),
        ));
    }
    have.rate_limit = have.rate_limit.or(entry.rate_limit);
    have.url = have.url.take().or_else(|| entry.url.clone());
}
