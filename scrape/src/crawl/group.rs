//! Pages that belong together: a product of the catalogue, or what one address leads to.

use std::collections::BTreeMap;

use super::Target;
use crate::fetch::Served;
use crate::page::Page;

/// Pages that belong together.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// The service that was asked for.
    pub(super) asked: Option<String>,
    /// Whether all pages that the catalogue files with one of its pages belong to it, too.
    pub(super) whole_product: bool,
    /// Its action pages by service.
    services: BTreeMap<String, usize>,
    /// Chapters that wait for an action page to name their service.
    pub(super) pending: Vec<(Target, Served, Page)>,
}

impl Group {
    pub(super) fn new(asked: Option<String>, whole_product: bool) -> Self {
        Self {
            asked,
            whole_product,
            ..Self::default()
        }
    }

    /// Counts an action page.
    pub(super) fn saw(&mut self, service: &str) {
        *self.services.entry(service.to_owned()).or_default() += 1;
    }

    /// The service of a chapter that names none: that of most actions.
    pub(super) fn service(&self) -> Option<String> {
        let all: usize = self.services.values().sum();
        let most = self.services.iter().max_by_key(|(_, count)| **count);
        most.filter(|(_, count)| *count * 2 > all)
            .map(|(service, _)| service.clone())
    }
}
