//! The figures of services and their actions.

use std::collections::BTreeMap;

use serde::Serialize;

use super::coverage::{Share, coverage};
use super::doubts::{Doubt, doubts};
use super::findings::Reported;
use lower::PagingStyle;
use spec::{Action, Localized, RegionRule, ServiceSpec};

/// A service in one API version.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServiceFigures {
    /// Its name on the wire.
    pub name: String,
    /// The API version.
    pub version: String,
    /// The product's name.
    pub title: Localized,
    /// The host that requests go to.
    pub endpoint: Option<String>,
    /// The newest date of its pages, as printed.
    pub updated: Option<String>,
    /// Its structures.
    pub structures: usize,
    /// Its inputs, outputs and members.
    pub members: usize,
    /// Its error codes.
    pub error_codes: usize,
    /// What is known of it, by the measures' keys.
    pub coverage: BTreeMap<&'static str, Share>,
    /// Its actions, by name.
    pub actions: Vec<ActionFigures>,
    /// What was inferred.
    pub inferred: Vec<Doubt>,
}

/// An action.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActionFigures {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Localized,
    /// Whether its page says what it does.
    pub described: bool,
    /// Its input parameters.
    pub inputs: usize,
    /// Those that must be sent.
    pub required: usize,
    /// Its output parameters.
    pub outputs: usize,
    /// Its examples.
    pub examples: usize,
    /// Its error codes.
    pub errors: usize,
    /// Requests per second.
    pub rate_limit: Option<u32>,
    /// How it treats the region.
    pub region: Option<RegionRule>,
    /// How it pages: `offset`, `page` or `token`.
    pub paging: Option<&'static str>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Findings about it.
    pub findings: usize,
    /// The date of its page, as printed.
    pub updated: Option<String>,
    /// The page's address, where known.
    pub url: Option<String>,
    /// The source's file below `specs/sources/`.
    pub file: String,
    /// The line on which its page begins.
    pub line: usize,
}

/// The figures of a service; `version` is what it becomes in the crate.
pub(super) fn service(
    spec: &ServiceSpec,
    version: Option<&lower::Version>,
    findings: &[Reported],
) -> ServiceFigures {
    let paging = paging_styles(version);
    let service = &spec.service;
    let of_service = findings
        .iter()
        .filter(|found| found.service == service.name);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for found in of_service {
        *counts.entry(&found.finding.subject).or_default() += 1;
    }
    let figures = |found: &Action| action(found, &paging, &counts);
    let dates = spec.actions.iter().flat_map(|action| &action.sources);
    let dates = dates
        .chain(&service.sources)
        .filter_map(|source| source.updated.clone());
    ServiceFigures {
        name: service.name.clone(),
        version: service.version.clone(),
        title: service.title.clone(),
        endpoint: service.endpoint.clone(),
        updated: dates.max(),
        structures: spec.structures.len(),
        members: super::coverage::all_members(spec).count(),
        error_codes: spec.errors.len(),
        coverage: coverage(spec, |action| paging.contains_key(action.name.as_str())),
        actions: spec.actions.iter().map(figures).collect(),
        inferred: doubts(spec),
    }
}

fn paging_styles(version: Option<&lower::Version>) -> BTreeMap<&str, &'static str> {
    let actions = version.into_iter().flat_map(|version| &version.actions);
    let styles = actions.filter_map(|action| {
        let style = match action.paging.as_ref()?.style {
            PagingStyle::OffsetLimit { .. } => "offset",
            PagingStyle::PageNumber { .. } => "page",
            PagingStyle::Token { .. } => "token",
        };
        Some((action.wire.as_str(), style))
    });
    styles.collect()
}

fn action(
    action: &Action,
    paging: &BTreeMap<&str, &'static str>,
    findings: &BTreeMap<&str, usize>,
) -> ActionFigures {
    let is_required = |required: &spec::Member| required.required.is_some_and(|r| r.is_yes());
    let source = action.sources.first();
    let name = action.name.as_str();
    ActionFigures {
        name: action.name.clone(),
        title: action.title.clone(),
        described: !action.doc.is_empty(),
        inputs: action.input.len(),
        required: action
            .input
            .iter()
            .filter(|member| is_required(member))
            .count(),
        outputs: action.output.len(),
        examples: action.examples.len(),
        errors: action.errors.len(),
        rate_limit: action.rate_limit,
        region: action.region,
        paging: paging.get(name).copied(),
        deprecated: action.deprecated.is_some(),
        findings: findings.get(name).copied().unwrap_or_default(),
        updated: source.and_then(|source| source.updated.clone()),
        url: action.sources.iter().find_map(|source| source.url.clone()),
        file: source.map(|source| source.file.clone()).unwrap_or_default(),
        line: source.map_or(0, |source| source.line),
    }
}
