//! The products whose pages lost facts: a page vanished, was edited, or can't be used any more.
//! Generated anew, they would silently lack what the committed specs have from these pages.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use pipeline::{Documented, PAGES};
use sources::PageFault;
use spec::finding::{Finding, Severity};
use spec::{Files, ServiceSpec, Source, SpecFault, SpecFaults};

use crate::generation::{Faults, parse_sound};

const HELP: &str = "restore the page with `git checkout`, or scrape it again; to give up these \
                    facts, accept the error with `cargo xtask lint --accept`";

/// Returns the faults of products whose pages disagree with the manifest: of the service that the
/// manifest or the page's path names, and of all whose committed specs name the page. Drops the
/// findings about these products, because they lack pages.
///
/// # Errors
/// Fails if a page belongs to no product.
pub fn of_disagreeing_pages(
    pages: Vec<PageFault>,
    documented: &mut Documented,
    files: &Files,
) -> Result<Faults> {
    let mut faults = Faults::new();
    if pages.is_empty() {
        return Ok(faults);
    }
    let mut strays = Vec::new();
    let (committed, _) = parse_sound(files)?;
    for PageFault {
        file,
        service,
        fault,
    } in pages
    {
        let naming = committed.iter().filter(|spec| names_page(spec, &file));
        let mut services: BTreeSet<String> = naming.map(|spec| spec.service.name.clone()).collect();
        services.extend(service);
        if services.is_empty() {
            strays.push(fault.clone());
        }
        for service in services {
            faults.entry(service).or_default().push(fault.clone());
        }
    }
    if !strays.is_empty() {
        bail!(SpecFaults(strays));
    }
    let findings = &mut documented.findings;
    findings.retain(|finding| !faults.contains_key(&finding.product));
    Ok(faults)
}

/// Returns the faults of products that would lose what a page with a new error documented.
///
/// # Errors
/// Fails if a committed spec has a fault that concerns no product.
pub fn of_unusable_pages(
    new: &[&Finding],
    documented: &Documented,
    files: &Files,
) -> Result<Faults> {
    let is_error = |finding: &&&Finding| finding.severity == Severity::Error;
    let errors = new.iter().filter(is_error);
    let pages: BTreeSet<&str> = errors
        .filter_map(|finding| finding.file.strip_prefix(PAGES))
        .collect();
    let mut faults = Faults::new();
    if pages.is_empty() {
        return Ok(faults);
    }
    let now: BTreeMap<(&str, &str), &ServiceSpec> = documented
        .specs
        .iter()
        .map(|spec| (key(spec), spec))
        .collect();
    for old in &parse_sound(files)?.0 {
        for (page, lost) in lost_facts(old, now.get(&key(old)).copied(), &pages) {
            let of_service = faults.entry(old.service.name.clone()).or_default();
            of_service.push(fault(old, page, &lost));
        }
    }
    Ok(faults)
}

fn key(spec: &ServiceSpec) -> (&str, &str) {
    (&spec.service.name, &spec.service.version)
}

fn names_page(spec: &ServiceSpec, page: &str) -> bool {
    let of_actions = spec.actions.iter().flat_map(|action| &action.sources);
    let of_structures = spec.structures.iter();
    let of_structures = of_structures.flat_map(|structure| &structure.sources);
    let mut sources = of_actions.chain(of_structures).chain(&spec.service.sources);
    sources.any(|source| source.file == page)
}

/// Returns the lost facts by page: actions and structures by name, and the chapters.
fn lost_facts<'p>(
    old: &ServiceSpec,
    new: Option<&ServiceSpec>,
    pages: &BTreeSet<&'p str>,
) -> BTreeMap<&'p str, Vec<String>> {
    let mut lost: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut note = |sources: &[Source], what: String| {
        let named = sources.iter().filter_map(|source| pages.get(&*source.file));
        for page in named.copied().collect::<BTreeSet<&str>>() {
            lost.entry(page).or_default().push(what.clone());
        }
    };
    let actions = new.iter().flat_map(|spec| &spec.actions);
    let actions: BTreeSet<&str> = actions.map(|action| action.name.as_str()).collect();
    for action in &old.actions {
        if !actions.contains(action.name.as_str()) {
            note(&action.sources, format!("the action `{}`", action.name));
        }
    }
    let structures: BTreeSet<&str> = new.map_or_else(BTreeSet::new, documented_structures);
    for structure in &old.structures {
        let is_documented = structure.inferred.is_none();
        if is_documented && !structures.contains(structure.name.as_str()) {
            let what = format!("the structure `{}`", structure.name);
            note(&structure.sources, what);
        }
    }
    for source in &old.service.sources {
        if !new.is_some_and(|spec| has_chapter_of(spec, &source.file)) {
            note(std::slice::from_ref(source), "a chapter".to_owned());
        }
    }
    lost
}

/// Returns the names of the structures that pages describe, rather than examples.
fn documented_structures(spec: &ServiceSpec) -> BTreeSet<&str> {
    let structures = spec.structures.iter();
    let documented = structures.filter(|structure| structure.inferred.is_none());
    documented
        .map(|structure| structure.name.as_str())
        .collect()
}

fn has_chapter_of(spec: &ServiceSpec, page: &str) -> bool {
    let mut sources = spec.service.sources.iter();
    sources.any(|source| source.file == page)
}

/// The most lost facts that a message names.
const NAMED: usize = 3;

fn fault(spec: &ServiceSpec, page: &str, lost: &[String]) -> SpecFault {
    let named: Vec<&str> = lost.iter().take(NAMED).map(String::as_str).collect();
    let more = match lost.len().saturating_sub(NAMED) {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    let (service, version) = key(spec);
    let message = format!(
        "specs/{service}/{version} has {}{more} from this page, which the page no longer yields",
        named.join(", ")
    );
    SpecFault::in_file(format!("{PAGES}{page}"), message, HELP)
}
