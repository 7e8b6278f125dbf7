//! Reading of specs with their corrections, and their reduction.

use std::path::Path;
use std::sync::OnceLock;

use behave::Behaviour;
use conform::typed::is_quoted;
use conform::{Context, broken_limits};
use spec::{
    BEHAVIOUR, Envelope, ExampleSide, MemberList, Protocol, ServiceSpec, SpecFault, SpecFaults,
    Thing, TypeName, default_host, parse_tree, read_files,
};

use crate::product::{Action, ErrorCode, Example, Member, Product, Structure, Type};

/// Reads the specs of a folder with their hand-written corrections, and reduces them. They are
/// sorted by service and version.
///
/// # Errors
///
/// Returns the faults of all files that aren't valid specs or corrections.
pub fn read(folder: &Path) -> Result<Vec<Product>, SpecFaults> {
    let root = folder.display().to_string();
    let files = read_files(folder)?;
    let specs = parse_tree(&root, &files)?;
    if specs.is_empty() {
        let message = "the folder has no specs";
        let help = "name the folder that contains <service>/<version>/service.yaml";
        return Err(SpecFaults(vec![SpecFault::in_file(&root, message, help)]));
    }
    let specs = pipeline::with_hand_written(specs, &root, &files)?;
    let mut products = Vec::new();
    let mut faults = Vec::new();
    let reduced = parallel::map(&specs, |spec| {
        let path = format!("{}/{}/{BEHAVIOUR}", spec.service.name, spec.service.version);
        let text = files.get(&path).map(String::as_str);
        let behaviour = behave::merge(spec, &format!("{root}/{path}"), text);
        behaviour.map(|behaviour| with_behaviour(spec, behaviour))
    });
    for result in reduced {
        match result {
            Ok(product) => products.push(product),
            Err(more) => faults.extend(more),
        }
    }
    SpecFaults::check(faults)?;
    Ok(products)
}

/// Reduces a spec. Its behaviour is inferred.
#[must_use]
pub fn reduce(spec: &ServiceSpec) -> Product {
    with_behaviour(spec, behave::infer(spec))
}

fn with_behaviour(spec: &ServiceSpec, behaviour: Behaviour) -> Product {
    let mut names: Vec<&str> = spec
        .structures
        .iter()
        .map(|structure| structure.name.as_str())
        .collect();
    names.sort_unstable();
    let reduction = Reduction {
        spec,
        names,
        broken: limits_broken_by_examples(spec),
        quoted: members_quoted_in_examples(spec),
    };
    Product {
        behaviour,
        ..reduction.product()
    }
}

/// A spec on its way to a product.
struct Reduction<'s> {
    spec: &'s ServiceSpec,
    /// The names of the structures, sorted.
    names: Vec<&'s str>,
    /// The limits that documented requests break, by member and words.
    broken: Vec<(Thing, String)>,
    /// The numbers and booleans that documented requests send as text.
    quoted: Vec<Thing>,
}

/// Returns the limits that documented requests break: the limits were read from prose, so the
/// requests are right.
fn limits_broken_by_examples(spec: &ServiceSpec) -> Vec<(Thing, String)> {
    let context = Context::new(spec);
    let of_action = |action| {
        let action: &spec::Action = action;
        let examples = action.examples.iter();
        examples.flat_map(|example| broken_limits(&context, action, example))
    };
    let broken = spec.actions.iter().flat_map(of_action);
    broken.map(|broken| (broken.thing, broken.limit)).collect()
}

/// Returns the members whose numbers or booleans documented requests in JSON send as text.
fn members_quoted_in_examples(spec: &ServiceSpec) -> Vec<Thing> {
    let mut quoted = Vec::new();
    for action in &spec.actions {
        for example in &action.examples {
            if let Some(request) = &example.request
                && example.request_form != Some(spec::RequestForm::Query)
            {
                collect_quoted(spec, request, MemberList::Input(&action.name), &mut quoted);
            }
        }
    }
    quoted
}

fn collect_quoted(
    spec: &ServiceSpec,
    value: &serde_json::Value,
    list: MemberList<'_>,
    quoted: &mut Vec<Thing>,
) {
    let (Some(object), Some(members)) = (value.as_object(), spec.members(list)) else {
        return;
    };
    for member in members {
        let Some(value) = object.get(&member.name) else {
            continue;
        };
        if is_quoted(value, &member.type_name) {
            quoted.push(list.member(&member.name));
        }
        if let Some(structure) = member.type_name.structure() {
            let inner = MemberList::Structure(structure);
            match value.as_array() {
                Some(items) => {
                    for item in items {
                        collect_quoted(spec, item, inner, quoted);
                    }
                }
                None => collect_quoted(spec, value, inner, quoted),
            }
        }
    }
}

impl Reduction<'_> {
    fn product(&self) -> Product {
        let service = &self.spec.service;
        let title = service.title.preferred();
        let mut structures: Vec<Structure> = self
            .spec
            .structures
            .iter()
            .map(|structure| Structure {
                name: structure.name.clone(),
                members: self.members(&structure.members, MemberList::Structure(&structure.name)),
            })
            .collect();
        structures.sort_by(|one, other| one.name.cmp(&other.name));
        let mut actions: Vec<Action> = self
            .spec
            .actions
            .iter()
            .map(|one| self.action(one))
            .collect();
        actions.sort_by(|one, other| one.name.cmp(&other.name));
        let default_path = match service.protocol {
            Protocol::Tc3 => "/",
            Protocol::V2 => "/v2/index.php",
        };
        Product {
            service: service.name.clone(),
            version: service.version.clone(),
            title: title.unwrap_or(&service.name).to_owned(),
            host: self.host(),
            protocol: service.protocol,
            path: service
                .path
                .clone()
                .unwrap_or_else(|| default_path.to_owned()),
            envelope: service.envelope.unwrap_or(Envelope::Response),
            regions: service
                .regions
                .iter()
                .map(|region| region.id.clone())
                .collect(),
            actions,
            structures,
            errors: self.spec.errors.iter().map(error_code).collect(),
            behaviour: Behaviour::default(),
        }
    }

    fn host(&self) -> String {
        let service = &self.spec.service;
        service
            .endpoint
            .clone()
            .unwrap_or_else(|| default_host(&service.name))
    }

    fn action(&self, action: &spec::Action) -> Action {
        let mut output = self.members(&action.output, MemberList::Output(&action.name));
        output.retain(|member| member.name != "RequestId");
        let examples = action.examples.iter().enumerate();
        Action {
            name: action.name.clone(),
            title: action.title.preferred().unwrap_or_default().to_owned(),
            rate_limit: action.rate_limit,
            region: action.region,
            regions: action.regions.clone(),
            input: self.members(&action.input, MemberList::Input(&action.name)),
            output,
            asynchronous: action.asynchronous,
            wait: action.wait.as_deref().cloned(),
            errors: action.errors.clone(),
            examples: examples
                .map(|(index, example)| self.example(action, index, example))
                .collect(),
            reply: OnceLock::new(),
        }
    }

    fn example(&self, action: &spec::Action, index: usize, example: &spec::Example) -> Example {
        let is_faulty = |side: ExampleSide| {
            self.spec.known_faults.iter().any(|fault| {
                fault.action == action.name && fault.example == index + 1 && fault.side == side
            })
        };
        let lacks_required = example.request.as_ref().is_some_and(|request| {
            let required = action
                .input
                .iter()
                .filter(|member| member.required.is_some_and(spec::Required::is_yes));
            required
                .clone()
                .any(|member| request.get(&member.name).is_none())
        });
        Example {
            form: example.request_form,
            request: example.request.as_ref().map(ToString::to_string),
            response: example.response.as_ref().map(ToString::to_string),
            faulty_request: lacks_required || is_faulty(ExampleSide::Request),
            faulty_response: is_faulty(ExampleSide::Response),
        }
    }

    fn members(&self, members: &[spec::Member], list: MemberList<'_>) -> Vec<Member> {
        members
            .iter()
            .map(|member| self.member(member, list))
            .collect()
    }

    fn member(&self, member: &spec::Member, list: MemberList<'_>) -> Member {
        let mut constraints = member.constraints.clone();
        constraints.retain(|constraint| {
            let limit = constraint.limit.to_string();
            !self.broken.contains(&(list.member(&member.name), limit))
        });
        Member {
            name: member.name.clone(),
            kind: self.kind(&member.type_name),
            required: member.required.is_some_and(spec::Required::is_yes),
            nullable: member.nullable,
            sensitive: member.sensitive.is_some(),
            may_be_text: self.quoted.contains(&list.member(&member.name)),
            example: member.example.clone(),
            default: member.default.clone(),
            values: member
                .values
                .iter()
                .map(|value| value.value.clone())
                .collect(),
            constraints,
            filters: member.filters.iter().map(without_texts).collect(),
        }
    }

    fn kind(&self, type_name: &TypeName) -> Type {
        match type_name {
            TypeName::Scalar(scalar) => Type::Scalar(*scalar),
            TypeName::Array(element) => Type::Array(Box::new(self.kind(element))),
            TypeName::Structure(name) => match self.names.binary_search(&name.as_str()) {
                Ok(index) => Type::Structure(index),
                Err(_) => Type::Undescribed,
            },
        }
    }
}

fn without_texts(filter: &spec::Filter) -> spec::Filter {
    let mut filter = filter.clone();
    filter.doc = spec::Localized::default();
    for value in &mut filter.values {
        value.doc = spec::Localized::default();
    }
    filter
}

fn error_code(error: &spec::ErrorCode) -> ErrorCode {
    ErrorCode {
        code: error.code.clone(),
        number: error.number,
        doc: error.doc.preferred().unwrap_or_default().to_owned(),
        common: error.common,
    }
}
