//! Comparison of ready-made waits and of the constants of regions.

use super::collect::Impacts;
use super::structures::compare_constants;
use crate::change::{Fact, rules};
use lower::{RustName, Version, WaitIds, Waiter};
use spec::Thing;

/// Compares the functions of the module `wait`.
pub(crate) fn compare_waits(old: &Version, new: &Version, impacts: &mut Impacts) {
    let on = || Thing::Service;
    let item =
        |waiter: &Waiter, impacts: &Impacts| impacts.item(&format!("wait::{}", waiter.name), on());
    for waiter in &old.waiters {
        let Some(other) = new.waiters.iter().find(|other| takes_same(other, waiter)) else {
            impacts.push(item(waiter, impacts).impact(rules::WAIT_REMOVED, Fact::Wait));
            continue;
        };
        if (&other.success, &other.failure) != (&waiter.success, &waiter.failure) {
            impacts.push(item(other, impacts).impact(rules::WAIT_STATES_CHANGED, Fact::Wait));
        }
    }
    for waiter in &new.waiters {
        if !old.waiters.iter().any(|other| takes_same(other, waiter)) {
            impacts.push(item(waiter, impacts).impact(rules::WAIT_ADDED, Fact::Wait));
        }
    }
}

/// Returns whether calls of one function compile with the other.
fn takes_same(one: &Waiter, other: &Waiter) -> bool {
    let others = |waiter: &Waiter| -> Vec<_> {
        let types = waiter.others.iter().map(|member| member.ty.clone());
        types.collect()
    };
    let is_many = |waiter: &Waiter| matches!(waiter.ids, WaitIds::Many(_));
    let names =
        |waiter: &Waiter| -> [RustName; 2] { [waiter.name.clone(), waiter.request.clone()] };
    names(one) == names(other)
        && others(one) == others(other)
        && is_many(one) == is_many(other)
        && one.request_id.is_some() == other.request_id.is_some()
}

/// Compares the constants of a version's regions.
pub(crate) fn compare_regions(old: &Version, new: &Version, impacts: &mut Impacts) {
    let item = |region: &lower::Constant, impacts: &Impacts| {
        impacts.item(&format!("region::{}", region.name), Thing::Service)
    };
    compare_constants(
        &old.regions,
        &new.regions,
        Fact::ListedRegion,
        item,
        impacts,
    );
}
