//! One API version of a product.

use std::collections::BTreeMap;

use super::action::{Surroundings, lower_actions, name_actions};
use super::docs::{Place, version_docs};
use super::error_codes::ErrorCodes;
use super::model::Version;
use super::names::{RustName, Scope};
use super::structure::lower_structures;
use super::types::Types;
use spec::ServiceSpec;

/// The version as a module of the product.
pub(crate) fn lower_version(spec: &ServiceSpec, product: &RustName, module: RustName) -> Version {
    let actions = distinct_actions(spec);
    let mut scope = Scope::reserving(&["Client"]);
    let names = name_actions(&actions, &spec.hints, &mut scope);
    let types = Types::new(spec, &mut scope);
    let structures = lower_structures(&types);
    let codes = ErrorCodes::new(spec);
    let around = Surroundings {
        spec,
        types: &types,
        structures: &structures,
        codes: &codes,
        place: &Place::new(product, &module),
    };
    let actions = lower_actions(&actions, names, &around);
    let service = &spec.service;
    let endpoint = service.endpoint.clone();
    Version {
        service: service.name.clone(),
        version: service.version.clone(),
        endpoint: endpoint.unwrap_or_else(|| format!("{}.tencentcloudapi.com", service.name)),
        docs: version_docs(service),
        actions,
        error_codes: codes.constants(),
        structures,
        module,
    }
}

/// The actions sorted by name; where a name is given twice the first counts.
fn distinct_actions(spec: &ServiceSpec) -> Vec<&spec::Action> {
    let mut actions = BTreeMap::new();
    for action in &spec.actions {
        actions.entry(action.name.as_str()).or_insert(action);
    }
    actions.into_values().collect()
}
