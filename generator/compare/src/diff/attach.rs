//! Puts what happens to the crate beside the change of the documentation that causes it.

use std::collections::BTreeMap;

use super::{Change, Diff, Fact, Owner, ServiceDiff};
use crate::semver::{Impact, Level, of_fact};

/// The diff with the impacts, and the verdicts that follow from them.
pub(super) fn with_impacts(mut diff: Diff, impacts: Vec<Impact>) -> Diff {
    let mut by_service: BTreeMap<(String, String), Vec<Impact>> = BTreeMap::new();
    for impact in impacts {
        let key = (impact.service.clone(), impact.version.clone());
        by_service.entry(key).or_default().push(impact);
    }
    for service in &mut diff.services {
        let key = (service.service.clone(), service.version.clone());
        add(service, by_service.remove(&key).unwrap_or_default());
    }
    // A service may change by what happens around it, such as a newer version beside it.
    for ((service, version), impacts) in by_service {
        let mut alone = ServiceDiff {
            service,
            version,
            verdict: Level::None,
            changes: Vec::new(),
            consequences: Vec::new(),
        };
        add(&mut alone, impacts);
        diff.services.push(alone);
    }
    let key = |service: &ServiceDiff| (service.service.clone(), service.version.clone());
    diff.services.sort_by_key(key);
    let verdicts = diff.services.iter().map(|service| service.verdict);
    diff.verdict = verdicts.max().unwrap_or_default();
    diff
}

fn add(service: &mut ServiceDiff, impacts: Vec<Impact>) {
    for impact in impacts {
        match cause(&mut service.changes, &impact) {
            Some(change) => change.impacts.push(impact),
            None => service.consequences.push(impact),
        }
    }
    for change in &mut service.changes {
        if change.impacts.is_empty() {
            change
                .impacts
                .push(of_fact(&service.service, &service.version, change));
        }
        let levels = change.impacts.iter().map(|impact| impact.level);
        change.level = levels.max().unwrap_or_default();
    }
    let levels = service.changes.iter().map(|change| change.level);
    let beyond = service.consequences.iter().map(|impact| impact.level);
    service.verdict = levels.chain(beyond).max().unwrap_or_default();
}

/// The change that the impact comes from: of the fact that the impact is about, on the same thing; or
/// the coming or going of the thing itself, or of what it belongs to.
fn cause<'c>(changes: &'c mut [Change], impact: &Impact) -> Option<&'c mut Change> {
    let exact = |change: &Change| {
        let same_fact = Some(change.fact) == impact.fact;
        match change.fact {
            // A constant's structure tells which values it has, not of which member.
            Fact::Value => {
                same_fact && change.on.owner() == impact.on.owner() && change.name == impact.value
            }
            Fact::Deprecated if change.name.is_some() => {
                same_fact && change.on.owner() == impact.on.owner() && change.name == impact.value
            }
            _ => same_fact && change.on == impact.on,
        }
    };
    let itself = |change: &Change| {
        let whole = change.on.is_whole() && change.on.owner() == impact.on.owner();
        change.fact == Fact::Itself && whole && change.on.owner() != Owner::Errors
    };
    let whole_service =
        |change: &Change| change.fact == Fact::Itself && change.on.owner() == Owner::Service;
    let at = changes
        .iter()
        .position(exact)
        .or_else(|| changes.iter().position(itself))
        .or_else(|| changes.iter().position(whole_service))?;
    changes.get_mut(at)
}
