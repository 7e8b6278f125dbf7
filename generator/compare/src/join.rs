//! Joins documentation changes with impacts: each impact belongs to the change that causes it.

use std::collections::BTreeMap;

use crate::change::{Change, Diff, Fact, Impact, Level, ServiceDiff, rules};
use spec::Owner;

/// Attaches the impacts to the changes of the diff, and sets the verdicts.
pub(crate) fn attach(mut diff: Diff, impacts: Vec<Impact>) -> Diff {
    let mut by_service: BTreeMap<(String, String), Vec<Impact>> = BTreeMap::new();
    for impact in impacts {
        let key = (impact.service.clone(), impact.version.clone());
        by_service.entry(key).or_default().push(impact);
    }
    for service in &mut diff.services {
        let key = (service.service.clone(), service.version.clone());
        attach_to_service(service, by_service.remove(&key).unwrap_or_default());
    }
    // An impact may have no documentation change: for instance, a newer version appears.
    for ((service, version), impacts) in by_service {
        let mut unchanged = ServiceDiff {
            service,
            version,
            retired: false,
            verdict: Level::None,
            changes: Vec::new(),
            consequences: Vec::new(),
        };
        attach_to_service(&mut unchanged, impacts);
        diff.services.push(unchanged);
    }
    diff.services
        .sort_by_key(|service| (service.service.clone(), service.version.clone()));
    let verdicts = diff.services.iter().map(|service| service.verdict);
    diff.verdict = verdicts.max().unwrap_or_default();
    diff
}

fn attach_to_service(service: &mut ServiceDiff, impacts: Vec<Impact>) {
    for impact in impacts {
        match cause(&mut service.changes, &impact) {
            Some(change) => change.impacts.push(impact),
            None => service.consequences.push(impact),
        }
    }
    for change in &mut service.changes {
        if change.impacts.is_empty() {
            let impact = documentation_only(&service.service, &service.version, change);
            change.impacts.push(impact);
        }
        let levels = change.impacts.iter().map(|impact| impact.level);
        change.level = levels.max().unwrap_or_default();
    }
    let levels = service.changes.iter().map(|change| change.level);
    let consequences = service.consequences.iter().map(|impact| impact.level);
    service.verdict = levels.chain(consequences).max().unwrap_or_default();
}

/// Finds the change that causes the impact: a change of the same fact on the same thing, else of
/// the existence of the thing's owner, else of the existence of the service.
fn cause<'c>(changes: &'c mut [Change], impact: &Impact) -> Option<&'c mut Change> {
    let exact = |change: &Change| {
        // An impact on a constant has its structure and value, but not the member with the value.
        let is_of_constant =
            change.fact == Fact::Value || change.fact == Fact::Deprecated && change.name.is_some();
        let is_same_thing = if change.fact == Fact::Filter {
            change.on == impact.on && change.name == impact.value
        } else if is_of_constant {
            change.on.owner() == impact.on.owner() && change.name == impact.value
        } else {
            change.on == impact.on
        };
        change.fact == impact.fact && is_same_thing
    };
    let owner_itself = |change: &Change| {
        change.fact == Fact::Itself
            && change.on.is_whole()
            && change.on.owner() == impact.on.owner()
            && change.on.owner() != Owner::Errors
    };
    let service_itself =
        |change: &Change| change.fact == Fact::Itself && change.on.owner() == Owner::Service;
    let index = changes
        .iter()
        .position(exact)
        .or_else(|| changes.iter().position(owner_itself))
        .or_else(|| changes.iter().position(service_itself))?;
    changes.get_mut(index)
}

/// Returns the impact of a change that leaves the lowered models equal. Only the crate's
/// documentation or tests can show it.
fn documentation_only(service: &str, version: &str, change: &Change) -> Impact {
    Impact {
        service: service.to_owned(),
        version: version.to_owned(),
        level: rules::DOCUMENTATION.level,
        rule: rules::DOCUMENTATION,
        item: String::new(),
        old: None,
        new: None,
        on: change.on.clone(),
        fact: change.fact,
        value: None,
    }
}
