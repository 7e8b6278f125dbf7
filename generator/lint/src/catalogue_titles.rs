//! The overview calls an action what its page calls it.

use super::report::{Report, Spot};
use conform::Context;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (name, entry) in &context.catalogue {
        let Some(action) = context.actions.get(name) else {
            continue;
        };
        let titles = [
            (&entry.title.en, &action.title.en),
            (&entry.title.zh, &action.title.zh),
        ];
        for (overview, page) in titles {
            let (Some(overview), Some(page)) = (overview, page) else {
                continue;
            };
            // English pages have the action's name for a title, the overview says what it does.
            if page != name && overview != page {
                let message = format!("is `{overview}` in the overview, `{page}` on its page");
                report.warn(Spot::of_action(action), name, message);
            }
        }
    }
}
