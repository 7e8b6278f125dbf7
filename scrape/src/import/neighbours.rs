//! The service of an imported chapter: what it names, and the action pages near it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use extract::{Content, page_numbers};

use super::Candidate;

/// The action pages of an import.
#[derive(Debug, Default)]
pub(super) struct Neighbours<'a> {
    of_action: HashMap<&'a str, BTreeSet<&'a str>>,
    of_code: HashMap<&'a str, BTreeSet<&'a str>>,
    /// The services whose action pages link to a page, by its number.
    of_link: HashMap<u64, BTreeSet<&'a str>>,
    /// The number of files of each service in a folder and below.
    of_folder: HashMap<&'a [String], BTreeMap<&'a str, usize>>,
}

/// Returns the service of each file, if known: its own, the given one, or else the one that the
/// evidence agrees on.
///
/// The evidence of a chapter: the actions that it names, links to its page, the action pages in its
/// folder and below, and those in a folder above if the chapter names their actions or error codes.
/// A chapter that names nothing follows the other chapters of its folder.
pub(super) fn services(candidates: &[Candidate<'_>], given: Option<&str>) -> Vec<Option<String>> {
    let neighbours = Neighbours::new(candidates);
    let mut of_chapters: HashMap<&[String], BTreeSet<String>> = HashMap::new();
    let mut services = Vec::new();
    for candidate in candidates {
        let own = candidate.page.service.as_deref().or(given);
        let service = own
            .or_else(|| neighbours.service(candidate))
            .map(str::to_owned);
        if candidate.page.service.is_none() {
            let folder = of_chapters.entry(&candidate.file.folders).or_default();
            folder.extend(service.clone());
        }
        services.push(service);
    }
    for (candidate, service) in candidates.iter().zip(&mut services) {
        let chapters = of_chapters.get(candidate.file.folders.as_slice());
        if let (None, Some(chapters)) = (&service, chapters)
            && names(candidate).is_empty()
            && chapters.len() == 1
        {
            *service = chapters.first().cloned();
        }
    }
    services
}

/// Returns the reason why a chapter's service is unknown.
pub(super) fn doubt(candidate: &Candidate<'_>) -> String {
    let names: Vec<&str> = names(candidate).into_iter().take(3).collect();
    let evidence = match names.as_slice() {
        [] => "it names no action".to_owned(),
        names => format!("it names the actions {}, …", names.join(", ")),
    };
    format!(
        "neither the file nor its neighbours name a service ({evidence}): use --service, or import \
         it together with the action pages of its product"
    )
}

impl<'a> Neighbours<'a> {
    fn new(candidates: &'a [Candidate<'_>]) -> Self {
        let mut all = Self::default();
        for candidate in candidates {
            let Some(service) = candidate.page.service.as_deref() else {
                continue;
            };
            for depth in 0..=candidate.file.folders.len() {
                let folder = candidate.file.folders.get(..depth).unwrap_or_default();
                let counts = all.of_folder.entry(folder).or_default();
                *counts.entry(service).or_default() += 1;
            }
            for page in &candidate.page.facts.actions {
                let name = page.action.name.as_str();
                all.of_action.entry(name).or_default().insert(service);
                for code in &page.errors {
                    all.of_code.entry(&code.code).or_default().insert(service);
                }
                for link in page
                    .linked_pages
                    .iter()
                    .filter_map(|link| page_numbers(link))
                {
                    all.of_link.entry(link.page).or_default().insert(service);
                }
            }
        }
        all
    }

    /// Returns the service that the evidence about a chapter agrees on.
    fn service(&self, candidate: &Candidate<'_>) -> Option<&'a str> {
        let names = names(candidate);
        let named = shares(&names, &self.of_action);
        if let Some(service) = only(
            named
                .iter()
                .filter(|(_, hits)| *hits * 10 >= names.len() * 9),
        ) {
            return Some(service);
        }
        if let Some(service) = self.linking(candidate) {
            return Some(service);
        }
        let folders = candidate.file.folders.as_slice();
        if let Some(service) = self
            .of_folder
            .get(folders)
            .and_then(|counts| nearly_all(counts))
        {
            return Some(service);
        }
        // A folder above may hold other products, so the chapter itself must speak for its service.
        let codes = codes(candidate);
        let known = if names.is_empty() {
            shares(&codes, &self.of_code)
        } else {
            named
        };
        let least = if names.is_empty() {
            1
        } else {
            names.len().div_ceil(2)
        };
        let above = (0..folders.len())
            .rev()
            .filter_map(|depth| folders.get(..depth));
        let service = above
            .filter_map(|folder| self.of_folder.get(folder))
            .find_map(|counts| nearly_all(counts))?;
        known
            .get(service)
            .is_some_and(|hits| *hits >= least)
            .then_some(service)
    }

    /// Returns the only service whose action pages link to the chapter's page.
    fn linking(&self, candidate: &Candidate<'_>) -> Option<&'a str> {
        let chapters = candidate.page.facts.chapters.iter();
        let linked = chapters.filter_map(|chapter| page_numbers(chapter.address.as_deref()?));
        let saved = candidate.address.and_then(|address| address.page);
        let pages = linked.map(|numbers| numbers.page).chain(saved);
        let services: BTreeSet<&str> = pages
            .filter_map(|page| self.of_link.get(&page))
            .flatten()
            .copied()
            .collect();
        (services.len() == 1)
            .then(|| services.first().copied())
            .flatten()
    }
}

/// Returns the actions that a file's chapters name.
fn names<'c>(candidate: &'c Candidate<'_>) -> BTreeSet<&'c str> {
    let chapters = candidate.page.facts.chapters.iter();
    chapters
        .flat_map(|chapter| chapter.content.named_actions())
        .collect()
}

/// Returns the error codes that a file's chapters list, except those of all services.
fn codes<'c>(candidate: &'c Candidate<'_>) -> BTreeSet<&'c str> {
    let chapters = candidate.page.facts.chapters.iter();
    chapters
        .filter_map(|chapter| match &chapter.content {
            Content::Errors(codes) => Some(codes),
            _ => None,
        })
        .flatten()
        .filter(|code| !code.common)
        .map(|code| code.code.as_str())
        .collect()
}

/// Returns the number of names that each service has.
fn shares<'a>(
    names: &BTreeSet<&str>,
    of_name: &HashMap<&'a str, BTreeSet<&'a str>>,
) -> BTreeMap<&'a str, usize> {
    let mut shares = BTreeMap::new();
    for service in names.iter().filter_map(|name| of_name.get(name)).flatten() {
        *shares.entry(*service).or_default() += 1;
    }
    shares
}

/// Returns the service if there is exactly one.
fn only<'a: 'n, 'n>(
    mut services: impl Iterator<Item = (&'n &'a str, &'n usize)>,
) -> Option<&'a str> {
    let (first, _) = services.next()?;
    services.next().is_none().then_some(*first)
}

/// Returns the service of at least nine of ten files: a folder may hold a few pages that call
/// another service.
fn nearly_all<'a>(counts: &BTreeMap<&'a str, usize>) -> Option<&'a str> {
    let all: usize = counts.values().sum();
    let (service, _) = counts.iter().find(|(_, count)| **count * 10 >= all * 9)?;
    Some(service)
}
