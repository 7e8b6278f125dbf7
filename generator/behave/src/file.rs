//! The file `behaviour.yaml`: reading, merging with entries by hand, and writing.

use std::collections::{BTreeMap, BTreeSet};

use spec::yaml::{self, Writer};
use spec::{BEHAVIOUR, Files, ServiceSpec, SpecFault};

use crate::coverage::page;
use crate::infer::infer;
use crate::model::Behaviour;

/// The behaviours of specs as files, by path below `specs/`.
#[derive(Debug, Default)]
pub struct Written {
    /// The files `behaviour.yaml`.
    pub files: Files,
    /// The page about coverage: how each action answers.
    pub coverage: String,
    /// The faults of present files that can't be used, by service.
    pub faults: BTreeMap<String, Vec<SpecFault>>,
}

/// Returns the files `behaviour.yaml` of specs, with the entries by hand of the present ones.
pub fn behaviours(specs: &[ServiceSpec], present: &Files) -> Written {
    let mut written = Written::default();
    let mut known = Vec::new();
    for spec in specs {
        let path = format!("{}/{}/{BEHAVIOUR}", spec.service.name, spec.service.version);
        let file = format!("specs/{path}");
        let text = present.get(&path).map(String::as_str);
        let merged = merge(spec, &file, text).and_then(|merged| {
            let text = render(&file, &merged).map_err(|fault| vec![fault])?;
            Ok((merged, text))
        });
        match merged {
            Ok((behaviour, text)) => {
                known.push((spec, behaviour));
                written.files.insert(path, text);
            }
            Err(more) => {
                let service = spec.service.name.clone();
                written.faults.entry(service).or_default().extend(more);
            }
        }
    }
    written.coverage = page(&known);
    written
}

/// Returns the behaviour of a service: the entries by hand of its file, and inferred ones for all
/// else.
///
/// # Errors
///
/// Returns the faults of the file: broken YAML, and entries about what the spec lacks.
pub fn merge(
    spec: &ServiceSpec,
    file: &str,
    text: Option<&str>,
) -> Result<Behaviour, Vec<SpecFault>> {
    let mut behaviour = infer(spec);
    let Some(text) = text else {
        return Ok(behaviour);
    };
    let mut by_hand = parse(file, text).map_err(|fault| vec![fault])?;
    by_hand.resources.retain(|one| !one.inferred);
    by_hand.actions.retain(|one| !one.inferred);
    for one in by_hand.resources {
        behaviour.resources.retain(|other| other.name != one.name);
        behaviour.resources.push(one);
    }
    let hand_made: BTreeSet<String> = by_hand
        .actions
        .iter()
        .map(|role| role.action.clone())
        .collect();
    behaviour
        .actions
        .retain(|role| !hand_made.contains(&role.action));
    behaviour.actions.extend(by_hand.actions);
    behaviour
        .resources
        .sort_by(|one, other| one.name.cmp(&other.name));
    behaviour
        .actions
        .sort_by(|one, other| one.action.cmp(&other.action));
    let faults = stale(spec, &behaviour, &hand_made, file, text);
    if faults.is_empty() {
        Ok(behaviour)
    } else {
        Err(faults)
    }
}

/// Parses the text of a file.
///
/// # Errors
///
/// Returns a fault with its line if the text isn't YAML of this form.
pub fn parse(file: &str, text: &str) -> Result<Behaviour, SpecFault> {
    yaml::parse(file, text, Writer::Behaviour)
}

/// Returns the text of a file.
///
/// # Errors
///
/// Returns a fault if the behaviour has no YAML form.
pub fn render(file: &str, behaviour: &Behaviour) -> Result<String, SpecFault> {
    yaml::render(file, Writer::Behaviour, behaviour)
}

/// Returns a fault for each entry by hand about an action, resource or member that doesn't exist.
fn stale(
    spec: &ServiceSpec,
    behaviour: &Behaviour,
    hand_made: &BTreeSet<String>,
    file: &str,
    text: &str,
) -> Vec<SpecFault> {
    let mut faults = Vec::new();
    let mut fault = |key: &str, value: &str, message: String, help: &str| {
        faults.push(SpecFault::in_file(file, message, help).at_key(text, key, value, 0));
    };
    for role in behaviour
        .actions
        .iter()
        .filter(|role| hand_made.contains(&role.action))
    {
        let Some(action) = spec.action(&role.action) else {
            let message = format!("the service has no action `{}`", role.action);
            fault(
                "action",
                &role.action,
                message,
                "delete the entry, or correct the name",
            );
            continue;
        };
        if role.effect.is_stateful() && behaviour.resource(&role.resource).is_none() {
            let message = format!("no resource is called `{}`", role.resource);
            fault(
                "resource",
                &role.resource,
                message,
                "add it to `resources`, or correct the name",
            );
        }
        let inputs = role.target.iter().chain(&role.count).chain(&role.filters);
        let inputs = inputs
            .chain(role.sets.keys())
            .chain(role.matches.keys())
            .chain(role.needs.keys());
        for path in inputs {
            let name = path.split('.').next().unwrap_or(path);
            if !action.input.iter().any(|member| member.name == name) {
                let message = format!("`{}` has no parameter `{name}`", role.action);
                fault(
                    "action",
                    &role.action,
                    message,
                    "correct the parameter's name in this entry",
                );
            }
        }
        for path in role
            .ids
            .iter()
            .chain(&role.items)
            .chain(&role.total)
            .filter(|path| !path.is_empty())
        {
            let name = path.split('.').next().unwrap_or(path);
            if !action.output.iter().any(|member| member.name == name) {
                let message = format!("the response of `{}` has no member `{name}`", role.action);
                fault(
                    "action",
                    &role.action,
                    message,
                    "correct the member's name in this entry",
                );
            }
        }
    }
    for resource in behaviour.resources.iter().filter(|one| !one.inferred) {
        let missing = resource
            .structure
            .as_ref()
            .filter(|name| spec.structure(name).is_none());
        if let Some(name) = missing {
            let message = format!("the service has no structure `{name}`");
            fault("structure", name, message, "correct the name");
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "specs/vm/2024-01-01/behaviour.yaml";

    fn spec() -> ServiceSpec {
        let action = |text: &str| {
            let frame = "service: vm\nversion: 2024-01-01\n";
            serde_yaml::from_str(&format!("{frame}{text}")).unwrap()
        };
        let machine = "{name: Machine, members: [{name: MachineId, type: String}]}";
        ServiceSpec {
            actions: vec![
                action("name: CreateMachine\ninput: []\noutput: [{name: MachineId, type: String}]"),
                action(
                    "name: DescribeMachines\ninput: [{name: MachineIds, type: Array of String}]\n\
                     output: [{name: MachineSet, type: Array of Machine}]",
                ),
            ],
            structures: vec![serde_yaml::from_str(machine).unwrap()],
            ..ServiceSpec::default()
        }
    }

    #[test]
    fn entries_by_hand_stay_and_inferred_ones_are_replaced() {
        let spec = spec();
        let inferred = infer(&spec);
        assert_eq!(
            inferred.resource("Machine").unwrap().id.as_deref(),
            Some("MachineId")
        );
        let by_hand = "
resources: [{name: Machine, why: measured, id: MachineId, form: 'm-####', quota: 2}]
actions:
- {action: CreateMachine, inferred: true, effect: example, resource: ''}
- {action: DescribeMachines, effect: example, resource: ''}
";
        let merged = merge(&spec, FILE, Some(by_hand)).unwrap();
        assert_eq!(merged.resource("Machine").unwrap().quota, Some(2));
        assert_eq!(merged.role("CreateMachine"), inferred.role("CreateMachine"));
        assert!(
            !merged
                .role("DescribeMachines")
                .unwrap()
                .effect
                .is_stateful()
        );
        let again = render(FILE, &merged).unwrap();
        assert_eq!(merge(&spec, FILE, Some(&again)).unwrap(), merged);
    }

    #[test]
    fn entries_about_what_the_spec_lacks_are_faults_with_their_line() {
        let spec = spec();
        for (text, message) in [
            (
                "actions: [{action: Creat, effect: create, resource: Machine}]",
                "no action `Creat`",
            ),
            (
                "actions:\n- action: CreateMachine\n  effect: create\n  resource: Car\n",
                "is called `Car`",
            ),
            (
                "actions:\n- {action: CreateMachine, effect: delete, resource: Machine, target: Id}\n",
                "has no parameter `Id`",
            ),
            (
                "resources:\n- {name: Machine, structure: Car}\n",
                "no structure `Car`",
            ),
            ("actions: [{akt: 1}]", "unknown field"),
        ] {
            let faults = merge(&spec, FILE, Some(text)).unwrap_err();
            let printed = faults.iter().map(ToString::to_string).collect::<String>();
            assert!(
                printed.contains(message) && printed.contains(FILE),
                "{printed}"
            );
        }
    }
}
