//! Actions of both crates: methods, paginators, and what a call does.

use super::impact::Impacts;
use super::structures::{self, Place, Renamed, rust_type};
use crate::diff::{Fact, Subject};
use lower::{Action, Paging};

pub(super) fn compare(
    old: &[Action],
    new: &[Action],
    renamed: &Renamed<'_>,
    impacts: &mut Impacts,
) {
    for action in old {
        match new.iter().find(|other| other.wire == action.wire) {
            Some(other) => compare_action(action, other, renamed, impacts),
            None => {
                impacts.push(
                    "action-removed",
                    &method(action),
                    subject(action),
                    Fact::Itself,
                );
            }
        }
    }
    for action in new {
        if old.iter().all(|other| other.wire != action.wire) {
            impacts.push(
                "action-added",
                &method(action),
                subject(action),
                Fact::Itself,
            );
        }
    }
}

fn subject(action: &Action) -> Subject {
    Subject::Action {
        action: action.wire.clone(),
    }
}

fn method(action: &Action) -> String {
    format!("Client::{}", action.method)
}

fn compare_action(old: &Action, new: &Action, renamed: &Renamed<'_>, impacts: &mut Impacts) {
    let names = |action: &Action| {
        let (request, response) = (&action.request.name, &action.response.name);
        format!("{}({request}) -> {response}", action.method)
    };
    if names(old) != names(new) {
        impacts
            .push("action-renamed", &method(old), subject(old), Fact::Itself)
            .sides(names(old), names(new));
    } else {
        let wire = new.wire.as_str();
        structures::compare(
            &old.request,
            &new.request,
            Place::Request(wire),
            renamed,
            impacts,
        );
        structures::compare(
            &old.response,
            &new.response,
            Place::Response(wire),
            renamed,
            impacts,
        );
    }
    let marks = (&old.deprecated, &new.deprecated);
    impacts.deprecation(marks, &method(new), &subject(new));
    compare_pages(old, new, renamed, impacts);
    behaviour(old, new, impacts);
}

fn compare_pages(old: &Action, new: &Action, renamed: &Renamed<'_>, impacts: &mut Impacts) {
    let pages = |paging: &Paging| format!("Client::{}", paging.method);
    let (before, after) = match (&old.paging, &new.paging) {
        (Some(before), Some(after)) if before.method == after.method => (before, after),
        (before, after) => {
            if let Some(before) = before {
                impacts.push(
                    "paginator-removed",
                    &pages(before),
                    subject(new),
                    Fact::Itself,
                );
            }
            if let Some(after) = after {
                impacts.push("paginator-added", &pages(after), subject(new), Fact::Itself);
            }
            return;
        }
    };
    let mut pages = impacts.at(pages(after), subject(new));
    if !renamed.same(&before.items.1, &after.items.1) {
        let (before_type, after_type) = (rust_type(&before.items.1), rust_type(&after.items.1));
        pages
            .push("pages-item-changed", Fact::Itself)
            .sides(before_type, after_type);
    } else if before.items.0 != after.items.0 || before.style != after.style {
        pages.push("pages-style-changed", Fact::Itself);
    }
}

/// What compiles as before and does something else.
fn behaviour(old: &Action, new: &Action, impacts: &mut Impacts) {
    let mut method = impacts.at(method(new), subject(new));
    if old.endpoint != new.endpoint {
        method
            .push("endpoint-changed", Fact::Domain)
            .sides(&old.endpoint, &new.endpoint);
    }
    if old.region != new.region {
        method.push("region-rule-changed", Fact::Region);
    }
    if old.rate_limit != new.rate_limit {
        method.push("rate-limit-changed", Fact::RateLimit);
    }
    if old.read_only != new.read_only {
        method.push("read-only-changed", Fact::Itself);
    }
}
