//! Comparison of the crate's public API, in the terms of semantic versioning.
//!
//! It compares the lowered models: names, types, setters, constants and paginators. The verdict
//! therefore holds for the emitted code, whatever change of the documentation caused it.

mod actions;
mod collect;
mod filters;
mod structures;
mod successors;
mod waits;

use crate::change::{Fact, Impact, Rule, rules};
use collect::Impacts;
use lower::{Crate, Product, RustName, Structure, Version};
use spec::Thing;
use structures::{Fields, Renamed};
use successors::ByName;

/// Returns the impacts of the step from the old crate to the new one, sorted by service, version
/// and item.
pub fn compare(old: &Crate, new: &Crate) -> Vec<Impact> {
    let mut impacts = Impacts::default();
    for product in &old.products {
        let is_same = |other: &&Product| other.module == product.module;
        match new.products.iter().find(is_same) {
            Some(other) => compare_product(product, other, &mut impacts),
            None => push_product(product, rules::PRODUCT_REMOVED, &mut impacts),
        }
    }
    for product in &new.products {
        if old
            .products
            .iter()
            .all(|other| other.module != product.module)
        {
            push_product(product, rules::PRODUCT_ADDED, &mut impacts);
        }
    }
    impacts.sorted()
}

/// Adds one impact for a whole product, under its newest version.
fn push_product(product: &Product, rule: &'static Rule, impacts: &mut Impacts) {
    if let Some(version) = product.newest() {
        impacts.enter(&product.service, &version.version, product.module.as_str());
        push_module(rule, impacts);
    }
}

/// Adds an impact on the module under comparison.
fn push_module(rule: &'static Rule, impacts: &mut Impacts) {
    let module = impacts.item("", Thing::Service);
    impacts.push(module.impact(rule, Fact::Itself));
}

fn compare_product(old: &Product, new: &Product, impacts: &mut Impacts) {
    for version in &old.versions {
        let is_same = |other: &&Version| other.module == version.module;
        if let Some(other) = new.versions.iter().find(is_same) {
            enter(new, other, impacts);
            compare_version(version, other, impacts);
        } else {
            enter(old, version, impacts);
            push_module(rules::VERSION_REMOVED, impacts);
        }
    }
    for version in &new.versions {
        if old
            .versions
            .iter()
            .all(|other| other.module != version.module)
        {
            enter(new, version, impacts);
            push_module(rules::VERSION_ADDED, impacts);
        }
    }
    compare_newest(old, new, impacts);
}

fn enter(product: &Product, version: &Version, impacts: &mut Impacts) {
    let module = format!("{}::{}", product.module, version.module);
    impacts.enter(&version.service, &version.version, &module);
}

/// Compares the versions that the product's module re-exports.
fn compare_newest(old: &Product, new: &Product, impacts: &mut Impacts) {
    let (Some(before), Some(after)) = (old.newest(), new.newest()) else {
        return;
    };
    if before.module == after.module {
        return;
    }
    let path = |module: &RustName| format!("{}::{module}", new.module);
    impacts.enter(&after.service, &after.version, new.module.as_str());
    let impact = impacts
        .item("", Thing::Service)
        .impact(rules::NEWEST_VERSION_CHANGED, Fact::Itself);
    impacts.push(impact.with_code(path(&before.module), path(&after.module)));
}

fn compare_version(old: &Version, new: &Version, impacts: &mut Impacts) {
    if old.endpoint != new.endpoint {
        let impact = impacts
            .item("Client", Thing::Service)
            .impact(rules::ENDPOINT_CHANGED, Fact::Domain);
        impacts.push(impact.with_code(&old.endpoint, &new.endpoint));
    }
    let renamed = Renamed::new(old, new);
    compare_structures(&old.structures, &new.structures, &renamed, impacts);
    actions::compare(&old.actions, &new.actions, &renamed, impacts);
    structures::compare_error_codes(&old.error_codes, &new.error_codes, impacts);
    waits::compare_regions(old, new, impacts);
    waits::compare_waits(old, new, impacts);
}

fn compare_structures(
    old: &[Structure],
    new: &[Structure],
    renamed: &Renamed<'_>,
    impacts: &mut Impacts,
) {
    let (old_names, new_names) = (ByName::new(old), ByName::new(new));
    for structure in old {
        let Some(other) = old_names.successor(structure, &new_names) else {
            let on = Thing::Structure(structure.wire.clone());
            let item = impacts.item(structure.name.as_str(), on);
            impacts.push(item.impact(rules::STRUCTURE_REMOVED, Fact::Itself));
            continue;
        };
        if other.name == structure.name {
            let (before, after) = (Fields::new(structure), Fields::new(other));
            structures::compare(before, after, renamed, impacts);
            continue;
        }
        let name = structure.name.as_str();
        let item = impacts.item(name, Thing::Structure(structure.wire.clone()));
        let impact = item.impact(rules::STRUCTURE_RENAMED, Fact::Itself);
        impacts.push(impact.with_code(name, &other.name));
    }
    for structure in new {
        if new_names.successor(structure, &old_names).is_none() {
            let on = Thing::Structure(structure.wire.clone());
            let item = impacts.item(structure.name.as_str(), on);
            impacts.push(item.impact(rules::STRUCTURE_ADDED, Fact::Itself));
        }
    }
}
