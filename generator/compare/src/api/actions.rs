//! Comparison of actions: methods, paginators, and the behaviour of calls.

use crate::api::collect::Impacts;
use crate::api::filters::compare_filters;
use crate::api::structures::{self, Fields, Renamed};
use crate::change::{Fact, rules};
use lower::{Action, Paging};
use spec::{MemberList, Thing};

/// Compares the actions of one version.
pub(crate) fn compare(
    old: &[Action],
    new: &[Action],
    renamed: &Renamed<'_>,
    impacts: &mut Impacts,
) {
    for action in old {
        if let Some(other) = new.iter().find(|other| other.wire == action.wire) {
            compare_action(action, other, renamed, impacts);
        } else {
            let method = impacts.item(&method(action), Thing::Action(action.wire.clone()));
            impacts.push(method.impact(rules::ACTION_REMOVED, Fact::Itself));
        }
    }
    for action in new {
        if old.iter().all(|other| other.wire != action.wire) {
            let method = impacts.item(&method(action), Thing::Action(action.wire.clone()));
            impacts.push(method.impact(rules::ACTION_ADDED, Fact::Itself));
        }
    }
}

fn method(action: &Action) -> String {
    format!("Client::{}", action.method)
}

fn compare_action(old: &Action, new: &Action, renamed: &Renamed<'_>, impacts: &mut Impacts) {
    let signature = |action: &Action| {
        let (request, response) = (&action.request.name, &action.response.name);
        format!("{}({request}) -> {response}", action.method)
    };
    if signature(old) != signature(new) {
        let impact = impacts
            .item(&method(old), Thing::Action(old.wire.clone()))
            .impact(rules::ACTION_RENAMED, Fact::Itself);
        impacts.push(impact.with_code(signature(old), signature(new)));
    } else {
        let list = MemberList::Input(&new.wire);
        let [before, after] =
            [&old.request, &new.request].map(|structure| Fields { structure, list });
        structures::compare(before, after, renamed, impacts);
        let list = MemberList::Output(&new.wire);
        let [before, after] =
            [&old.response, &new.response].map(|structure| Fields { structure, list });
        structures::compare(before, after, renamed, impacts);
    }
    let method = impacts.item(&method(new), Thing::Action(new.wire.clone()));
    impacts.push_deprecation(&method, &old.deprecated, &new.deprecated);
    compare_paging(old, new, renamed, impacts);
    compare_filters(old, new, impacts);
    compare_behaviour(old, new, impacts);
}

fn compare_paging(old: &Action, new: &Action, renamed: &Renamed<'_>, impacts: &mut Impacts) {
    let on = || Thing::Action(new.wire.clone());
    let name = |paging: &Paging| format!("Client::{}", paging.method);
    let (before, after) = match (&old.paging, &new.paging) {
        (Some(before), Some(after)) if before.method == after.method => (before, after),
        (before, after) => {
            if let Some(before) = before {
                let paginator = impacts.item(&name(before), on());
                impacts.push(paginator.impact(rules::PAGINATOR_REMOVED, Fact::Itself));
            }
            if let Some(after) = after {
                let paginator = impacts.item(&name(after), on());
                impacts.push(paginator.impact(rules::PAGINATOR_ADDED, Fact::Itself));
            }
            return;
        }
    };
    let paginator = impacts.item(&name(after), on());
    let (path_before, item_before) = &before.items;
    let (path_after, item_after) = &after.items;
    if !renamed.is_same(item_before, item_after) {
        let impact = paginator.impact(rules::PAGES_ITEM_CHANGED, Fact::Itself);
        impacts.push(impact.with_code(item_before, item_after));
    } else if path_before != path_after || before.style != after.style {
        impacts.push(paginator.impact(rules::PAGES_STYLE_CHANGED, Fact::Itself));
    }
}

/// Compares behaviour that the compiler can't check: the same code sends another request.
fn compare_behaviour(old: &Action, new: &Action, impacts: &mut Impacts) {
    let method = impacts.item(&method(new), Thing::Action(new.wire.clone()));
    if old.endpoint != new.endpoint {
        let impact = method.impact(rules::ENDPOINT_CHANGED, Fact::Domain);
        impacts.push(impact.with_code(&old.endpoint, &new.endpoint));
    }
    if old.region != new.region {
        impacts.push(method.impact(rules::REGION_RULE_CHANGED, Fact::Region));
    }
    if old.rate_limit != new.rate_limit {
        impacts.push(method.impact(rules::RATE_LIMIT_CHANGED, Fact::RateLimit));
    }
    if old.read_only != new.read_only {
        impacts.push(method.impact(rules::READ_ONLY_CHANGED, Fact::Itself));
    }
}
