//! A report about the specs: their contents, their coverage, and the findings about them.
//!
//! [`report`] computes the figures, and [`page`] shows them as an HTML page.

#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

mod coverage;
mod findings;
mod inferred;
mod page;
mod services;

pub use coverage::{MEASURES, Measure, Share};
pub use findings::{Reported, RuleFigures};
pub use inferred::{Evidence, InferredFact};
pub use page::page;
pub use services::{ActionFigures, ServiceFigures};

use std::collections::BTreeMap;

use serde::Serialize;

use lint::Baseline;
use lower::{Crate, Version};
use spec::ServiceSpec;
use spec::finding::Finding;

/// The input of a report.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The specs with overrides.
    pub specs: &'a [ServiceSpec],
    /// The lowered specs.
    pub model: &'a Crate,
    /// The findings of all stages.
    pub findings: &'a [Finding],
    /// The accepted findings.
    pub baseline: &'a Baseline,
}

/// The figures of all services.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The sums over all services.
    pub totals: Totals,
    /// The services by name and version.
    pub services: Vec<ServiceFigures>,
    /// The rules with findings, those with new findings first.
    pub rules: Vec<RuleFigures>,
    /// The findings by file and line.
    pub findings: Vec<Reported>,
    /// The accepted findings that no longer occur.
    pub gone: Vec<String>,
}

/// Sums over all services.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// The number of services. Each API version counts.
    pub services: usize,
    /// The number of actions.
    pub actions: usize,
    /// The number of structures, without requests and responses.
    pub structures: usize,
    /// The number of inputs, outputs and members of structures.
    pub members: usize,
    /// The number of error codes.
    pub error_codes: usize,
    /// The number of examples.
    pub examples: usize,
    /// The number of findings, accepted or new.
    pub findings: usize,
    /// The number of findings that are not accepted.
    pub new_findings: usize,
    /// The number of inferred facts.
    pub inferred: usize,
}

/// Computes the report.
pub fn report(input: Input<'_>) -> Report {
    let compared = input.baseline.compare(input.findings);
    let findings = findings::reported(input.specs, input.findings, &compared);
    let mut versions: BTreeMap<(&str, &str), &Version> = BTreeMap::new();
    for product in &input.model.products {
        for version in &product.versions {
            versions.insert((&version.service, &version.version), version);
        }
    }
    let services = parallel::map(input.specs, |spec| {
        let key = (spec.service.name.as_str(), spec.service.version.as_str());
        services::figures(spec, versions.get(&key).copied(), &findings)
    });
    Report {
        totals: totals(&services, &findings),
        rules: findings::rules(&findings),
        services,
        findings,
        gone: compared.gone,
    }
}

fn totals(services: &[ServiceFigures], findings: &[Reported]) -> Totals {
    let sum = |count: fn(&ServiceFigures) -> usize| services.iter().map(count).sum();
    Totals {
        services: services.len(),
        actions: sum(|service| service.actions.len()),
        structures: sum(|service| service.structures),
        members: sum(|service| service.members),
        error_codes: sum(|service| service.error_codes),
        examples: sum(|service| service.actions.iter().map(|action| action.examples).sum()),
        findings: findings.len(),
        new_findings: findings.iter().filter(|found| found.new).count(),
        inferred: sum(|service| service.inferred.len()),
    }
}
