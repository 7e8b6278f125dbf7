//! The link to the API Explorer names the page's own service, version and action.

use super::report::{Report, Spot};
use extract::ActionPage;

pub(super) fn check(page: &ActionPage, report: &mut Report<'_>) {
    let Some(link) = &page.explorer else { return };
    let action = &page.action;
    let facts = [
        ("service", &link.service, &action.service),
        ("version", &link.version, &action.version),
        ("action", &link.action, &action.name),
    ];
    for (what, linked, own) in facts {
        if linked != own {
            let message =
                format!("the link to the API Explorer has the {what} `{linked}`, the page `{own}`");
            report.warn(Spot::of_action(action), &action.name, message);
        }
    }
}
