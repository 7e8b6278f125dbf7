//! The merge of all sources' facts into one spec per service and version.
//!
//! Several pages may describe one thing: an English and a Chinese edition, or the same page at two
//! times. The spec keeps the texts of both languages. If facts differ, the page with the latest
//! update wins, and a finding names both pages. Members, error codes and examples that only one
//! *edition* has are kept, because the service may know them. Those that a newer page of the *same*
//! edition no longer lists are dropped, unless that page is truncated. Facts from tables win over
//! inferred ones: structures are inferred last, and only those that no page describes.

mod actions;
mod clipped;
mod constraints;
mod deprecated;
mod edition;
mod group;
mod inferred;
mod members;
mod overrides;
mod owner;
mod page_date;
mod referenced;
mod replaced;
pub mod retired;
mod service;
mod structures;
mod torn_json;
mod waits;

pub use group::SourceFacts;
pub use overrides::apply_overrides;

use spec::ServiceSpec;
use spec::finding::{Finding, Rule};

/// The rules of this stage, sorted by name.
pub const RULES: &[&Rule] = &[
    &owner::CHAPTER_OF_NO_VERSION,
    &owner::CHAPTER_OF_OTHER_SERVICE,
    &owner::CHAPTER_OF_UNCLEAR_VERSION,
    &clipped::CUT_AT_MARGIN,
    &edition::EDITIONS_DIFFER,
    &service::ERROR_LISTS_DIFFER,
    &service::ERROR_NOT_IN_LIST,
    &edition::ONLY_IN_ONE_EDITION,
    &members::REPEATED_MEMBER,
    &group::UNSAFE_NAME,
];

/// The result of a merge.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Merged {
    /// One spec per service and version, sorted by both.
    pub specs: Vec<ServiceSpec>,
    /// Findings of extraction and of the merge, sorted.
    pub findings: Vec<Finding>,
}

/// Merges the facts of all sources. Their order has no influence.
pub fn merge(mut sources: Vec<SourceFacts>) -> Merged {
    sources.sort_by(|one, other| one.entry.file.cmp(&other.entry.file));
    let mut findings = Vec::new();
    let groups = group::group(sources, &mut findings);
    let mut specs: Vec<ServiceSpec> = groups
        .into_iter()
        .map(|(key, group)| spec_of(key, group, &mut findings))
        .collect();
    replaced::add_replacements(&mut specs);
    findings.sort();
    findings.dedup();
    Merged { specs, findings }
}

fn spec_of(key: group::Key, group: group::Group, findings: &mut Vec<Finding>) -> ServiceSpec {
    let mut service = service::service_of(&key, &group, findings);
    let listed = service::merge_error_lists(&group, findings);
    let errors = service::complete_errors(listed, &group, findings);
    let mut structures = structures::merge(group.structures, findings);
    let mut actions = actions::merge(group.pages, findings);
    clipped::complete_members(&mut actions, &mut structures, findings);
    referenced::add_values(&mut actions, &mut structures);
    deprecated::add_history(&service.history, &mut actions, &mut structures);
    service.endpoint = actions::most_common_host(&actions);
    let mut spec = ServiceSpec {
        service,
        actions,
        structures: structures.into_values().collect(),
        errors,
        ..ServiceSpec::default()
    };
    inferred::add_structures(&mut spec, findings);
    waits::add_waits(&mut spec);
    spec
}
