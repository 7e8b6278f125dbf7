//! Actions: methods of the client.

use super::deprecated::Reasons;
use super::docs::{Place, action_docs, error_docs, request_docs, response_docs};
use super::error_codes::ErrorCodes;
use super::examples::{Shapes, lower_examples, shown_request};
use super::model::{Action, Paging, Structure};
use super::names::{RustName, Scope, snake, type_name};
use super::paging::paging;
use super::read_only::read_only;
use super::spelling::{self, Owner};
use super::structure::lower_body;
use super::types::Types;
use spec::{Hints, Inferred, Member, RegionRule, Scalar, ServiceSpec, TypeName};

/// What all actions of a version share.
pub(crate) struct Surroundings<'a> {
    pub(crate) spec: &'a ServiceSpec,
    pub(crate) types: &'a Types<'a>,
    pub(crate) structures: &'a [Structure],
    pub(crate) codes: &'a ErrorCodes,
    pub(crate) place: &'a Place,
}

/// The Rust names of an action.
pub(crate) struct Names {
    method: RustName,
    module: RustName,
    request: RustName,
    response: RustName,
}

/// Names for the actions, in their order; `types` is the scope of the version's types.
pub(crate) fn name_actions<'s>(
    actions: &[&'s spec::Action],
    hints: &'s Hints,
    types: &mut Scope,
) -> Vec<Names> {
    // Methods that the client has anyway.
    let mut methods = Scope::reserving(&[
        "blocking",
        "call",
        "call_detailed",
        "call_with",
        "clone",
        "default",
        "new",
        "stream",
        "with",
    ]);
    let mut modules = Scope::default();
    let spell = |action: &&'s spec::Action| spelling::action(&action.name, hints);
    let spellings: Vec<&str> = actions.iter().map(spell).collect();
    let methods = methods.take_all(&spellings, snake);
    let name = |(spelling, method): (&&str, RustName)| Names {
        module: modules.take(&snake(spelling)),
        request: types.take(&type_name(&format!("{spelling}Request"))),
        response: types.take(&type_name(&format!("{spelling}Response"))),
        method,
    };
    spellings.iter().zip(methods).map(name).collect()
}

/// The actions with their names; the names of paging methods and tests are found here, after the
/// methods that users call more.
pub(crate) fn lower_actions(
    actions: &[&spec::Action],
    names: Vec<Names>,
    around: &Surroundings<'_>,
) -> Vec<Action> {
    let methods: Vec<&str> = names.iter().map(|names| names.method.as_str()).collect();
    let mut methods = Scope::reserving(&methods);
    let mut tests = Scope::default();
    let pairs = actions.iter().zip(names);
    pairs
        .map(|(action, names)| lower_action(action, names, around, &mut methods, &mut tests))
        .collect()
}

fn lower_action(
    action: &spec::Action,
    names: Names,
    around: &Surroundings<'_>,
    methods: &mut Scope,
    tests: &mut Scope,
) -> Action {
    let Names {
        method,
        module,
        request,
        response,
    } = names;
    let (types, place) = (around.types, around.place);
    let docs = request_docs(&method, place);
    let request = lower_body(
        Owner::Input(&action.name),
        request,
        &module,
        docs,
        &action.input,
        types,
    );
    let docs = response_docs(&method, place);
    let output = with_request_id(&action.output);
    let response = lower_body(
        Owner::Output(&action.name),
        response,
        &module,
        docs,
        &output,
        types,
    );
    let shapes = Shapes::new(around.structures);
    let faults = &around.spec.known_faults;
    let deprecated = Reasons::stated(&action.deprecated).note();
    // Typed calls that pass by the method, blocking ones among them, need the request.
    let request = Structure {
        deprecated: deprecated.clone(),
        ..request
    };
    Action {
        wire: action.name.clone(),
        deprecated,
        endpoint: endpoint(action, &around.spec.service),
        region: action.region.unwrap_or(RegionRule::Optional),
        read_only: read_only(&action.name, types.hints()),
        rate_limit: action.rate_limit,
        docs: action_docs(action),
        error_docs: error_docs(action, around.codes, place),
        shown: shown_request(action, &request, &shapes),
        paging: paging(action, types.hints(), &request, &response).map(|(style, items)| Paging {
            method: methods.take(&snake(&format!("{method}_pages"))),
            style,
            items,
        }),
        examples: lower_examples(action, (&request, &response), &shapes, faults, tests),
        method,
        module,
        request,
        response,
    }
}

/// The host that the page names, or else the service's own.
fn endpoint(action: &spec::Action, service: &spec::Service) -> String {
    let documented = action.domain.as_ref().or(service.endpoint.as_ref());
    documented
        .cloned()
        .unwrap_or_else(|| format!("{}.tencentcloudapi.com", service.name))
}

/// Every response carries its request's id, also where a damaged page has lost the row.
fn with_request_id(output: &[Member]) -> Vec<Member> {
    const REQUEST_ID: &str = "RequestId";
    let mut output = output.to_vec();
    if output.iter().all(|member| member.name != REQUEST_ID) {
        let doc = "The unique ID of the request, wanted by support.";
        output.push(Member {
            doc: spec::Localized::new(spec::Language::En, doc),
            inferred: Some(Inferred::Prose),
            ..Member::new(REQUEST_ID, TypeName::Scalar(Scalar::String))
        });
    }
    output
}
