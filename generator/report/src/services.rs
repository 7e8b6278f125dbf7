//! The figures of services and their actions.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::coverage::{Share, all_members, coverage};
use crate::findings::Reported;
use crate::inferred::{InferredFact, inferred_facts};
use lower::PagingStyle;
use spec::{Action, Localized, Member, RegionRule, ServiceSpec};

/// The figures of a service in one API version.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServiceFigures {
    /// The name on the wire: `cvm`.
    pub name: String,
    /// The API version: `2017-03-12`.
    pub version: String,
    /// The product's title.
    pub title: Localized,
    /// The host that receives requests.
    pub endpoint: Option<String>,
    /// The newest date of its pages, as printed there.
    pub updated: Option<String>,
    /// The number of structures.
    pub structures: usize,
    /// The number of inputs, outputs and members of structures.
    pub members: usize,
    /// The number of error codes.
    pub error_codes: usize,
    /// The shares by the keys of [`MEASURES`](crate::MEASURES).
    pub coverage: BTreeMap<&'static str, Share>,
    /// The actions by name.
    pub actions: Vec<ActionFigures>,
    /// The inferred facts.
    pub inferred: Vec<InferredFact>,
}

/// The figures of an action.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActionFigures {
    /// The action's name.
    pub name: String,
    /// The title of its page.
    pub title: Localized,
    /// True if its page has a description.
    pub described: bool,
    /// The number of inputs.
    pub inputs: usize,
    /// The number of required inputs.
    pub required: usize,
    /// The number of outputs.
    pub outputs: usize,
    /// The number of examples.
    pub examples: usize,
    /// The number of error codes.
    pub errors: usize,
    /// The rate limit in requests per second.
    pub rate_limit: Option<u32>,
    /// The region rule.
    pub region: Option<RegionRule>,
    /// The paging style: `offset`, `page` or `token`.
    pub paging: Option<&'static str>,
    /// True if the action is deprecated.
    pub deprecated: bool,
    /// The number of findings about it.
    pub findings: usize,
    /// The date of its page, as printed there.
    pub updated: Option<String>,
    /// The page's address, if known.
    pub url: Option<String>,
    /// The source's file below `specs/sources/`.
    pub file: String,
    /// The 1-based line on which its page begins.
    pub line: usize,
}

/// Returns the figures of a service. `version` is the lowered spec.
pub(crate) fn figures(
    spec: &ServiceSpec,
    version: Option<&lower::Version>,
    findings: &[Reported],
) -> ServiceFigures {
    let paging = paging_styles(version);
    let service = &spec.service;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for found in findings {
        if found.service == service.name {
            *counts.entry(&found.finding.subject).or_default() += 1;
        }
    }
    let of_actions = spec.actions.iter().flat_map(|action| &action.sources);
    let sources = of_actions.chain(&service.sources);
    ServiceFigures {
        name: service.name.clone(),
        version: service.version.clone(),
        title: service.title.clone(),
        endpoint: service.endpoint.clone(),
        updated: sources.filter_map(|source| source.updated.clone()).max(),
        structures: spec.structures.len(),
        members: all_members(spec).count(),
        error_codes: spec.errors.len(),
        coverage: coverage(spec, &paging),
        actions: spec
            .actions
            .iter()
            .map(|action| action_figures(action, &paging, &counts))
            .collect(),
        inferred: inferred_facts(spec),
    }
}

/// Returns the paging style of each action that has a paginator, by the action's name.
fn paging_styles(version: Option<&lower::Version>) -> BTreeMap<&str, &'static str> {
    let mut styles = BTreeMap::new();
    for action in version.into_iter().flat_map(|version| &version.actions) {
        if let Some(paging) = &action.paging {
            let style = match paging.style {
                PagingStyle::OffsetLimit { .. } => "offset",
                PagingStyle::PageNumber { .. } => "page",
                PagingStyle::Token { .. } => "token",
            };
            styles.insert(action.wire.as_str(), style);
        }
    }
    styles
}

fn action_figures(
    action: &Action,
    paging: &BTreeMap<&str, &'static str>,
    findings: &BTreeMap<&str, usize>,
) -> ActionFigures {
    let is_required = |member: &&Member| member.required.is_some_and(|required| required.is_yes());
    let source = action.sources.first();
    let name = action.name.as_str();
    ActionFigures {
        name: action.name.clone(),
        title: action.title.clone(),
        described: !action.doc.is_empty(),
        inputs: action.input.len(),
        required: action.input.iter().filter(is_required).count(),
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
