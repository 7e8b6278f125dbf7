//! A page links to the structures that its tables use, and to no others.

use std::collections::BTreeSet;

use super::report::{Report, Spot};
use extract::ActionPage;

pub(super) fn check(page: &ActionPage, report: &mut Report<'_>) {
    if page.linked_structures.is_empty() {
        // Most formats drop links; a page without any says nothing.
        return;
    }
    let action = &page.action;
    let linked: BTreeSet<&str> = page.linked_structures.iter().map(String::as_str).collect();
    let members = action.input.iter().chain(&action.output);
    let used: BTreeSet<&str> = members
        .filter_map(|member| member.type_name.structure())
        .collect();
    for name in used.difference(&linked) {
        let message =
            format!("a table uses the structure `{name}`, which the page does not link to");
        report.warn(Spot::of_action(action), &action.name, message);
    }
    for name in linked.difference(&used) {
        let message =
            format!("the page links to the structure `{name}`, which no table of it uses");
        report.warn(Spot::of_action(action), &action.name, message);
    }
}
