//! Products of both crates: features, modules, versions.

use super::impact::Impacts;
use super::versions;
use crate::diff::{Fact, Subject};
use lower::{Product, RustName, Version};

const SERVICE: Subject = Subject::Service {};

pub(super) fn compare(old: &[Product], new: &[Product], impacts: &mut Impacts) {
    for product in old {
        match new.iter().find(|other| other.module == product.module) {
            Some(other) => compare_product(product, other, impacts),
            None => one_sided(product, "product-removed", impacts),
        }
    }
    for product in new {
        if old.iter().all(|other| other.module != product.module) {
            one_sided(product, "product-added", impacts);
        }
    }
}

fn one_sided(product: &Product, rule: &'static str, impacts: &mut Impacts) {
    // Everything of the product comes or goes with it, so the newest version stands for all.
    if let Some(version) = product.newest() {
        impacts.within(&product.service, &version.version, product.module.as_str());
        impacts.push(rule, "", SERVICE, Fact::Itself);
    }
}

fn compare_product(old: &Product, new: &Product, impacts: &mut Impacts) {
    for version in &old.versions {
        match new
            .versions
            .iter()
            .find(|other| other.module == version.module)
        {
            Some(other) => {
                enter(impacts, new, other);
                versions::compare(version, other, impacts);
            }
            None => {
                enter(impacts, old, version);
                impacts.push("version-removed", "", SERVICE, Fact::Itself);
            }
        }
    }
    for version in &new.versions {
        if old
            .versions
            .iter()
            .all(|other| other.module != version.module)
        {
            enter(impacts, new, version);
            impacts.push("version-added", "", SERVICE, Fact::Itself);
        }
    }
    newest(old, new, impacts);
}

fn enter(impacts: &mut Impacts, product: &Product, version: &Version) {
    let module = format!("{}::{}", product.module, version.module);
    impacts.within(&version.service, &version.version, &module);
}

fn newest(old: &Product, new: &Product, impacts: &mut Impacts) {
    let (Some(before), Some(after)) = (old.newest(), new.newest()) else {
        return;
    };
    if before.module == after.module {
        return;
    }
    let path = |module: &RustName| format!("{}::{module}", new.module);
    impacts.within(&after.service, &after.version, new.module.as_str());
    impacts
        .push("newest-version-changed", "", SERVICE, Fact::Itself)
        .sides(path(&before.module), path(&after.module));
}
