//! Rules that find contradictions in the documentation.
//!
//! Page rules look at one page as it was extracted. Spec rules look at a whole service as it was
//! merged, before any override: a fault that an override fixes is still a fault of the
//! documentation. Each rule is a constant with its name, its explanation and its check.

mod baseline;
mod catalogue;
mod defaults;
mod examples;
mod history;
mod limits;
mod pages;
mod paging;
mod patches;
mod report;
mod structures;
mod summary;

use std::sync::LazyLock;

pub use baseline::{Baseline, Compared};
pub use patches::patches;
pub use summary::{Summary, errors_first};

use conform::Context;
use merge::SourceFacts;
use report::{PageRule, Report, SpecRule};
use spec::finding::{Finding, Rule};
use spec::{Action, ServiceSpec};

const PAGE_RULES: &[PageRule] = &[pages::EXPLORER_LINKS, structures::LINKS];

const SPEC_RULES: &[SpecRule] = &[
    catalogue::PAGES,
    catalogue::RATES,
    catalogue::TITLES,
    defaults::DEFAULTS,
    examples::ACTIONS,
    examples::FIELDS,
    examples::NULLS,
    examples::REQUIRED,
    examples::TYPES,
    examples::UNREADABLE,
    history::HISTORY,
    limits::LIMITS,
    pages::MISSING_FACTS,
    pages::REPEATED,
    paging::OFFSET,
    structures::REPEATED,
    structures::UNKNOWN,
    structures::UNUSED,
    structures::USED_BY,
];

/// The rules of all stages, sorted by name.
pub static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let mut rules: Vec<&Rule> = Vec::new();
    rules.extend(PAGE_RULES.iter().map(|rule| &rule.rule));
    rules.extend(SPEC_RULES.iter().map(|rule| &rule.rule));
    rules.extend(extract::RULES);
    rules.extend(infer::RULES);
    rules.extend(merge::RULES);
    rules.sort();
    rules
});

/// Applies the page rules to the facts of the sources.
pub fn lint_pages(sources: &[SourceFacts]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for PageRule { rule, check } in PAGE_RULES {
        let mut report = Report::new(rule, &mut findings);
        for source in sources {
            for page in &source.facts.actions {
                check(page, &mut report);
            }
        }
    }
    findings.sort();
    findings
}

/// Applies the spec rules to merged specs.
pub fn lint_specs(specs: &[ServiceSpec]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = parallel::map(specs, lint_spec).concat();
    findings.sort();
    findings
}

fn lint_spec(spec: &ServiceSpec) -> Vec<Finding> {
    let context = Context::new(spec);
    let mut findings = Vec::new();
    for SpecRule { rule, check } in SPEC_RULES {
        check(&context, &mut Report::new(rule, &mut findings));
    }
    findings
}

/// Returns the structures that an action's tables name.
fn named_structures(action: &Action) -> impl Iterator<Item = &str> {
    action
        .input
        .iter()
        .chain(&action.output)
        .filter_map(|member| member.type_name.structure())
}
