//! States: the member that shows one, and the states that actions lead to.

use std::collections::BTreeSet;

use spec::{Member, Scalar, ServiceSpec, Structure, TypeName};

use crate::model::{State, Transition};
use crate::paths::{Reach, below};
use crate::words::normal;

/// Words for the state of a resource that is being created, the best first.
const CREATING: &[&str] = &[
    "PENDING",
    "CREATING",
    "STARTING",
    "INIT",
    "UNDO",
    "OPERATING",
    "PROCESSING",
    "RUNNING_TASK",
];

/// Words for the state of a resource that is ready, the best first.
const READY: &[&str] = &[
    "RUNNING",
    "NORMAL",
    "AVAILABLE",
    "ACTIVE",
    "UNBIND",
    "ONLINE",
    "SUCCESS",
    "DONE",
    "CREATED",
    "OK",
    "READY",
    "UNATTACHED",
    "SERVING",
    "ENABLED",
    "ENABLE",
    "SUCCEED",
    "SUCCEEDED",
    "FINISHED",
    "FINISH",
    "COMPLETED",
    "COMPLETE",
    "CREATE_SUCCESS",
];

/// A verb with the state that it is meant for, that which it passes through, and that in which it
/// ends. Of several words for one state, the documented one counts.
type Move = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    &'static [&'static str],
);

/// The moves of all verbs.
const MOVES: &[Move] = &[
    ("Start", &["STOPPED"], &["STARTING"], &["RUNNING"]),
    (
        "Stop",
        &["RUNNING"],
        &["STOPPING"],
        &["STOPPED", "SHUTDOWN"],
    ),
    ("Shutdown", &["RUNNING"], &["STOPPING"], &["STOPPED"]),
    ("Reboot", &["RUNNING"], &["REBOOTING"], &["RUNNING"]),
    (
        "Restart",
        &["RUNNING"],
        &["REBOOTING", "RESTARTING"],
        &["RUNNING"],
    ),
    (
        "Enable",
        &["DISABLED", "DISABLE"],
        &["ENABLING"],
        &["ENABLED", "ENABLE"],
    ),
    (
        "Disable",
        &["ENABLED", "ENABLE"],
        &["DISABLING"],
        &["DISABLED", "DISABLE"],
    ),
    ("Pause", &["RUNNING"], &["PAUSING"], &["PAUSED", "PAUSE"]),
    ("Suspend", &["RUNNING"], &["SUSPENDING"], &["SUSPENDED"]),
    (
        "Resume",
        &["PAUSED", "PAUSE", "SUSPENDED"],
        &["RESUMING"],
        &["RUNNING"],
    ),
    (
        "Recover",
        &["ISOLATED"],
        &["RECOVERING"],
        &["RUNNING", "NORMAL"],
    ),
    (
        "Enter",
        &["RUNNING"],
        &["ENTER_RESCUE_MODE"],
        &["RESCUE_MODE"],
    ),
    (
        "Exit",
        &["RESCUE_MODE"],
        &["EXIT_RESCUE_MODE"],
        &["RUNNING"],
    ),
    (
        "Isolate",
        &["RUNNING"],
        &["ISOLATING"],
        &["ISOLATED", "SHUTDOWN"],
    ),
    ("Associate", &[], &["BINDING"], &["BIND", "BOUND"]),
    ("Bind", &[], &["BINDING"], &["BIND", "BOUND"]),
    ("Attach", &[], &["ATTACHING"], &["AVAILABLE", "ATTACHED"]),
    ("Disassociate", &[], &["UNBINDING"], &["UNBIND", "UNBOUND"]),
    ("Unbind", &[], &["UNBINDING"], &["UNBIND", "UNBOUND"]),
    (
        "Detach",
        &[],
        &["DETACHING"],
        &["AVAILABLE", "DETACHED", "UNATTACHED"],
    ),
];

/// Returns the state of the resources that a structure describes.
pub(crate) fn of_structure(spec: &ServiceSpec, structure: &Structure, noun: &str) -> Option<State> {
    let reaches = below(spec, &structure.members);
    let member = member(&reaches, noun)?;
    let known = values(spec, &member.member.name, &structure.name);
    let first = |words: &[&str]| {
        words
            .iter()
            .find_map(|word| known.iter().find(|value| value.eq_ignore_ascii_case(word)))
    };
    let documented = spec
        .actions
        .iter()
        .filter_map(|action| action.wait.as_ref())
        .find_map(|wait| {
            let is_of_member = wait.state.ends_with(&format!(".{}", member.member.name));
            let ready = is_of_member.then(|| wait.success.first()).flatten()?;
            known.contains(ready).then_some(ready)
        });
    let ready = documented.or_else(|| first(READY))?.clone();
    let initial = first(CREATING)
        .filter(|initial| **initial != ready)
        .cloned();
    Some(State::new(member.path.clone(), initial, ready))
}

/// Returns the member with the state: `InstanceState`, `State`, or `Status`.
fn member<'r, 's>(reaches: &'r [Reach<'s>], noun: &str) -> Option<&'r Reach<'s>> {
    let is_text = |reach: &&Reach<'_>| {
        reach.depth <= 1 && matches!(reach.member.type_name, TypeName::Scalar(Scalar::String))
    };
    let named = |wanted: &str| {
        let mut texts = reaches.iter().filter(is_text);
        texts.find(|reach| reach.last == wanted)
    };
    let own = ["state", "status"];
    own.iter()
        .find_map(|ending| named(&format!("{noun}{ending}")))
        .or_else(|| {
            own.iter()
                .find_map(|ending| named(ending).filter(|reach| reach.depth == 0))
        })
        .or_else(|| {
            let mut tops = reaches
                .iter()
                .filter(is_text)
                .filter(|reach| reach.depth == 0);
            tops.find(|reach| {
                let subject = own
                    .iter()
                    .find_map(|ending| reach.last.strip_suffix(ending));
                subject.is_some_and(|subject| !subject.is_empty() && noun.contains(subject))
            })
        })
        .or_else(|| named("result").filter(|reach| reach.depth == 0))
}

/// Returns the documented values of a state: first those of the structure's member, then those of
/// members and waits of the same name.
pub(crate) fn values(spec: &ServiceSpec, name: &str, structure: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut values = Vec::new();
    let mut add = |member: &Member| {
        for value in member
            .values
            .iter()
            .map(|value| &value.value)
            .chain(&member.example)
        {
            let value = value.trim().trim_matches('"').to_owned();
            if !value.is_empty() && seen.insert(value.clone()) {
                values.push(value);
            }
        }
    };
    let own = spec.structures.iter().filter(|one| one.name == structure);
    let members = own
        .flat_map(|one| &one.members)
        .filter(|member| member.name == name);
    members.for_each(&mut add);
    let is_generic = matches!(normal(name).as_str(), "state" | "status");
    if !is_generic {
        let others = spec.structures.iter().filter(|one| one.name != structure);
        let members = others
            .flat_map(|one| &one.members)
            .filter(|member| member.name == name);
        members.for_each(&mut add);
    }
    for wait in spec
        .actions
        .iter()
        .filter_map(|action| action.wait.as_ref())
    {
        if wait.state.rsplit('.').next() == Some(name) {
            for value in wait.success.iter().chain(&wait.failure) {
                if seen.insert(value.clone()) {
                    values.push(value.clone());
                }
            }
        }
    }
    values
}

/// Returns the change of the state that a verb makes, if the states are documented.
pub(crate) fn transition(word: &str, known: &[String]) -> Option<Transition> {
    let word = if word == "UnBind" { "Unbind" } else { word };
    let (_, from, via, to) = MOVES.iter().find(|(verb, ..)| *verb == word)?;
    let first = |words: &[&str]| {
        words
            .iter()
            .find_map(|word| known.iter().find(|value| value.eq_ignore_ascii_case(word)))
    };
    let (passing, end) = (first(via).cloned(), first(to).cloned());
    if passing.is_none() && end.is_none() || end.is_none() && !to.is_empty() {
        return None;
    }
    Some(Transition {
        from: first(from).cloned().into_iter().collect(),
        via: passing,
        to: end,
    })
}
