//! One spec a service and version from the facts of all sources.
//!
//! Several pages may describe one thing: an English and a Chinese edition, or the same page at two
//! times. Their texts are kept side by side. Where their facts differ, the page that was updated last
//! wins, and a finding names both sides. A member, error code or example that one *edition* alone has
//! is kept, because the service still knows it; what a newer page of the *same* edition no longer
//! lists is dropped, unless that page is cut. What a table states wins over what was inferred.

mod actions;
mod chapters;
mod deprecated;
mod edition;
mod errors;
mod group;
mod inferred;
mod members;
mod overrides;
mod page_date;
pub mod retired;
mod structures;

pub use group::SourceFacts;
pub use overrides::apply_overrides;

use spec::ServiceSpec;
use spec::finding::Finding;

/// The specs, sorted by service and version, and what was found while they were made.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Merged {
    /// One spec a service and version.
    pub specs: Vec<ServiceSpec>,
    /// What the sources' facts, and their contradictions, gave rise to.
    pub findings: Vec<Finding>,
}

/// Merges the facts of all sources. The order of the sources has no influence.
pub fn merge(mut sources: Vec<SourceFacts>) -> Merged {
    sources.sort_by(|one, other| one.entry.file.cmp(&other.entry.file));
    let mut findings = Vec::new();
    let groups = group::group(sources, &mut findings);
    let specs = groups
        .into_iter()
        .map(|(key, group)| spec_of(key, group, &mut findings))
        .collect();
    findings.sort();
    findings.dedup();
    Merged { specs, findings }
}

fn spec_of(key: group::Key, group: group::Group, findings: &mut Vec<Finding>) -> ServiceSpec {
    let mut service = chapters::service_of(&key, &group, findings);
    let listed = errors::merge_lists(&group, findings);
    let errors = errors::complete(listed, &group, findings);
    let mut structures = structures::merge(group.structures, findings);
    inferred::add(&mut structures, &group.pages, findings);
    let mut actions = actions::merge(group.pages, findings);
    deprecated::add_history(&service.history, &mut actions, &mut structures);
    service.endpoint = actions::usual_domain(&actions);
    ServiceSpec {
        service,
        actions,
        structures: structures.into_values().collect(),
        errors,
        ..ServiceSpec::default()
    }
}
