//! The overview and the page state the same rate limit.

use super::proposal::Proposal;
use super::report::{Report, Spot};
use conform::Context;
use spec::Item;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (name, entry) in &context.catalogue {
        let Some(action) = context.actions.get(name) else {
            continue;
        };
        if let (Some(overview), Some(page)) = (entry.rate_limit, action.rate_limit)
            && overview != page
        {
            let message =
                format!("the overview says {overview} requests a second, the page {page}");
            let patch = Proposal::on(&Item::Action(action.name.clone()));
            report.warn(Spot::of_action(action), name, message).propose(
                &context.spec.service,
                Some(patch.set("rate_limit", overview)),
            );
        }
    }
}
