//! Rules about the overview of actions.

use crate::patches::Proposal;
use crate::report::{SpecRule, Spot};
use conform::Context;
use spec::finding::{Nature, Rule};
use spec::{Action, CatalogueEntry, Thing};

pub(crate) const PAGES: SpecRule = SpecRule {
    rule: Rule {
        name: "catalogue-pages",
        nature: Nature::Contradiction,
        explanation: "The overview and the action pages name different actions: a page is missing, \
                      or the overview is outdated.",
    },
    check: |context, report| {
        if context.catalogue.is_empty() {
            return;
        }
        for (name, entry) in &context.catalogue {
            if !context.actions.contains_key(name) {
                let service = &context.spec.service;
                let spot = Spot::of_service(service, entry.file.as_ref(), entry.line);
                report.warn(spot, name, "is in the overview, but has no page");
            }
        }
        for (name, action) in &context.actions {
            if !context.catalogue.contains_key(name) {
                let message = "has a page, but is not in the overview";
                report.warn(Spot::of_action(action), name, message);
            }
        }
    },
};

pub(crate) const RATES: SpecRule = SpecRule {
    rule: Rule {
        name: "catalogue-rates",
        nature: Nature::Contradiction,
        explanation: "The overview and the action's page state different rate limits. The page's \
                      limit is used.",
    },
    check: |context, report| {
        for (entry, action) in entries_with_page(context) {
            if let (Some(overview), Some(page)) = (entry.rate_limit, action.rate_limit)
                && overview != page
            {
                let message = format!(
                    "the overview says {overview} requests per second, the page says {page}"
                );
                let patch = Proposal::on(&Thing::action(&action.name)).set("rate_limit", overview);
                report
                    .warn(Spot::of_action(action), &action.name, message)
                    .propose(&context.spec.service, Some(patch));
            }
        }
    },
};

pub(crate) const TITLES: SpecRule = SpecRule {
    rule: Rule {
        name: "catalogue-titles",
        nature: Nature::Contradiction,
        explanation: "The overview and the action's page have different titles. The page's \
                      title is used.",
    },
    check: |context, report| {
        for (entry, action) in entries_with_page(context) {
            for (language, overview) in entry.title.texts() {
                if let Some(page) = action.title.get(language)
                    // English pages use the action's name as title, the overview describes it.
                    && page != action.name
                    && overview != page
                {
                    let message = format!("is `{overview}` in the overview, `{page}` on its page");
                    report.warn(Spot::of_action(action), &action.name, message);
                }
            }
        }
    },
};

fn entries_with_page<'c>(
    context: &'c Context<'_>,
) -> impl Iterator<Item = (&'c CatalogueEntry, &'c Action)> {
    context
        .catalogue
        .iter()
        .filter_map(|(name, entry)| Some((*entry, *context.actions.get(name)?)))
}
