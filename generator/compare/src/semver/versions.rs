//! One API version of both crates.

use super::actions;
use super::constants;
use super::impact::Impacts;
use super::structures::{self, Renamed};
use crate::diff::{Fact, Subject};
use lower::{Structure, Version};

pub(super) fn compare(old: &Version, new: &Version, impacts: &mut Impacts) {
    if old.endpoint != new.endpoint {
        let impact = impacts.push(
            "endpoint-changed",
            "Client",
            Subject::Service {},
            Fact::Domain,
        );
        impact.sides(&old.endpoint, &new.endpoint);
    }
    let renamed = Renamed::new(old, new);
    compare_structures(&old.structures, &new.structures, &renamed, impacts);
    actions::compare(&old.actions, &new.actions, &renamed, impacts);
    constants::error_codes(&old.error_codes, &new.error_codes, impacts);
}

fn compare_structures(
    old: &[Structure],
    new: &[Structure],
    renamed: &Renamed<'_>,
    impacts: &mut Impacts,
) {
    for structure in old {
        if let Some(other) = new.iter().find(|other| other.name == structure.name) {
            structures::compare(
                structure,
                other,
                structures::Place::Structure,
                renamed,
                impacts,
            );
            continue;
        }
        let (name, on) = (
            structure.name.as_str(),
            structures::subject(&structure.wire),
        );
        match new.iter().find(|other| other.wire == structure.wire) {
            Some(other) => impacts
                .push("structure-renamed", name, on, Fact::Itself)
                .sides(name, &other.name),
            None => {
                impacts.push("structure-removed", name, on, Fact::Itself);
            }
        }
    }
    for structure in new {
        let is_new = old
            .iter()
            .all(|other| other.name != structure.name && other.wire != structure.wire);
        if is_new {
            let on = structures::subject(&structure.wire);
            impacts.push("structure-added", structure.name.as_str(), on, Fact::Itself);
        }
    }
}
