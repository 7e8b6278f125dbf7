//! What a page is called on the disk, beside its number.

use extract::{Content, Facts};
use spec::is_action_name;

/// `DescribeKeyPairs` for an action's page, else the kind of chapter.
pub(crate) fn slug(facts: &Facts) -> &str {
    let action = facts.actions.first().map(|page| page.action.name.as_str());
    if let Some(action) = action.filter(|name| is_action_name(name)) {
        return action;
    }
    match facts.chapters.first().map(|chapter| &chapter.content) {
        Some(Content::Structures(_)) => "data-types",
        Some(Content::Errors(_)) => "error-codes",
        Some(Content::Catalogue(_)) => "overview",
        Some(Content::History(_)) => "history",
        Some(Content::Regions(_)) => "common-parameters",
        Some(Content::Introduction { .. }) => "introduction",
        None => "page",
    }
}
