//! All figures of a report.

use std::collections::BTreeMap;

use serde::Serialize;

use super::findings::{Reported, RuleFigures, reported, rules};
use super::services::{ServiceFigures, service};
use lint::Baseline;
use lower::{Crate, Version};
use spec::ServiceSpec;
use spec::finding::Finding;

/// What a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The specs, corrected.
    pub specs: &'a [ServiceSpec],
    /// What they become.
    pub model: &'a Crate,
    /// What the stages found.
    pub findings: &'a [Finding],
    /// What was accepted of it.
    pub baseline: &'a Baseline,
}

/// What is to be said of the specs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The sums.
    pub totals: Totals,
    /// The services, by name and version.
    pub services: Vec<ServiceFigures>,
    /// The rules that found something, those with new findings first.
    pub rules: Vec<RuleFigures>,
    /// The findings, by file and line.
    pub findings: Vec<Reported>,
    /// Accepted findings that are gone.
    pub gone: Vec<String>,
}

/// Sums over all services.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Services, each version counted.
    pub services: usize,
    /// Actions.
    pub actions: usize,
    /// Structures.
    pub structures: usize,
    /// Inputs, outputs and members.
    pub members: usize,
    /// Error codes.
    pub error_codes: usize,
    /// Examples.
    pub examples: usize,
    /// Findings.
    pub findings: usize,
    /// Those that nobody has accepted.
    pub new_findings: usize,
    /// Inferred facts.
    pub inferred: usize,
}

/// The report.
pub fn report(input: Input<'_>) -> Report {
    let compared = input.baseline.compare(input.findings);
    let findings = reported(input.specs, input.findings, &compared);
    let versions = input
        .model
        .products
        .iter()
        .flat_map(|product| &product.versions);
    let versions: BTreeMap<(&str, &str), &Version> = versions
        .map(|version| {
            (
                (version.service.as_str(), version.version.as_str()),
                version,
            )
        })
        .collect();
    let services = parallel::map(input.specs, |spec| {
        let key = (spec.service.name.as_str(), spec.service.version.as_str());
        service(spec, versions.get(&key).copied(), &findings)
    });
    Report {
        totals: totals(&services, &findings),
        rules: rules(&findings),
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
