//! The page about coverage: how a fake answers each action.

use std::fmt::Write as _;

use serde_json::Value;
use spec::{Action, Envelope, ServiceSpec};

use crate::model::Behaviour;

/// The way in which a fake answers an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coverage {
    /// From resources, or by changing them.
    Stateful,
    /// With its documented example.
    Example,
    /// With a value made from its types.
    Made,
}

/// Returns the way in which a fake answers an action.
pub fn coverage(spec: &ServiceSpec, behaviour: &Behaviour, action: &Action) -> Coverage {
    let role = behaviour.role(&action.name);
    let responses = action
        .examples
        .iter()
        .filter_map(|example| example.response.as_ref());
    if role.is_some_and(|role| role.effect.is_stateful()) {
        Coverage::Stateful
    } else if responses
        .into_iter()
        .any(|response| succeeds(spec, response))
    {
        Coverage::Example
    } else {
        Coverage::Made
    }
}

/// Returns whether a documented response reports success.
fn succeeds(spec: &ServiceSpec, response: &Value) -> bool {
    let code = || response.get("code").and_then(Value::as_i64).unwrap_or(0);
    match spec.service.envelope {
        Some(Envelope::Code) => response.is_object() && code() == 0,
        _ => response
            .get("Response")
            .is_some_and(|content| content.get("Error").is_none()),
    }
}

/// The verbs of actions that create, describe, modify and delete.
const LIFE_CYCLE: [&str; 12] = [
    "Create",
    "Run",
    "Allocate",
    "Import",
    "Describe",
    "Query",
    "Modify",
    "Reset",
    "Delete",
    "Terminate",
    "Release",
    "Get",
];

/// Returns whether the name of an action says that it creates, describes, modifies or deletes.
pub fn is_of_life_cycle(action: &str) -> bool {
    LIFE_CYCLE.iter().any(|verb| action.starts_with(verb))
}

const HEAD: &str = "\
<!-- Written by `cargo xtask codegen`. -->
# Answers of the fake cloud

The fake answers every documented action in one of three ways:

* **stateful**: from resources that calls have created, or by changing them;
* **example**: with its documented example; `inspect` says that the resources must exist;
* **made**: with a value made from its documented types.

`specs/<service>/<version>/behaviour.yaml` says what each action does, and entries by hand correct
it. The last column of the first table counts the stateful ones among the actions whose names begin
with Create, Run, Allocate, Import, Describe, Query, Get, Modify, Reset, Delete, Terminate or
Release.

| API | actions | stateful | example | made | of create, describe, modify, delete |
|---|--:|--:|--:|--:|--:|
";

/// Returns the page about specs with their behaviours.
pub fn page(specs: &[(&ServiceSpec, Behaviour)]) -> String {
    let mut page = HEAD.to_owned();
    for (spec, behaviour) in specs {
        page.push_str(&summary(spec, behaviour));
    }
    for (spec, behaviour) in specs {
        page.push_str(&section(spec, behaviour));
    }
    page
}

fn summary(spec: &ServiceSpec, behaviour: &Behaviour) -> String {
    let of = |action: &Action| coverage(spec, behaviour, action);
    let count = |way: Coverage| {
        spec.actions
            .iter()
            .filter(|action| of(action) == way)
            .count()
    };
    let is_of_life = |action: &&Action| is_of_life_cycle(&action.name);
    let life: Vec<&Action> = spec.actions.iter().filter(is_of_life).collect();
    let stateful = life
        .iter()
        .filter(|action| of(action) == Coverage::Stateful)
        .count();
    let share = (stateful * 100).checked_div(life.len()).unwrap_or(0);
    format!(
        "| {} {} | {} | {} | {} | {} | {stateful} of {}, {share} % |\n",
        spec.service.name,
        spec.service.version,
        spec.actions.len(),
        count(Coverage::Stateful),
        count(Coverage::Example),
        count(Coverage::Made),
        life.len(),
    )
}

fn section(spec: &ServiceSpec, behaviour: &Behaviour) -> String {
    let mut section = format!("\n## {} {}\n\n", spec.service.name, spec.service.version);
    section.push_str("| action | answer | effect | resource |\n|---|---|---|---|\n");
    for action in &spec.actions {
        let way = match coverage(spec, behaviour, action) {
            Coverage::Stateful => "stateful",
            Coverage::Example => "example",
            Coverage::Made => "made",
        };
        let role = behaviour.role(&action.name);
        let effect = role.map_or("–", |role| role.effect.word());
        let resource = role.map_or("–", |role| role.resource.as_str());
        // Writing to a text never fails.
        let _ = writeln!(
            section,
            "| {} | {way} | {effect} | {resource} |",
            action.name
        );
    }
    section
}
