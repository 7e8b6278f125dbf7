//! A spec with the look-ups that several rules need.

use std::collections::BTreeMap;

use spec::{Action, CatalogueEntry, ServiceSpec, Structure};

/// A spec, its structures by name and its catalogue by action.
pub struct Context<'s> {
    pub spec: &'s ServiceSpec,
    pub structures: BTreeMap<&'s str, &'s Structure>,
    pub actions: BTreeMap<&'s str, &'s Action>,
    pub catalogue: BTreeMap<&'s str, &'s CatalogueEntry>,
}

impl<'s> Context<'s> {
    pub fn new(spec: &'s ServiceSpec) -> Self {
        let structures = spec.structures.iter();
        let actions = spec.actions.iter();
        let entries = spec
            .service
            .catalogue
            .iter()
            .flat_map(|group| &group.actions);
        Self {
            spec,
            structures: structures
                .map(|found| (found.name.as_str(), found))
                .collect(),
            actions: actions.map(|found| (found.name.as_str(), found)).collect(),
            catalogue: entries.map(|found| (found.name.as_str(), found)).collect(),
        }
    }
}
