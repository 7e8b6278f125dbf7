//! Actions: methods of the client.

use std::collections::BTreeMap;

use crate::docs::{
    Place, action_deprecation, action_docs, error_docs, filters_fact, request_docs, response_docs,
    retired_facts,
};
use crate::error_codes::ErrorCodes;
use crate::examples::{Shapes, lower_examples, shown_examples, shown_request};
use crate::filters::{FilterNames, lower_filters};
use crate::history::History;
use crate::model::{Action, Filters, Paging, Structure, Type};
use crate::names::{RustName, Scope, snake, spelling, type_name};
use crate::paging::paging;
use crate::product::service_host;
use crate::read_only::read_only;
use crate::structure::lower_body;
use crate::types::Types;
use crate::users::Users;
use conform::envelope::DETAIL;
use spec::{
    Asynchronous, Envelope, Hints, Inferred, Member, MemberList, Protocol, RegionRule, Scalar,
    ServiceSpec, Thing, TypeName,
};

/// The lowered parts of a version that its actions refer to.
pub(crate) struct Context<'a> {
    pub(crate) spec: &'a ServiceSpec,
    pub(crate) types: &'a Types<'a>,
    pub(crate) shapes: Shapes<'a>,
    pub(crate) codes: &'a ErrorCodes,
    pub(crate) place: Place,
    pub(crate) history: &'a History<'a>,
    /// The data structures.
    pub(crate) structures: &'a [Structure],
    pub(crate) filters: FilterNames,
    /// The titles of actions as lines of Markdown, by name.
    pub(crate) titles: BTreeMap<&'a str, String>,
}

/// The Rust names of an action.
pub(crate) struct Names {
    method: RustName,
    module: RustName,
    request: RustName,
    response: RustName,
}

impl Names {
    /// Adds the action's types as users of structures.
    pub(crate) fn add_to<'s>(&self, users: &mut Users<'s>, action: &'s spec::Action) {
        users.add(&self.request, &action.input);
        users.add(&self.response, &action.output);
    }
}

/// Names the actions, in their order; `types` is the scope of the version's types.
pub(crate) fn name_actions<'s>(
    actions: &[&'s spec::Action],
    hints: &'s Hints,
    types: &mut Scope,
) -> Vec<Names> {
    // The other methods of a client.
    let mut methods = Scope::reserving(&[
        "blocking",
        "call",
        "call_detailed",
        "call_with",
        "clone",
        "default",
        "new",
        "stream",
        "wait_until",
        "with",
    ]);
    // A module may not have the name of the one around it.
    let mut modules = Scope::reserving(&["actions"]);
    let spellings: Vec<&str> = actions
        .iter()
        .map(|action| spelling(&Thing::action(&action.name), &action.name, hints))
        .collect();
    let methods = methods.take_all(&spellings, snake);
    let modules = modules.take_all(&spellings, snake);
    let requests = name_bodies(&spellings, "Request", types);
    let responses = name_bodies(&spellings, "Response", types);
    let bodies = requests.into_iter().zip(responses);
    let named = methods.into_iter().zip(modules).zip(bodies);
    named
        .map(|((method, module), (request, response))| Names {
            method,
            module,
            request,
            response,
        })
        .collect()
}

/// Names the actions' types with this suffix.
fn name_bodies(spellings: &[&str], suffix: &str, types: &mut Scope) -> Vec<RustName> {
    let wanted: Vec<String> = spellings
        .iter()
        .map(|spelling| format!("{spelling}{suffix}"))
        .collect();
    let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
    types.take_all(&wanted, type_name)
}

/// Lowers the actions with their names.
///
/// Paging methods are named last, because the actions' own methods should keep their plain names.
pub(crate) fn lower_actions(
    actions: &[&spec::Action],
    names: Vec<Names>,
    context: &Context<'_>,
) -> Vec<Action> {
    let methods: Vec<&str> = names.iter().map(|names| names.method.as_str()).collect();
    let mut methods = Scope::reserving(&methods);
    let mut tests = Scope::default();
    actions
        .iter()
        .zip(names)
        .enumerate()
        .map(|(index, (action, names))| {
            lower_action((index, action), names, context, &mut methods, &mut tests)
        })
        .collect()
}

fn lower_action(
    (index, action): (usize, &spec::Action),
    names: Names,
    context: &Context<'_>,
    methods: &mut Scope,
    tests: &mut Scope,
) -> Action {
    let Context {
        spec,
        types,
        shapes,
        codes,
        place,
        structures,
        filters,
        ..
    } = context;
    let (mut request, response) = lower_bodies(action, &names, context);
    let named = filters.of(index, &action.input);
    let filters = lower_filters(named, &request, structures, place);
    link_filters(&mut request, &filters, place);
    let Names { method, module, .. } = names;
    let paging = paging(action, types.hints(), &request, &response).map(|(style, items)| Paging {
        method: methods.take(&snake(&format!("{method}_pages"))),
        style,
        items,
    });
    let faults = &spec.known_faults;
    let shown = shown_request(action, &request, shapes);
    Action {
        wire: action.name.clone(),
        deprecated: action_deprecation(action, &spec.service),
        replacement: None,
        endpoint: action
            .domain
            .clone()
            .unwrap_or_else(|| service_host(&spec.service)),
        region: action.region.unwrap_or(RegionRule::Optional),
        read_only: read_only(&action.name, types.hints()),
        rate_limit: action.rate_limit,
        docs: docs_of(action, context),
        error_docs: error_docs(action, codes, place),
        shown_examples: shown_examples(action, &request, &shown, shapes),
        shown,
        filters,
        paging,
        examples: lower_examples(
            (action, spec.service.envelope),
            (&request, &response),
            shapes,
            faults,
            tests,
        ),
        method,
        module,
        request,
        response,
    }
}

/// Returns the docs of the method up to its example.
fn docs_of(action: &spec::Action, context: &Context<'_>) -> Vec<String> {
    let title = context.titles.get(action.name.as_str());
    let since = context.history.action(&action.name);
    let mut docs = action_docs(action, title, since);
    if context.spec.service.protocol == Protocol::V2 {
        let facts = retired_facts(action).into_iter();
        docs.extend(facts.map(|fact| format!("- {fact}")));
    }
    docs
}

/// Adds links to the functions of filters to the docs of the request's members.
fn link_filters(request: &mut Structure, filters: &[Filters], place: &Place) {
    for filters in filters {
        let mut members = request.members.iter_mut();
        if let Some(member) = members.find(|member| member.wire == filters.member) {
            // The facts, which are a list, end the docs of a member. Another bullet begins another
            // list.
            let last = member.docs.last().and_then(|line| line.get(..2));
            let bullet = last.filter(|start| ["- ", "* "].contains(start));
            let bullet = bullet.unwrap_or_default().to_owned();
            member.docs.extend(bullet.is_empty().then(String::new));
            member.docs.push(bullet + &filters_fact(filters, place));
        }
    }
}

/// Lowers the request and the response, which are defined in the action's module.
fn lower_bodies(
    action: &spec::Action,
    names: &Names,
    context: &Context<'_>,
) -> (Structure, Structure) {
    let Context {
        spec,
        types,
        place,
        history,
        ..
    } = context;
    let request = lower_body(
        MemberList::Input(&action.name),
        &action.input,
        &names.request,
        &names.module,
        (types, history),
    );
    let mut response = lower_body(
        MemberList::Output(&action.name),
        &complete_output(action, spec.service.envelope),
        &names.response,
        &names.module,
        (types, history),
    );
    if action.asynchronous == Some(Asynchronous::ByResource) {
        let mut members = response.members.iter_mut();
        if let Some(detail) = members.find(|member| member.wire == DETAIL) {
            detail.ty = Type::ResourceResults;
            detail.optional = true;
            detail.boxed = false;
        }
    }
    let request = Structure {
        docs: request_docs(&names.method, place),
        // Calls that bypass the method, such as blocking ones, also use the request: it must warn.
        deprecated: action_deprecation(action, &spec.service),
        ..request
    };
    let response = Structure {
        docs: response_docs(&names.method, place),
        ..response
    };
    (request, response)
}

/// The description of `RequestId`, for responses whose page does not describe it.
pub const REQUEST_ID_DOC: &str =
    "The unique ID of the request. Include it when you report a problem to Tencent Cloud.";

const DETAIL_DOC: &str = "The result for each resource, by its ID.";

/// Adds the members that every response of the kind has, unless its page has their rows. Replies
/// with the envelope of the oldest API have no `RequestId`.
fn complete_output(action: &spec::Action, envelope: Option<Envelope>) -> Vec<Member> {
    let mut output = action.output.clone();
    let mut add = |name: &str, doc: &str, scalar: Scalar| {
        if output.iter().all(|member| member.name != name) {
            output.push(Member {
                doc: spec::Localized::new(spec::Language::En, doc),
                inferred: Some(Inferred::Prose),
                ..Member::new(name, TypeName::Scalar(scalar))
            });
        }
    };
    if action.asynchronous == Some(Asynchronous::ByResource) {
        add(DETAIL, DETAIL_DOC, Scalar::Object);
    }
    if envelope != Some(Envelope::Code) {
        add("RequestId", REQUEST_ID_DOC, Scalar::String);
    }
    output
}
