//! The committed products, and clients that speak their protocols.

use std::path::Path;

use spec::{Action, Envelope, ExampleSide, Protocol, RegionRule, RequestForm, ServiceSpec};
use tencentcloud_api_runtime::v2::V2;
use tencentcloud_api_runtime::{Config, GenericClient};

/// Returns all committed specs.
pub(crate) fn specs() -> Vec<ServiceSpec> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let files = spec::read_files(&root).unwrap();
    let specs = spec::parse_tree("specs", &files).unwrap();
    assert!(specs.len() >= 6, "{}", specs.len());
    specs
}

pub(crate) fn is_tc3(spec: &ServiceSpec) -> bool {
    spec.service.protocol == Protocol::Tc3
}

/// Returns a client that calls actions of the product by name.
pub(crate) fn client(config: &Config, spec: &ServiceSpec) -> GenericClient {
    let service = &spec.service;
    if is_tc3(spec) {
        return GenericClient::new(config, &service.name, &service.version);
    }
    let host = service.endpoint.as_deref().unwrap();
    if service.envelope == Some(Envelope::Code) {
        return GenericClient::v2(config, host, "").speaking(V2::UNVERSIONED);
    }
    GenericClient::v2(config, host, &service.version).speaking(V2::VERSIONED)
}

/// Returns a region that the action allows, or an empty text if it takes none.
pub(crate) fn region(action: &Action) -> String {
    match (action.region, action.regions.first()) {
        (Some(RegionRule::Unused), _) => String::new(),
        (_, Some(region)) => region.clone(),
        _ => "ap-guangzhou".to_owned(),
    }
}

/// Returns whether the first example of the action is a query, whose values are all texts.
pub(crate) fn sends_query(action: &Action) -> bool {
    let first = action
        .examples
        .iter()
        .find(|example| example.request.is_some());
    first.is_some_and(|example| example.request_form == Some(RequestForm::Query))
}

/// Returns whether the request of the documented example is known to be wrong.
pub(crate) fn has_faulty_request(spec: &ServiceSpec, action: &str, example: usize) -> bool {
    spec.known_faults.iter().any(|fault| {
        fault.side == ExampleSide::Request && fault.action == action && fault.example == example
    })
}
