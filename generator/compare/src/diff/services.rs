//! Two lists of specs, service by service.

use std::collections::BTreeMap;

use serde::Serialize;

use super::facts::{Found, Pair, paired};
use super::{Diff, Fact, ServiceDiff, Subject, actions, member_lists, structures};
use crate::semver::Level;
use spec::{ErrorCode, Localized, Region, Service, ServiceSpec};

/// The changes of the documentation, without what they mean for the crate. The order of the specs has no influence.
pub fn compare_specs(old: &[ServiceSpec], new: &[ServiceSpec]) -> Diff {
    let mut pairs: BTreeMap<(&str, &str), Pair<'_, ServiceSpec>> = BTreeMap::new();
    for spec in old {
        pairs.entry(key(spec)).or_default().0 = Some(spec);
    }
    for spec in new {
        pairs.entry(key(spec)).or_default().1 = Some(spec);
    }
    let services = pairs.into_iter().filter_map(|((service, version), sides)| {
        let mut changes = match sides {
            (Some(old), Some(new)) => compare_service(old, new),
            (old, new) => one_sided(old, new),
        };
        changes.sort_by(|one, other| {
            let key = |change: &super::Change| {
                (
                    change.fact,
                    change.kind,
                    change.name.clone(),
                    change.language,
                )
            };
            one.on
                .cmp(&other.on)
                .then_with(|| key(one).cmp(&key(other)))
        });
        (!changes.is_empty()).then(|| ServiceDiff {
            service: service.to_owned(),
            version: version.to_owned(),
            verdict: Level::Patch,
            changes,
            consequences: Vec::new(),
        })
    });
    let services: Vec<ServiceDiff> = services.collect();
    let verdict = services.iter().map(|service| service.verdict).max();
    Diff {
        verdict: verdict.unwrap_or_default(),
        services,
    }
}

fn key(spec: &ServiceSpec) -> (&str, &str) {
    (&spec.service.name, &spec.service.version)
}

/// What stands for a whole service that came or went: listing all its parts would hide the rest.
#[derive(PartialEq, Serialize)]
struct Summary<'a> {
    #[serde(skip_serializing_if = "Localized::is_empty")]
    title: &'a Localized,
    actions: Vec<&'a str>,
    structures: usize,
}

fn one_sided(old: Option<&ServiceSpec>, new: Option<&ServiceSpec>) -> Vec<super::Change> {
    let summary = |spec: &'_ ServiceSpec| {
        let mut actions: Vec<&str> = spec
            .actions
            .iter()
            .map(|action| action.name.as_str())
            .collect();
        actions.sort_unstable();
        serde_json::json!(Summary {
            title: &spec.service.title,
            actions,
            structures: spec.structures.len(),
        })
    };
    let mut found = Found::default();
    if let Some(spec) = new.or(old) {
        found.at(&spec.service.sources);
    }
    let (old, new) = (old.map(summary), new.map(summary));
    found.fact(
        &Subject::Service {},
        Fact::Itself,
        old.as_ref(),
        new.as_ref(),
    );
    found.changes
}

fn compare_service(old: &ServiceSpec, new: &ServiceSpec) -> Vec<super::Change> {
    let mut found = Found::default();
    found.at(&new.service.sources);
    service_facts(&old.service, &new.service, &mut found);
    error_codes(&old.errors, &new.errors, &mut found);
    actions::compare(&old.actions, &new.actions, &mut found);
    structures::compare(&old.structures, &new.structures, &mut found);
    found.changes
}

fn service_facts(old: &Service, new: &Service, found: &mut Found) {
    let on = Subject::Service {};
    found.text(&on, Fact::Title, None, &old.title, &new.title);
    found.text(&on, Fact::Text, None, &old.doc, &new.doc);
    let (old_host, new_host) = (old.endpoint.as_ref(), new.endpoint.as_ref());
    found.fact(&on, Fact::Domain, old_host, new_host);
    for (id, (old, new)) in paired(&old.regions, &new.regions, |region: &Region| &region.id) {
        let came_or_went = old.is_some() != new.is_some();
        let (old, new) = (
            old.map(|region| &region.name),
            new.map(|region| &region.name),
        );
        if came_or_went {
            found.named(&on, Fact::ListedRegion, id, old, new);
        } else if let (Some(old), Some(new)) = (old, new) {
            found.text(&on, Fact::ListedRegion, Some(id), old, new);
        }
    }
    releases(old, new, found);
}

/// Releases are never taken back; their numbers and lines shift when an edition is added.
fn releases(old: &Service, new: &Service, found: &mut Found) {
    let known: Vec<&Option<String>> = old.history.iter().map(|release| &release.date).collect();
    for release in &new.history {
        let Some(date) = &release.date else { continue };
        if !known.contains(&&release.date) {
            let on = Subject::Service {};
            found.named(&on, Fact::Release, date, None, Some(&release.changes));
        }
    }
}

fn error_codes(old: &[ErrorCode], new: &[ErrorCode], found: &mut Found) {
    for (code, sides) in paired(old, new, |error: &ErrorCode| &error.code) {
        let on = Subject::Error {
            error: code.to_owned(),
        };
        match sides {
            (Some(old), Some(new)) => {
                found.text(&on, Fact::Text, None, &old.doc, &new.doc);
                member_lists::deprecated(&on, None, (&old.deprecated, &new.deprecated), found);
                found.fact(&on, Fact::Common, Some(&old.common), Some(&new.common));
            }
            (old, new) => found.fact(&on, Fact::Itself, old, new),
        }
    }
}
