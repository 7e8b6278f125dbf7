//! Rules about the pages of actions.

use std::collections::BTreeSet;

use crate::patches::Proposal;
use crate::report::{PageRule, Report, SpecRule, Spot};
use conform::Context;
use extract::ActionPage;
use spec::finding::{Nature, Rule};
use spec::{Action, Envelope, MemberList, Protocol, Scalar, Service, TypeName};

pub(crate) const EXPLORER_LINKS: PageRule = PageRule {
    rule: Rule {
        name: "explorer-links",
        nature: Nature::Contradiction,
        explanation: "The link to the API Explorer contradicts the page's own service, version or \
                      action. The page's own facts are used.",
    },
    check: check_explorer_link,
};

fn check_explorer_link(page: &ActionPage, report: &mut Report<'_>) {
    let Some(link) = &page.explorer else { return };
    let action = &page.action;
    let facts = [
        ("service", &link.service, &action.service),
        ("version", &link.version, &action.version),
        ("action", &link.action, &action.name),
    ];
    for (what, linked, own) in facts {
        if linked != own {
            let message = format!(
                "the link to the API Explorer has the {what} `{linked}`, the page has `{own}`"
            );
            report.warn(Spot::of_action(action), &action.name, message);
        }
    }
}

pub(crate) const MISSING_FACTS: SpecRule = SpecRule {
    rule: Rule {
        name: "missing-facts",
        nature: Nature::Gap,
        explanation: "A page lacks a fact that every page has: it is damaged or truncated, or \
                      extraction lost it.",
    },
    check: check_missing_facts,
};

fn check_missing_facts(context: &Context<'_>, report: &mut Report<'_>) {
    for action in &context.spec.actions {
        for fact in missing_facts(action, &context.spec.service) {
            // Only `RequestId` is the same for every action.
            let patch = if fact == REQUEST_ID {
                let member = MemberList::Output(&action.name).member("RequestId");
                let type_name = TypeName::Scalar(Scalar::String);
                Some(Proposal::on(&member).add().set("type", type_name))
            } else {
                None
            };
            let message = format!("no page states {fact}");
            report
                .warn(Spot::of_action(action), &action.name, message)
                .propose(&context.spec.service, patch);
        }
        if action.sources.iter().any(|source| source.truncated) {
            let message = "a page ends before its last section";
            report.warn(Spot::of_action(action), &action.name, message);
        }
    }
}

const REQUEST_ID: &str = "that `RequestId` is returned";

/// Returns the facts that pages of the service's API have and this one lacks.
///
/// Retired APIs state one rate for all actions, and the older one returns no `RequestId`.
fn missing_facts(action: &Action, service: &Service) -> Vec<&'static str> {
    let has_rates = service.protocol == Protocol::Tc3;
    let has_request_ids = service.envelope != Some(Envelope::Code);
    let has_request_id = action
        .output
        .iter()
        .any(|member| member.name == "RequestId");
    [
        ("the host", action.domain.is_some()),
        ("a rate limit", !has_rates || action.rate_limit.is_some()),
        ("how the region is treated", action.region.is_some()),
        ("what the action does", !action.doc.is_empty()),
        (REQUEST_ID, !has_request_ids || has_request_id),
    ]
    .into_iter()
    .filter(|(_, stated)| !stated)
    .map(|(fact, _)| fact)
    .collect()
}

pub(crate) const REPEATED: SpecRule = SpecRule {
    rule: Rule {
        name: "repeated-action",
        nature: Nature::Damage,
        explanation: "A spec describes one action twice. The first description counts.",
    },
    check: check_repeated,
};

fn check_repeated(context: &Context<'_>, report: &mut Report<'_>) {
    let mut seen = BTreeSet::new();
    for action in &context.spec.actions {
        if !seen.insert(&action.name) {
            let message = "is described twice; the first description counts";
            report.warn(Spot::of_action(action), &action.name, message);
        }
    }
}
