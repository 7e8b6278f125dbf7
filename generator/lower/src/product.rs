//! Products and their API versions: modules, features and default hosts.

use std::collections::{BTreeMap, BTreeSet};

use crate::action::{Context, lower_actions, name_actions};
use crate::docs::{
    Place, action_overview, item_overview, product_docs, product_title, regions_docs, version_docs,
    wait_fact,
};
use crate::error::{ErrorKind, LowerError};
use crate::error_codes::ErrorCodes;
use crate::examples::Shapes;
use crate::filters::FilterNames;
use crate::groups::{group_actions, purposes, titles};
use crate::history::History;
use crate::model::{Action, FIRST_VERSION, FirstCall, Product, V2, Version, Waiter};
use crate::names::{RustName, Scope, snake};
use crate::regions::lower_regions;
use crate::replacement::add_replacements;
use crate::structure::lower_structures;
use crate::types::Types;
use crate::users::Users;
use crate::waits::{Parts, lower_waits};
use spec::{Envelope, Protocol, Service, ServiceSpec, UNVERSIONED, default_host, is_version};

/// The specs by service; those of a service are sorted by version.
pub(crate) type ByService<'a> = BTreeMap<&'a str, Vec<&'a ServiceSpec>>;

/// Groups the specs by service.
pub(crate) fn group(specs: &[ServiceSpec]) -> ByService<'_> {
    let mut products = ByService::new();
    for spec in specs {
        products.entry(&spec.service.name).or_default().push(spec);
    }
    for versions in products.values_mut() {
        versions.sort_by_key(|spec| spec::version_order(&spec.service.version));
    }
    products
}

/// Returns the versions that can't be modules.
pub(crate) fn errors(products: &ByService<'_>) -> Vec<LowerError> {
    let mut errors = Vec::new();
    for (service, versions) in products {
        let mut seen = BTreeSet::new();
        let mut add = |version: &String, kind| {
            errors.push(LowerError {
                service: (*service).to_owned(),
                version: version.clone(),
                kind,
            });
        };
        for version in versions.iter().map(|spec| &spec.service.version) {
            if !is_version(version) {
                add(version, ErrorKind::Version);
            }
            if !seen.insert(version) {
                add(version, ErrorKind::DuplicateVersion);
            }
        }
    }
    errors
}

/// Names that a product's module, folder and feature can't have: the runtime's modules and crate,
/// which the facade's root has, names that paths start with, features that aren't products, and
/// folders of a package.
const RESERVED_MODULES: [&str; 24] = [
    "alloc",
    "benches",
    "bin",
    "blocking",
    "codegen",
    "core",
    "default",
    "examples",
    "failover",
    "full",
    "http-client",
    "limit",
    "middleware",
    "prelude",
    "retry",
    "runtime",
    "serde",
    "src",
    "std",
    "target",
    "tencentcloud_api_runtime",
    "testing",
    "tests",
    "wait",
];

/// Returns the modules of products, which are the names of their crates' folders too, in the order
/// of the services. These must be all services, because some names depend on others.
pub fn product_modules(services: &[&str]) -> Vec<RustName> {
    Scope::reserving(&RESERVED_MODULES).take_all(services, snake)
}

/// Lowers the products, sorted by service.
pub(crate) fn lower_products(products: &ByService<'_>) -> Vec<Product> {
    let services: Vec<&str> = products.keys().copied().collect();
    let modules = product_modules(&services);
    let named: Vec<_> = products.iter().zip(modules).collect();
    let mut lowered = parallel::map(&named, |((service, specs), module)| Product {
        service: (**service).to_owned(),
        version: FIRST_VERSION.to_owned(),
        title: specs.last().and_then(|spec| product_title(&spec.service)),
        module: module.clone(),
        feature: module.to_string(),
        docs: specs
            .last()
            .map(|spec| product_docs(&spec.service))
            .unwrap_or_default(),
        first_call: None,
        versions: specs.iter().map(|spec| lower_version(spec)).collect(),
    });
    add_replacements(&mut lowered, products);
    for product in &mut lowered {
        product.first_call = first_call(&[product]);
    }
    lowered
}

fn lower_version(spec: &ServiceSpec) -> Version {
    let service = &spec.service;
    let module = version_module(&service.version);
    let actions = distinct_actions(spec);
    let mut scope = Scope::of_types(&["Client"]);
    let names = name_actions(&actions, &spec.hints, &mut scope);
    let types = Types::new(spec, &mut scope);
    let filters = FilterNames::new(&actions, &mut scope);
    let history = History::new(spec);
    let place = Place::new(&module);
    let mut users = Users::default();
    for (action, names) in actions.iter().zip(&names) {
        names.add_to(&mut users, action);
    }
    let structures = lower_structures(&types, &history, users, &place);
    let codes = ErrorCodes::new(spec);
    let context = Context {
        spec,
        types: &types,
        shapes: Shapes::new(&structures),
        codes: &codes,
        place,
        history: &history,
        structures: &structures,
        filters,
        titles: titles(spec, &actions),
    };
    let regions = lower_regions(spec, &actions);
    let groups = group_actions(spec, &actions);
    let purposes = purposes(spec, &actions);
    let mut actions = lower_actions(&actions, names, &context);
    let parts = Parts {
        actions: &actions,
        structures: &structures,
    };
    let (waiters, numbers) = lower_waits(spec, parts, &context.place);
    add_wait_facts(&mut actions, &waiters, &numbers, &context.place);
    let error_codes = codes.constants();
    let mut overview = action_overview(&groups, &actions, &purposes);
    let items = item_overview(&structures, &actions, &regions, &error_codes);
    overview.extend((!items.is_empty()).then(String::new));
    overview.extend(items);
    Version {
        service: service.name.clone(),
        version: service.version.clone(),
        protocol: lower_protocol(service),
        endpoint: service_host(service),
        docs: version_docs(service),
        region_docs: regions_docs(&service_host(service)),
        overview,
        groups,
        actions,
        waiters,
        regions,
        error_codes,
        structures,
        module,
    }
}

/// Returns the module of a version: `v20170312` for `2017-03-12`. Versions are distinct, so modules
/// are.
fn version_module(version: &str) -> RustName {
    match version {
        UNVERSIONED => snake(UNVERSIONED),
        date => snake(&format!("v{}", date.replace('-', ""))),
    }
}

/// The path of requests to retired APIs, unless their spec has another one.
const V2_PATH: &str = "/v2/index.php";

fn lower_protocol(service: &Service) -> Option<V2> {
    if service.protocol == Protocol::Tc3 {
        return None;
    }
    let envelope = service.envelope.unwrap_or(Envelope::Response);
    let is_short = |region: &spec::Region| !region.id.contains('-');
    let short_regions = if service.regions.is_empty() {
        envelope == Envelope::Code
    } else {
        service.regions.iter().all(is_short)
    };
    Some(V2 {
        path: service.path.clone().unwrap_or_else(|| V2_PATH.to_owned()),
        envelope,
        short_regions,
    })
}

/// Adds to the docs of asynchronous actions the function that waits for their end.
fn add_wait_facts(
    actions: &mut [Action],
    waiters: &[Waiter],
    numbers: &BTreeMap<&str, usize>,
    place: &Place,
) {
    for action in actions {
        let number = numbers.get(action.wire.as_str());
        let waiter = number.and_then(|number| waiters.get(*number));
        let fact = waiter.map(|waiter| wait_fact(waiter, place));
        action.docs.extend(fact.map(|fact| format!("- {fact}")));
    }
}

/// Returns the actions sorted by name. If a name occurs twice, the first one counts.
fn distinct_actions(spec: &ServiceSpec) -> Vec<&spec::Action> {
    let mut actions = BTreeMap::new();
    for action in &spec.actions {
        actions.entry(action.name.as_str()).or_insert(action);
    }
    actions.into_values().collect()
}

/// Returns the documented host of the service, or the host that its name implies.
pub(crate) fn service_host(service: &Service) -> String {
    match &service.endpoint {
        Some(endpoint) => endpoint.clone(),
        None => default_host(&service.name),
    }
}

/// The feature and action of the call that readers know best.
const BEST_KNOWN: (&str, &str) = ("cvm", "DescribeInstances");

/// Chooses the call that opens the crate's documentation: the best known one, or else one that
/// pages, or else the first.
pub(crate) fn first_call(products: &[&Product]) -> Option<FirstCall> {
    let (feature, wire) = BEST_KNOWN;
    let product = products
        .iter()
        .find(|product| product.feature == feature)
        .or(products.first())?;
    let actions = &product.newest()?.actions;
    let first = |fits: &dyn Fn(&Action) -> bool| actions.iter().find(|action| fits(action));
    let action = first(&|action| action.wire == wire)
        .or_else(|| first(&|action| action.paging.is_some()))
        .or_else(|| actions.first())?;
    Some(FirstCall {
        feature: product.feature.clone(),
        module: product.module.clone(),
        method: action.method.clone(),
        request: action.shown.clone(),
    })
}
