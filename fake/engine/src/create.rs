//! Creation of resources.

use behave::{Resource as Kind, Role, normal};
use fake_model::Member;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use spec::Scalar;

use crate::failure::{Failure, Outcome, meaning, shown, spaced};
use crate::shape::{self, Made};
use crate::store::{Event, Resource, Store};
use crate::{Call, example, ids, paths, reply, target};

/// The most resources that one call creates.
const MOST: usize = 1000;

pub(crate) fn create(store: &mut Store, call: &Call<'_>, role: &Role) -> Outcome {
    let token = text(call, "ClientToken");
    if let Some(answer) = token
        .as_deref()
        .and_then(|token| store.remembered(&call.action.name, token))
    {
        return Ok(answer);
    }
    let Some(kind) = target::kind(call, &role.resource) else {
        return Ok(reply::documented(call));
    };
    for (path, name) in &role.needs {
        for id in paths::texts(call.parameters, path) {
            target::exists(store, call, role, name, &id)?;
        }
    }
    taken(store, call, role, kind)?;
    let count = count(call, role);
    check(store, call, role, kind, count)?;
    dry_run(call)?;
    let mut made = Vec::new();
    for index in 0..count {
        let resource = build(store, call, role, kind, index);
        made.push(resource.id.clone());
        store.add(&kind.name, resource);
        first(store, call, role, made.last().map(String::as_str));
    }
    let answer = answer(store, call, role, kind, &made);
    if let Some(token) = token {
        store.remember(&call.action.name, &token, &answer);
    }
    for id in &made {
        finish_later(store, call, kind, id);
    }
    Ok(answer)
}

/// Plans the end of a creation, if the resource has another state until then.
fn finish_later(store: &mut Store, call: &Call<'_>, kind: &Kind, id: &str) {
    let Some(state) = kind.state.as_ref().filter(|state| state.initial.is_some()) else {
        return;
    };
    let event = Event {
        kind: kind.name.clone(),
        id: id.to_owned(),
        sets: [(state.member.clone(), Value::from(state.ready.clone()))].into(),
        vanishes: false,
    };
    store.plan(call, state.seconds, event);
}

/// Returns a parameter that is a text, whatever the case of its name.
fn text(call: &Call<'_>, name: &str) -> Option<String> {
    let mut parameters = call.parameters.iter();
    let value = parameters.find(|(other, _)| other.eq_ignore_ascii_case(name));
    value
        .and_then(|(_, value)| value.as_str())
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// Fails with the documented code if the request only asks whether it would succeed.
pub(crate) fn dry_run(call: &Call<'_>) -> Result<(), Failure> {
    if call.parameters.get("DryRun").and_then(Value::as_bool) != Some(true) {
        return Ok(());
    }
    let code = "DryRunOperation".to_owned();
    let message = "The request would have succeeded, but `DryRun` is set.";
    Err(Failure::new(&[Some(&code)], meaning(call, None, message)))
}

fn count(call: &Call<'_>, role: &Role) -> usize {
    let Some(path) = &role.count else {
        return 1;
    };
    let numbers = paths::all(call.parameters, path)
        .into_iter()
        .filter_map(Value::as_u64);
    let numbers: Vec<u64> = numbers.collect();
    let sum = numbers
        .iter()
        .fold(0, |sum: u64, number| sum.saturating_add(*number));
    if numbers.is_empty() {
        return 1;
    }
    usize::try_from(sum).unwrap_or(MOST).min(MOST)
}

/// Fails if another resource has the id or name that the request gives to the new one.
fn taken(store: &Store, call: &Call<'_>, role: &Role, kind: &Kind) -> Result<(), Failure> {
    let given = role.target.iter();
    let mut given = given.flat_map(|path| paths::texts(call.parameters, path));
    let Some(id) = given.find(|id| store.find(&kind.name, id).is_some()) else {
        return Ok(());
    };
    let code = role.codes.in_use.as_ref().or(role.codes.duplicate.as_ref());
    let Some(code) = code else {
        return Ok(());
    };
    let message = format!(
        "The {} `{}` exists already.",
        spaced(&kind.name),
        shown(&id)
    );
    Err(Failure::new(
        &[Some(code)],
        meaning(call, Some(code), &message),
    ))
}

/// Checks the quota, and the values that must differ.
fn check(
    store: &Store,
    call: &Call<'_>,
    role: &Role,
    kind: &Kind,
    count: usize,
) -> Result<(), Failure> {
    let present = store.of_kind(&kind.name).len();
    if let (Some(code), Some(quota)) = (&role.codes.quota, kind.quota)
        && (present + count) as u64 > quota
    {
        let message = format!(
            "The quota is {quota} {}s, and {present} exist.",
            spaced(&kind.name)
        );
        return Err(Failure::new(
            &[Some(code)],
            meaning(call, Some(code), &message),
        ));
    }
    unique(store, call, role, kind, &[])
}

/// Fails if another resource has the value of the unique member that the request sets.
pub(crate) fn unique(
    store: &Store,
    call: &Call<'_>,
    role: &Role,
    kind: &Kind,
    changed: &[String],
) -> Result<(), Failure> {
    let (Some(code), Some(member)) = (&role.codes.duplicate, &kind.unique) else {
        return Ok(());
    };
    let setter = role.sets.iter().find(|(_, path)| *path == member);
    let value = setter.and_then(|(input, _)| paths::value(call.parameters, input, 0));
    let taken = value.filter(|value| {
        let mut others = store
            .of_kind(&kind.name)
            .iter()
            .filter(|one| !changed.contains(&one.id));
        others.any(|other| paths::value(other.content(), member, 0) == Some(value))
    });
    match taken {
        None => Ok(()),
        Some(value) => {
            let message = format!(
                "Another {} has the {} {value}.",
                spaced(&kind.name),
                spaced(member)
            );
            Err(Failure::new(&[Some(code)], message))
        }
    }
}

fn build(store: &mut Store, call: &Call<'_>, role: &Role, kind: &Kind, index: usize) -> Resource {
    let parent = kind
        .parent
        .as_deref()
        .and_then(|path| paths::texts(call.parameters, path).into_iter().next());
    let given = role
        .target
        .as_deref()
        .and_then(|path| paths::texts(call.parameters, path).into_iter().nth(index));
    let id = given.unwrap_or_else(|| store.new_id(kind, parent.as_deref()));
    let mut content = template(call, kind, None);
    stamp(call, kind, &mut content, &id);
    if let Some(parent) = &parent {
        let name = kind.parent.as_deref().unwrap_or_default();
        content.insert(name.to_owned(), Value::from(parent.clone()));
    }
    let mut resource = Resource::new(id, parent, content);
    set(
        call,
        role,
        resource.content_mut(),
        element(call, role, index),
    );
    target::set_id(call, kind, &mut resource);
    set_first_state(kind, &mut resource);
    resource
}

fn set_first_state(kind: &Kind, resource: &mut Resource) {
    if let Some(state) = &kind.state {
        let first = state.initial.as_ref().unwrap_or(&state.ready);
        let first = Value::from(first.clone());
        paths::set(resource.content_mut(), &state.member, first);
    }
}

/// Returns which element of a list of counts a resource belongs to.
fn element(call: &Call<'_>, role: &Role, index: usize) -> usize {
    let Some(path) = role.count.as_deref().filter(|path| path.contains('.')) else {
        return 0;
    };
    let mut before = 0;
    for (element, number) in paths::all(call.parameters, path).into_iter().enumerate() {
        before += number
            .as_u64()
            .and_then(|number| usize::try_from(number).ok())
            .unwrap_or_default();
        if index < before {
            return element;
        }
    }
    0
}

/// Sets the members that parameters set.
pub(crate) fn set(call: &Call<'_>, role: &Role, content: &mut Map<String, Value>, element: usize) {
    for (input, path) in &role.sets {
        if let Some(value) = paths::value(call.parameters, input, element) {
            paths::set(content, path, value.clone());
        }
    }
}

/// Returns the documented description without ids of other resources, which the request gives.
pub(crate) fn template(call: &Call<'_>, kind: &Kind, id: Option<&str>) -> Map<String, Value> {
    let product = call.product;
    let mut content = example::description(product, kind, id).unwrap_or_default();
    let structure = kind
        .structure
        .as_deref()
        .and_then(|name| product.structure(name));
    let members = structure.map_or(&[][..], |structure| &structure.members);
    for member in members {
        if is_reference(member) || is_own_label(member, kind) {
            content.insert(
                member.name.clone(),
                shape::make(product, member, Made::BLANK),
            );
        } else if !content.contains_key(&member.name) {
            let value = shape::make(product, member, Made::SAMPLE);
            content.insert(member.name.clone(), value);
        }
        let inner = product.members(&member.kind);
        if let (Some(inner), Some(Value::Object(fields))) = (inner, content.get_mut(&member.name)) {
            unlink(call, inner, fields);
        }
    }
    content
}

/// Removes the ids of other resources from a part of a description.
fn unlink(call: &Call<'_>, members: &[Member], fields: &mut Map<String, Value>) {
    let kinds = &call.product.behaviour.resources;
    for member in members.iter().filter(|member| is_reference(member)) {
        let is_list = matches!(member.kind, fake_model::Type::Array(_));
        let is_of_kind = kinds
            .iter()
            .any(|kind| kind.id.as_ref() == Some(&member.name));
        if (is_list || is_of_kind) && fields.contains_key(&member.name) {
            let blank = shape::make(call.product, member, Made::BLANK);
            fields.insert(member.name.clone(), blank);
        }
    }
}

/// Returns whether a member names other resources: ids, and lists of tags.
fn is_reference(member: &Member) -> bool {
    let name = behave::singular(&normal(&member.name));
    name.ends_with("id") && name != "projectid"
        || matches!(name.as_str(), "tag" | "attachment" | "association")
}

/// Returns whether a member is what a request calls the resource.
fn is_own_label(member: &Member, kind: &Kind) -> bool {
    let name = normal(&member.name);
    let own = normal(&kind.name);
    name == format!("{own}name")
        || name == format!("{own}description")
        || name == format!("{own}desc")
}

/// Sets the time of the creation, and a unified id.
fn stamp(call: &Call<'_>, kind: &Kind, content: &mut Map<String, Value>, id: &str) {
    let structure = kind
        .structure
        .as_deref()
        .and_then(|name| call.product.structure(name));
    for member in structure.iter().flat_map(|structure| &structure.members) {
        let name = normal(&member.name);
        let is_text =
            matches!(member.kind, fake_model::Type::Scalar(scalar) if scalar != Scalar::Integer);
        if !is_text {
            continue;
        }
        let is_creation = name.starts_with("creat")
            && (name.ends_with("time") || name.ends_with("at") || name.ends_with("date"));
        if is_creation || name == "addtime" {
            let sample = content.get(&member.name).and_then(Value::as_str);
            let time = printed(call.now, &member.kind, sample);
            content.insert(member.name.clone(), Value::from(time));
        } else if name == "uuid" {
            let uuid = ids::make("%%%%%%%%-%%%%-%%%%-%%%%-%%%%%%%%%%%%", ids::seed(id));
            content.insert(member.name.clone(), Value::from(uuid));
        }
    }
}

/// Prints a time as the documentation does.
fn printed(now: Timestamp, kind: &fake_model::Type, sample: Option<&str>) -> String {
    let is_iso = match kind {
        fake_model::Type::Scalar(Scalar::TimestampIso8601) => true,
        fake_model::Type::Scalar(Scalar::Timestamp) => false,
        fake_model::Type::Scalar(Scalar::Date) => return now.strftime("%Y-%m-%d").to_string(),
        _ => sample.is_some_and(|sample| sample.contains('T')),
    };
    let form = if is_iso {
        "%Y-%m-%dT%H:%M:%SZ"
    } else {
        "%Y-%m-%d %H:%M:%S"
    };
    now.strftime(form).to_string()
}

/// Creates the first resources within a new one.
fn first(store: &mut Store, call: &Call<'_>, role: &Role, id: Option<&str>) {
    for name in &role.first {
        let Some(kind) = target::kind(call, name) else {
            continue;
        };
        let roles = call.product.behaviour.actions.iter();
        let maker = roles
            .filter(|one| one.effect == behave::Effect::Create)
            .find(|one| one.resource == *name);
        let number = store.new_id(kind, id);
        let mut content = template(call, kind, None);
        stamp(call, kind, &mut content, &number);
        if let Some(maker) = maker {
            set(call, maker, &mut content, 0);
        }
        if let (Some(parent), Some(id)) = (&kind.parent, id) {
            content.insert(parent.clone(), Value::from(id));
        }
        let mut resource = Resource::new(number, id.map(str::to_owned), content);
        target::set_id(call, kind, &mut resource);
        store.add(name, resource);
    }
}

fn answer(
    store: &mut Store,
    call: &Call<'_>,
    role: &Role,
    kind: &Kind,
    made: &[String],
) -> Map<String, Value> {
    let mut known = Map::new();
    let resources: Vec<Resource> = made
        .iter()
        .filter_map(|id| store.find(&kind.name, id).cloned())
        .collect();
    if let Some(resource) = resources.first() {
        let own = shape::fit_members(call.product, resource.content(), &call.action.output);
        known.extend(own);
    }
    if let Some(path) = &role.items {
        let resources: Vec<&Resource> = resources.iter().collect();
        reply::put_items(call, &mut known, path, kind, &resources, true);
    }
    if let Some(path) = &role.ids {
        reply::put(call, &mut known, path, json!(made));
    }
    if let Some(total) = &role.total {
        reply::put(call, &mut known, total, json!(made.len()));
    }
    task(store, call, role, &mut known);
    reply::finished(call, known)
}

/// Starts the task that an action answers.
pub(crate) fn task(
    store: &mut Store,
    call: &Call<'_>,
    role: &Role,
    known: &mut Map<String, Value>,
) {
    let Some(task) = &role.task else {
        return;
    };
    let kind = task
        .resource
        .as_deref()
        .and_then(|name| target::kind(call, name));
    let unknown = Kind {
        name: "Task".to_owned(),
        form: Some("########".to_owned()),
        ..Kind::default()
    };
    let kind = kind.unwrap_or(&unknown);
    let is_number = call.action.output.iter().any(|member| {
        member.name == task.output && member.kind == fake_model::Type::Scalar(Scalar::Integer)
    });
    let mut numeric = kind.clone();
    if is_number {
        numeric.form = Some("########".to_owned());
    }
    let id = store.new_id(&numeric, None);
    let mut resource = Resource::new(id.clone(), None, template(call, kind, None));
    stamp(call, kind, resource.content_mut(), &id);
    target::set_id(call, kind, &mut resource);
    set_first_state(kind, &mut resource);
    store.add(&kind.name, resource);
    finish_later(store, call, kind, &id);
    reply::put(call, known, &task.output, json!(id));
}
