//! Rules that find where the documentation contradicts itself, one a file.
//!
//! Page rules look at one page as it was read, spec rules at a whole service as it was merged, before
//! any override: a fault that an override mends is still a fault of the documentation.

mod baseline;
mod catalogue_pages;
mod catalogue_rates;
mod catalogue_titles;
mod example_actions;
mod example_fields;
mod example_nulls;
mod example_required;
mod example_types;
mod explorer_links;
mod history;
mod missing_facts;
mod patches;
mod proposal;
mod report;
mod rules;
mod structure_links;
mod unknown_types;
mod unreadable_examples;
mod unused_structures;
mod used_by;

pub use baseline::{Baseline, Compared};
pub use patches::patches;
pub use rules::{RULES, Rule, explanation};

use conform::Context;
use merge::SourceFacts;
use report::Report;
use rules::Check;
use spec::ServiceSpec;
use spec::finding::Finding;

/// What the page rules find in the facts of the sources.
pub fn lint_pages(sources: &[SourceFacts]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        let Check::Page(check) = rule.check else {
            continue;
        };
        let mut report = Report::new(rule.name, &mut findings);
        for source in sources {
            for page in &source.facts.actions {
                check(page, &mut report);
            }
        }
    }
    findings.sort();
    findings
}

/// What the spec rules find in merged specs.
pub fn lint_specs(specs: &[ServiceSpec]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = parallel::map(specs, lint_spec).concat();
    findings.sort();
    findings
}

fn lint_spec(spec: &ServiceSpec) -> Vec<Finding> {
    let context = Context::new(spec);
    let mut findings = Vec::new();
    for rule in RULES {
        if let Check::Spec(check) = rule.check {
            check(&context, &mut Report::new(rule.name, &mut findings));
        }
    }
    findings
}
