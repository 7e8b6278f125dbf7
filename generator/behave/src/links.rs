//! Links between resources: members that hold ids of others.

use spec::{Action, ServiceSpec};

use crate::family::{Families, Family};
use crate::model::Link;
use crate::paths::below;

/// Returns the links between the resources that an action's parameters identify.
pub(crate) fn of_action(
    spec: &ServiceSpec,
    families: &Families<'_>,
    action: &Action,
    target: &str,
) -> Vec<Link> {
    let mut links = Vec::new();
    for of in &action.input {
        let Some(family) = families.of_member(of) else {
            continue;
        };
        for value in action.input.iter().filter(|value| value.name != of.name) {
            if of.name != target && value.name != target {
                continue;
            }
            let Some(named) = families.names.named_by(value) else {
                continue;
            };
            if let Some(member) = holder(spec, families, family, &named, false) {
                links.push(Link {
                    resource: family.name.clone(),
                    of: of.name.clone(),
                    member,
                    value: Some(value.name.clone()),
                });
            }
        }
    }
    links
}

/// Returns the member of a kind of resource that holds ids of another: `LoginSettings.KeyIds` of
/// instances for `key`.
pub(crate) fn holder(
    spec: &ServiceSpec,
    families: &Families<'_>,
    family: &Family<'_>,
    named: &str,
    in_lists: bool,
) -> Option<String> {
    let structure = family.structure?;
    if family.named == named {
        return None;
    }
    let reaches = below(spec, &structure.members);
    let own = family.id.as_ref().map(|(path, _)| path.as_str());
    let held = reaches.iter().filter(|reach| {
        reach.depth <= 1
            && (in_lists || !reach.in_list)
            && Some(reach.path.as_str()) != own
            && reach.member.type_name.structure().is_none()
    });
    let exact = held
        .clone()
        .find(|reach| families.names.named_by_name(&reach.member.name).as_deref() == Some(named));
    // `AssociatedInstanceIds` are ids of instances.
    let longer = || {
        held.clone().find(|reach| {
            let other = families.names.named_by_name(&reach.member.name);
            reach.depth == 0
                && other.is_some_and(|other| named.len() >= 4 && other.ends_with(named))
        })
    };
    exact.or_else(longer).map(|reach| reach.path.clone())
}

/// Returns the members of other kinds that hold ids of this one: `Instance.HpcClusterId`.
pub(crate) fn users(
    spec: &ServiceSpec,
    families: &Families<'_>,
    family: &Family<'_>,
) -> Vec<String> {
    let others = families
        .all
        .iter()
        .filter(|other| other.name != family.name && !other.named.is_empty() && !other.is_numbered);
    let held = others.filter_map(|other| {
        let member = holder(spec, families, other, &family.named, true)?;
        Some(format!("{}.{member}", other.name))
    });
    held.collect()
}
