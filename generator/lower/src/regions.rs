//! The regions of a service, as constants.

use std::collections::BTreeMap;

use crate::docs::region_docs;
use crate::model::Constant;
use crate::names::{Scope, constant};
use crate::product::service_host;
use spec::{Action, Localized, ServiceSpec};

/// Lowers the regions that the documentation lists for the service or for one of its actions,
/// sorted by id.
pub(crate) fn lower_regions(spec: &ServiceSpec, actions: &[&Action]) -> Vec<Constant> {
    let unnamed = Localized::default();
    let mut regions: BTreeMap<&str, &Localized> = BTreeMap::new();
    for region in actions.iter().flat_map(|action| &action.regions) {
        regions.insert(region, &unnamed);
    }
    for region in &spec.service.regions {
        regions.insert(&region.id, &region.name);
    }
    let ids: Vec<&str> = regions.keys().copied().collect();
    let names = Scope::default().take_all(&ids, constant);
    let host = service_host(&spec.service);
    let lower = |((id, title), name): ((&str, &Localized), _)| Constant {
        name,
        value: id.to_owned(),
        deprecated: None,
        docs: region_docs(id, title, &host),
    };
    regions.into_iter().zip(names).map(lower).collect()
}
