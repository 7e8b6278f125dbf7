//! Every action of the overview has a page, and every page is in the overview.

use super::report::{Report, Spot};
use conform::Context;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    if context.catalogue.is_empty() {
        return;
    }
    for (name, entry) in &context.catalogue {
        if !context.actions.contains_key(name) {
            let spot = Spot::of_service(&context.spec.service, entry.file.as_ref(), entry.line);
            report.warn(spot, name, "is in the overview, but has no page");
        }
    }
    for (name, action) in &context.actions {
        if !context.catalogue.contains_key(name) {
            report.warn(
                Spot::of_action(action),
                name,
                "has a page, but is not in the overview",
            );
        }
    }
}
