//! Comparison of the documented facts, service by service.

mod actions;
mod collect;
mod members;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::change::{Change, Diff, Fact, Level, ServiceDiff};
use collect::{Changes, Pair, paired};
use spec::{ErrorCode, Localized, Region, Service, ServiceSpec, Thing};

/// Returns the changes of the documentation, without their impacts on the crate. The order of the
/// specs doesn't matter.
pub fn compare(old: &[ServiceSpec], new: &[ServiceSpec]) -> Diff {
    let mut pairs: BTreeMap<(&str, &str), Pair<'_, ServiceSpec>> = BTreeMap::new();
    for spec in old {
        pairs.entry(key(spec)).or_default().old = Some(spec);
    }
    for spec in new {
        pairs.entry(key(spec)).or_default().new = Some(spec);
    }
    let mut services = Vec::new();
    for ((service, version), pair) in pairs {
        let mut changes = compare_service(pair);
        sort(&mut changes);
        if !changes.is_empty() {
            services.push(ServiceDiff {
                service: service.to_owned(),
                version: version.to_owned(),
                retired: false,
                verdict: Level::Patch,
                changes,
                consequences: Vec::new(),
            });
        }
    }
    let verdict = services.iter().map(|service| service.verdict).max();
    Diff {
        verdict: verdict.unwrap_or_default(),
        services,
    }
}

fn key(spec: &ServiceSpec) -> (&str, &str) {
    (&spec.service.name, &spec.service.version)
}

fn sort(changes: &mut [Change]) {
    let aspect = |change: &Change| {
        let name = change.name.clone();
        (change.fact, change.kind, name, change.language)
    };
    changes.sort_by(|one, other| {
        one.on
            .cmp(&other.on)
            .then_with(|| aspect(one).cmp(&aspect(other)))
    });
}

fn compare_service(pair: Pair<'_, ServiceSpec>) -> Vec<Change> {
    let mut changes = Changes::default();
    if let Some(spec) = pair.newest() {
        changes.set_place(&spec.service.sources);
    }
    if let Some((old, new)) = pair.both() {
        service_facts(&old.service, &new.service, &mut changes);
        error_codes(&old.errors, &new.errors, &mut changes);
        actions::compare(&old.actions, &new.actions, &mut changes);
        actions::compare(&old.structures, &new.structures, &mut changes);
    } else {
        let (old, new) = (pair.old.map(summary), pair.new.map(summary));
        changes.fact(&Thing::Service, Fact::Itself, Pair::new(&old, &new));
    }
    changes.into_inner()
}

/// The short form of an added or removed service. A list of all its parts would bury the other
/// changes.
#[derive(PartialEq, Serialize)]
struct Summary<'a> {
    #[serde(skip_serializing_if = "Localized::is_empty")]
    title: &'a Localized,
    actions: Vec<&'a str>,
    structures: usize,
}

fn summary(spec: &ServiceSpec) -> Summary<'_> {
    let mut actions: Vec<&str> = spec
        .actions
        .iter()
        .map(|action| action.name.as_str())
        .collect();
    actions.sort_unstable();
    Summary {
        title: &spec.service.title,
        actions,
        structures: spec.structures.len(),
    }
}

fn service_facts(old: &Service, new: &Service, changes: &mut Changes) {
    let on = Thing::Service;
    changes.text(&on, Fact::Title, None, &old.title, &new.title);
    changes.text(&on, Fact::Text, None, &old.doc, &new.doc);
    let endpoints = Pair::new(&old.endpoint, &new.endpoint);
    changes.fact(&on, Fact::Domain, endpoints);
    let protocol = |service: &Service| {
        let path = service.path.as_deref().unwrap_or_default();
        let envelope = service.envelope.map(|envelope| envelope.to_string());
        let envelope = envelope.unwrap_or_default();
        let words = format!("{} {path} {envelope}", service.protocol);
        words.trim_end().to_owned()
    };
    let protocols = (protocol(old), protocol(new));
    changes.fact(
        &on,
        Fact::Protocol,
        Pair::changed(&protocols.0, &protocols.1),
    );
    for (id, pair) in paired(&old.regions, &new.regions, |region: &Region| &region.id) {
        if let Some((old, new)) = pair.both() {
            changes.text(&on, Fact::ListedRegion, Some(id), &old.name, &new.name);
        } else {
            let names = Pair {
                old: pair.old.map(|region| &region.name),
                new: pair.new.map(|region| &region.name),
            };
            changes.named(&on, Fact::ListedRegion, id, names);
        }
    }
    groups(old, new, changes);
    releases(old, new, changes);
}

/// Adds the actions that moved to another group of the overview, or whose group has another title.
fn groups(old: &Service, new: &Service, changes: &mut Changes) {
    let (old, new) = (group_titles(old), group_titles(new));
    for (action, new) in new {
        if let Some(old) = old.get(action) {
            changes.text(&Thing::action(action), Fact::Group, None, old, new);
        }
    }
}

/// Returns the title of the first group of each action.
fn group_titles(service: &Service) -> BTreeMap<&str, &Localized> {
    let mut titles = BTreeMap::new();
    for group in &service.catalogue {
        for action in &group.actions {
            titles.entry(action.name.as_str()).or_insert(&group.group);
        }
    }
    titles
}

/// Adds only new releases. The documentation never withdraws one, and their numbers and lines shift
/// when another edition is added.
fn releases(old: &Service, new: &Service, changes: &mut Changes) {
    let known: Vec<&Option<String>> = old.history.iter().map(|release| &release.date).collect();
    for release in &new.history {
        let Some(date) = &release.date else { continue };
        if !known.contains(&&release.date) {
            let added = Pair::added(&release.changes);
            changes.named(&Thing::Service, Fact::Release, date, added);
        }
    }
}

fn error_codes(old: &[ErrorCode], new: &[ErrorCode], changes: &mut Changes) {
    for (code, pair) in paired(old, new, |error: &ErrorCode| &error.code) {
        let on = Thing::Error(code.to_owned());
        if let Some((old, new)) = pair.both() {
            changes.text(&on, Fact::Text, None, &old.doc, &new.doc);
            let marks = Pair::new(&old.deprecated, &new.deprecated);
            changes.fact(&on, Fact::Deprecated, marks);
            let numbers = Pair::new(&old.number, &new.number);
            changes.fact(&on, Fact::Number, numbers);
            let common = Pair::changed(&old.common, &new.common);
            changes.fact(&on, Fact::Common, common);
        } else {
            changes.fact(&on, Fact::Itself, pair);
        }
    }
}
