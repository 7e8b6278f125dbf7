//! Products: their modules, features and versions.

use std::collections::{BTreeMap, BTreeSet};

use super::docs::product_docs;
use super::error::LowerError;
use super::model::Product;
use super::names::{RustName, Scope, snake};
use super::version::lower_version;
use spec::ServiceSpec;

/// The specs by service, each service's sorted by version.
pub(crate) type ByService<'a> = BTreeMap<&'a str, Vec<&'a ServiceSpec>>;

/// Sorts the specs.
pub(crate) fn group(specs: &[ServiceSpec]) -> ByService<'_> {
    let mut products = ByService::new();
    for spec in specs {
        products.entry(&spec.service.name).or_default().push(spec);
    }
    for versions in products.values_mut() {
        versions.sort_by(|a, b| a.service.version.cmp(&b.service.version));
    }
    products
}

/// Versions that can't be modules.
pub(crate) fn errors(products: &ByService<'_>) -> Vec<LowerError> {
    let mut errors = Vec::new();
    for spec in products.values().flatten() {
        let (service, version) = (spec.service.name.clone(), spec.service.version.clone());
        if !is_date(&version) {
            errors.push(LowerError::Version { service, version });
        }
    }
    for (service, versions) in products {
        let mut seen = BTreeSet::new();
        for spec in versions {
            let version = &spec.service.version;
            if !seen.insert(version) {
                errors.push(LowerError::DuplicateVersion {
                    service: (*service).to_owned(),
                    version: version.clone(),
                });
            }
        }
    }
    errors
}

fn is_date(version: &str) -> bool {
    let shape = version
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c });
    shape.eq("0000-00-00".chars())
}

/// The products of the crate, sorted by service.
pub(crate) fn lower_products(products: &ByService<'_>) -> Vec<Product> {
    // Names that the crate's root has anyway, that paths begin with, or that mean more as features.
    let mut modules = Scope::reserving(&[
        "alloc",
        "blocking",
        "core",
        "default",
        "full",
        "http-client",
        "std",
        "tencentcloud_api_runtime",
        "testing",
    ]);
    let services: Vec<&str> = products.keys().copied().collect();
    let modules = modules.take_all(&services, snake);
    let named: Vec<_> = products.iter().zip(modules).collect();
    parallel::map(&named, |((service, specs), module)| Product {
        service: (**service).to_owned(),
        module: module.clone(),
        feature: module.to_string(),
        docs: specs
            .last()
            .map(|spec| product_docs(&spec.service))
            .unwrap_or_default(),
        versions: specs
            .iter()
            .map(|spec| lower_version(spec, module, version_module(spec)))
            .collect(),
    })
}

/// `v20170312` for `2017-03-12`; versions are dates, so no two are alike.
fn version_module(spec: &ServiceSpec) -> RustName {
    snake(&format!("v{}", spec.service.version.replace('-', "")))
}
