//! The products that a fake knows: the embedded ones, unpacked when they are first used, and those
//! of a folder.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock};

use fake_model::{Product, Summary};

use crate::sts;

/// The embedded products, packed, in the order of the index.
static EMBEDDED: &[&[u8]] = include!(concat!(env!("OUT_DIR"), "/products.rs"));
/// The summaries of the embedded products, packed.
static INDEX: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/index"));

/// The error for a folder whose specs can't be used.
#[derive(Debug, thiserror::Error)]
#[error("can't use the specs in `{folder}`:\n{faults}")]
pub struct SpecError {
    folder: String,
    faults: String,
}

/// The embedded products, which all fakes of the process share.
static SHARED: LazyLock<Vec<Arc<Entry>>> = LazyLock::new(|| {
    let summaries: Vec<Summary> = fake_model::unpack(INDEX).unwrap_or_default();
    let pairs = summaries.into_iter().zip(EMBEDDED);
    let entries = pairs.map(|(summary, packed)| Entry {
        summary,
        packed,
        product: OnceLock::new(),
    });
    entries
        .chain(sts::product().map(Entry::of))
        .map(Arc::new)
        .collect()
});

/// The products that a fake knows.
pub(crate) struct Catalogue {
    entries: Vec<Arc<Entry>>,
}

struct Entry {
    summary: Summary,
    packed: &'static [u8],
    product: OnceLock<Option<Arc<Product>>>,
}

impl Catalogue {
    /// Returns the embedded products.
    pub(crate) fn embedded() -> Self {
        let entries = SHARED.clone();
        Self { entries }
    }

    /// Adds the products of a folder. They replace embedded ones of the same service and version.
    pub(crate) fn add_folder(&mut self, folder: &Path) -> Result<(), SpecError> {
        let products = fake_model::read(folder).map_err(|faults| SpecError {
            folder: folder.display().to_string(),
            faults: faults.to_string(),
        })?;
        for product in products {
            self.entries.retain(|entry| {
                let summary = &entry.summary;
                summary.service != product.service || summary.version != product.version
            });
            self.entries.push(Arc::new(Entry::of(product)));
        }
        Ok(())
    }

    /// Returns the summaries of all products.
    pub(crate) fn summaries(&self) -> impl Iterator<Item = &Summary> {
        self.entries.iter().map(|entry| &entry.summary)
    }

    /// Returns whether a product has this service, in any version.
    pub(crate) fn has_service(&self, service: &str) -> bool {
        self.summaries().any(|summary| summary.service == service)
    }

    /// Returns the versions of a service, sorted.
    pub(crate) fn versions(&self, service: &str) -> Vec<&str> {
        let of_service = self.summaries().filter(|one| one.service == service);
        let versions: BTreeSet<&str> = of_service.map(|one| one.version.as_str()).collect();
        versions.into_iter().collect()
    }

    /// Returns a product.
    pub(crate) fn product(&self, service: &str, version: &str) -> Option<Arc<Product>> {
        let is_meant = |entry: &&Arc<Entry>| {
            entry.summary.service == service && entry.summary.version == version
        };
        self.entries.iter().find(is_meant)?.product()
    }

    /// Returns the service that a host names: by the documented host, or by its first label.
    pub(crate) fn service_of_host(&self, host: &str) -> Option<&str> {
        let host = host.split(':').next().unwrap_or(host);
        let by_host = self.summaries().find(|one| one.host == host);
        let label = || host.split_once('.').map(|(label, _)| label);
        let by_label = || {
            let label = label()?;
            self.summaries().find(|one| one.service == label)
        };
        by_host.or_else(by_label).map(|one| one.service.as_str())
    }

    /// Returns the service whose API in this version has the action. `is_v2` selects retired APIs.
    pub(crate) fn service_of_action(
        &self,
        action: &str,
        version: &str,
        is_v2: bool,
    ) -> Option<&str> {
        let mut found = self.with_action(action, is_v2);
        let found = found.find(|one| one.version == version);
        found.map(|one| one.service.as_str())
    }

    /// Returns a service whose API has the action in any version.
    pub(crate) fn service_in_other_version(&self, action: &str, is_v2: bool) -> Option<&str> {
        let found = self.with_action(action, is_v2).next();
        found.map(|one| one.service.as_str())
    }

    fn with_action(&self, action: &str, is_v2: bool) -> impl Iterator<Item = &Summary> {
        let has_action = move |one: &&Summary| {
            let found = one
                .actions
                .binary_search_by(|name| name.as_str().cmp(action));
            spec::is_retired_service(&one.service) == is_v2 && found.is_ok()
        };
        self.summaries().filter(has_action)
    }
}

impl Entry {
    fn of(product: Product) -> Self {
        Self {
            summary: fake_model::summary(&product),
            packed: &[],
            product: OnceLock::from(Some(Arc::new(product))),
        }
    }

    fn product(&self) -> Option<Arc<Product>> {
        let unpack = || fake_model::unpack(self.packed).ok().map(Arc::new);
        self.product.get_or_init(unpack).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_product_unpacks() {
        let catalogue = Catalogue::embedded();
        assert_eq!(catalogue.summaries().count(), EMBEDDED.len() + 1);
        for summary in catalogue.summaries() {
            let product = catalogue
                .product(&summary.service, &summary.version)
                .unwrap();
            assert_eq!(fake_model::summary(&product), *summary);
        }
    }

    #[test]
    fn service_follows_from_host_or_action() {
        let catalogue = Catalogue::embedded();
        assert_eq!(
            catalogue.service_of_host("ecm.tencentcloudapi.com"),
            Some("ecm")
        );
        assert_eq!(
            catalogue.service_of_host("ecm.ap-x.example:80"),
            Some("ecm")
        );
        assert_eq!(
            catalogue.service_of_host("cvm.api.qcloud.com"),
            Some("cvm-v2")
        );
        assert_eq!(catalogue.service_of_host("127.0.0.1:80"), None);
        let action = |action, version, v2| catalogue.service_of_action(action, version, v2);
        assert_eq!(action("RunInstances", "2017-03-12", false), Some("cvm"));
        assert_eq!(action("RunInstances", "2019-07-19", false), Some("ecm"));
        assert_eq!(
            action("DescribeInstances", "unversioned", true),
            Some("cvm-v2")
        );
        assert_eq!(action("Nothing", "2017-03-12", false), None);
    }
}
