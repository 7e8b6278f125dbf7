//! Specs of a cloud in the proportions of the real one, made from the committed specs.

use std::collections::{BTreeMap, BTreeSet};

use spec::{Action, Hints, Member, ServiceSpec, Structure, TypeName};

/// The products of the real cloud.
const PRODUCTS: usize = 257;
/// The documented actions of the real cloud.
const ACTIONS: f64 = 15_210.0;
/// The actions of the largest product.
const LARGEST: usize = 1_100;
/// The actions of the largest and the smallest product in the larger half, without the largest.
const LARGER_HALF: (f64, f64) = (217.0, 30.0);

/// Returns specs with about this many actions.
pub(crate) fn specs(committed: &[ServiceSpec], actions: u32) -> Vec<ServiceSpec> {
    // Only whole products have the usual share of structures and error codes.
    let whole = committed.iter().filter(|spec| spec.actions.len() >= 50);
    let whole: Vec<&ServiceSpec> = whole.collect();
    let sizes = sizes(f64::from(actions) / ACTIONS);
    let products = sizes.iter().enumerate().zip(whole.iter().cycle());
    products
        .map(|((index, size), spec)| product(spec, index, *size))
        .collect()
}

/// Returns the actions of each product. The curve of the whole cloud is thinned out by the share.
fn sizes(share: f64) -> Vec<usize> {
    let mut all = vec![LARGEST];
    let half = PRODUCTS / 2;
    let (first, last) = LARGER_HALF;
    let ratio = (last / first).powf(1.0 / (half as f64 - 1.0));
    all.extend((0..half).map(|rank| (first * ratio.powf(rank as f64)).round() as usize));
    let smaller = PRODUCTS - all.len();
    all.extend((0..smaller).map(|rank| 29 - 28 * rank / smaller));
    let step = (1.0 / share).max(1.0);
    let kept = (0..)
        .map(|index| (f64::from(index) * step) as usize)
        .take_while(|rank| *rank < all.len());
    kept.filter_map(|rank| all.get(rank).copied()).collect()
}

/// Returns a product with this many actions, and with the structures that they use.
fn product(spec: &ServiceSpec, index: usize, size: usize) -> ServiceSpec {
    let mut product = spec.clone();
    product.service.name = format!("{}{index}", spec.service.name);
    // They name items that the product may lack.
    product.hints = Hints::default();
    product.known_faults.clear();
    product.actions.clear();
    product.structures.clear();
    let mut copy = 0;
    while product.actions.len() < size {
        let missing = size - product.actions.len();
        let part = part(spec, missing, copy);
        product.actions.extend(part.0);
        product.structures.extend(part.1);
        copy += 1;
    }
    for action in &mut product.actions {
        action.service.clone_from(&product.service.name);
    }
    product
}

/// Returns at most this many actions with their structures, under names that only this copy has.
fn part(spec: &ServiceSpec, most: usize, copy: usize) -> (Vec<Action>, Vec<Structure>) {
    let mut actions: Vec<Action> = spec.actions.iter().take(most).cloned().collect();
    let used = used_structures(spec, &actions);
    let is_used = |structure: &&Structure| used.contains(structure.name.as_str());
    let mut structures: Vec<Structure> = spec.structures.iter().filter(is_used).cloned().collect();
    if copy == 0 {
        return (actions, structures);
    }
    let renamed = |name: &str| format!("{name}Of{copy}");
    for action in &mut actions {
        action.name = renamed(&action.name);
        let members = action.input.iter_mut().chain(&mut action.output);
        members.for_each(|member| rename(&mut member.type_name, &renamed));
    }
    for structure in &mut structures {
        structure.name = renamed(&structure.name);
        let members = structure.members.iter_mut();
        members.for_each(|member| rename(&mut member.type_name, &renamed));
    }
    (actions, structures)
}

fn rename(ty: &mut TypeName, renamed: &impl Fn(&str) -> String) {
    match ty {
        TypeName::Scalar(_) => {}
        TypeName::Structure(name) => *name = renamed(name),
        TypeName::Array(element) => rename(element, renamed),
    }
}

/// Returns the names of the structures that actions use, directly or through others.
fn used_structures<'s>(spec: &'s ServiceSpec, actions: &'s [Action]) -> BTreeSet<&'s str> {
    let by_name: BTreeMap<&str, &Structure> = spec
        .structures
        .iter()
        .map(|structure| (structure.name.as_str(), structure))
        .collect();
    let named = |members: &'s [Member]| members.iter().filter_map(|one| one.type_name.structure());
    let of_actions = actions
        .iter()
        .flat_map(|action| named(&action.input).chain(named(&action.output)));
    let mut waiting: Vec<&str> = of_actions.collect();
    let mut used = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        if used.insert(name)
            && let Some(structure) = by_name.get(name)
        {
            waiting.extend(named(&structure.members));
        }
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_cloud_has_documented_proportions() {
        let sizes = sizes(1.0);
        let actions: usize = sizes.iter().sum();
        assert_eq!((sizes.len(), sizes[0]), (257, 1_100));
        assert_eq!(sizes.iter().filter(|size| **size < 30).count(), 128);
        assert!(actions.abs_diff(15_210) < 150, "{actions}");
        assert_eq!(super::sizes(0.25).len(), 65);
    }
}
