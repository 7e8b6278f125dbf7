//! The stages in order, from pages to specs, as every command runs them.

#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

mod loss;

pub use loss::{Loss, lost_facts};

use std::collections::{BTreeMap, BTreeSet};

use extract::Facts;
use lint::{lint_pages, lint_specs};
use merge::retired::Retired;
use merge::{SourceFacts, apply_overrides, merge};
use sources::Checked;
use spec::finding::{Finding, Severity};
use spec::{Files, ServiceSpec, SpecFault, SpecFaults, parse_known_faults};

/// The folder of the pages, relative to the workspace. Terminals can then open findings.
pub const PAGES: &str = "specs/sources/";

/// The documented specs, and the findings about them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Documented {
    /// One spec for each service and version, before any override.
    pub specs: Vec<ServiceSpec>,
    /// The findings of all stages, sorted.
    pub findings: Vec<Finding>,
}

/// Runs stages 1 and 2, and returns the facts of every page. An unreadable page yields only a
/// finding.
pub fn extract_pages(pages: &[Checked<'_>]) -> Vec<SourceFacts> {
    parallel::map(pages, |page| {
        let entry = page.entry.clone();
        let mut facts = facts_of(&entry.file, page.bytes, Some(entry.format));
        // A person settled the version of pages that state none.
        for page in &mut facts.actions {
            let version = &mut page.action.version;
            if let (true, Some(settled)) = (version.is_empty(), &entry.version) {
                version.clone_from(settled);
            }
        }
        // Overviews list addresses too, but not every service has an overview.
        if let ([page], Some(url)) = (facts.actions.as_mut_slice(), &entry.url) {
            for source in &mut page.action.sources {
                source.url.get_or_insert_with(|| url.clone());
            }
        }
        // An arbitrary file may lack facts, but a page in the manifest must have some.
        for finding in &mut facts.findings {
            if finding.rule == &extract::NO_FACTS {
                finding.severity = Severity::Error;
            }
        }
        SourceFacts { entry, facts }
    })
}

/// Returns the facts of one file, and guesses its format if `format` is `None`.
pub fn facts_of(file: &str, bytes: &[u8], format: Option<document::Format>) -> Facts {
    match document::read(file, bytes, format) {
        Ok(document) => extract::extract(&document),
        Err(error) => Facts {
            findings: vec![unreadable(file, &error)],
            ..Facts::default()
        },
    }
}

fn unreadable(file: &str, error: &document::ReadError) -> Finding {
    let printed = error.to_string();
    // The message begins with the file and often the line, which the finding has as fields.
    let rest = printed.strip_prefix(file).unwrap_or(&printed);
    let (place, message) = rest.split_once(": ").unwrap_or(("", rest));
    let line = place.trim_start_matches(':').parse().unwrap_or(0);
    let (message, help) = message
        .split_once("; ")
        .unwrap_or((message, "save the page again"));
    Finding::warning(file, line, &extract::UNREADABLE_PAGE, "", message)
        .severity(Severity::Error)
        .help(help)
}

/// Runs stage 3: merges the facts into specs, and checks both with the lint rules.
pub fn specs_of(sources: Vec<SourceFacts>) -> Documented {
    let mut findings = lint_pages(&sources);
    let products: BTreeMap<String, String> = sources
        .iter()
        .map(|source| (source.entry.file.clone(), source.entry.service.clone()))
        .collect();
    let merged = merge(sources);
    findings.extend(merged.findings);
    findings.extend(lint_specs(&merged.specs));
    for finding in &mut findings {
        if let Some(product) = products.get(&finding.file) {
            finding.product.clone_from(product);
        }
        finding.file = format!("{PAGES}{}", finding.file);
    }
    findings.sort();
    findings.dedup();
    Documented {
        specs: merged.specs,
        findings,
    }
}

/// Specs with their hand-written files, as far as these have no faults.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Corrected {
    /// The specs. Those of a service with faults lack the faulty corrections.
    pub specs: Vec<ServiceSpec>,
    /// The faults of hand-written files by service.
    pub faults: BTreeMap<String, Vec<SpecFault>>,
}

/// Applies the other files of each spec's folder: `retired.yaml`, `overrides.yaml` and
/// `known_faults.yaml`. `files` has their texts by path below `root`. A fault affects only its
/// service.
pub fn correct(mut specs: Vec<ServiceSpec>, root: &str, files: &Files) -> Corrected {
    let mut faults: BTreeMap<String, Vec<SpecFault>> = BTreeMap::new();
    let mut known = BTreeSet::new();
    for spec in &mut specs {
        let folder = format!("{}/{}", spec.service.name, spec.service.version);
        if let Err(more) = add_hand_written(spec, root, &folder, files) {
            let of_service = faults.entry(spec.service.name.clone()).or_default();
            of_service.extend(more.0);
        }
        known.insert(folder);
    }
    for path in files.keys() {
        let Some((folder, name)) = path.rsplit_once('/') else {
            continue;
        };
        let needs_spec = HAND_WRITTEN.contains(&name) || name == spec::RETIRED;
        if needs_spec && !known.contains(folder) {
            let service = folder.split('/').next().unwrap_or(folder);
            let of_service = faults.entry(service.to_owned()).or_default();
            of_service.push(SpecFault::in_file(
                format!("{root}/{path}"),
                "no page describes this service and version",
                "delete the file, or restore the pages in specs/sources/",
            ));
        }
    }
    Corrected { specs, faults }
}

/// Applies the other files of each spec's folder as [`correct`] does.
///
/// # Errors
///
/// If a file has a fault, or belongs to a service and version that no page documents.
pub fn with_hand_written(
    specs: Vec<ServiceSpec>,
    root: &str,
    files: &Files,
) -> Result<Vec<ServiceSpec>, SpecFaults> {
    let corrected = correct(specs, root, files);
    SpecFaults::check(corrected.faults.into_values().flatten().collect())?;
    Ok(corrected.specs)
}

/// The files in a spec folder that people write.
pub const HAND_WRITTEN: [&str; 2] = ["overrides.yaml", "known_faults.yaml"];

fn add_hand_written(
    spec: &mut ServiceSpec,
    root: &str,
    folder: &str,
    files: &Files,
) -> Result<(), SpecFaults> {
    let [overrides, known_faults] = HAND_WRITTEN.map(|name| format!("{folder}/{name}"));
    let mut faults = Vec::new();
    if let Some(text) = files.get(&known_faults) {
        match parse_known_faults(&format!("{root}/{known_faults}"), text) {
            Ok(known) => spec.known_faults = known,
            Err(fault) => faults.push(fault),
        }
    }
    let retired = format!("{folder}/{}", spec::RETIRED);
    if let Some(text) = files.get(&retired) {
        let file = format!("{root}/{retired}");
        match Retired::parse(&file, text) {
            Ok(retired) => {
                if let Err(more) = retired.add_to(spec, &file, text) {
                    faults.extend(more.0);
                }
            }
            Err(fault) => faults.push(fault),
        }
    }
    if let Some(text) = files.get(&overrides)
        && let Err(more) = apply_overrides(spec, &format!("{root}/{overrides}"), text)
    {
        faults.extend(more.0);
    }
    SpecFaults::check(faults)
}

#[cfg(test)]
mod tests {
    use super::extract_pages;
    use sources::{Checked, parse_sources};

    #[test]
    fn settled_version_fills_only_missing_one() {
        let page = |version: &str| {
            format!(
                "## 1. API Description\n\nDomain name for API request: cbs.tencentcloudapi.com.\n\n\
                 ## 2. Input Parameters\n\n| Parameter Name | Required | Type | Description |\n\
                 |---|---|---|---|\n\
                 | Action | Yes | String | Common parameter. The value used for this API: CreateDisks |\n\
                 {version}\n\n## 3. Output Parameters\n\n| Parameter Name | Type | Description |\n\
                 |---|---|---|\n| RequestId | String | The unique request ID. |\n"
            )
        };
        let stated = "| Version | Yes | String | Common parameter. The value used for this API: \
                      2017-03-12 |";
        let manifest = "- {file: a.en.md, service: cbs, version: '2020-01-01', language: en, \
                        format: markdown, sha256: ''}\n";
        let entries = parse_sources("sources.yaml", manifest).unwrap();
        let version = |text: String| {
            let checked = Checked {
                entry: &entries[0],
                bytes: text.as_bytes(),
            };
            extract_pages(&[checked])[0].facts.actions[0]
                .action
                .version
                .clone()
        };
        assert_eq!(version(page("")), "2020-01-01");
        assert_eq!(version(page(stated)), "2017-03-12");
    }

    #[test]
    fn fetched_address_becomes_source_url() {
        let url = "https://cloud.tencent.com/document/api/9001/70004";
        let manifest = format!(
            "- {{file: a.zh.html, service: bridge, language: zh, format: html, url: '{url}', sha256: ''}}\n"
        );
        let entries = parse_sources("sources.yaml", &manifest).unwrap();
        let page = include_bytes!("../../document/tests/documents/zh/site.html");
        let checked = Checked {
            entry: &entries[0],
            bytes: page,
        };
        let sources = extract_pages(&[checked]);
        let action = &sources[0].facts.actions[0].action;
        assert_eq!(action.sources[0].url.as_deref(), Some(url));
    }
}
