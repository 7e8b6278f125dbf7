//! The file `behaviour.yaml`: reading, merging with entries by hand, and writing.

use std::collections::{BTreeMap, BTreeSet};

use spec::yaml::{self, Writer};
use spec::{BEHAVIOUR, Files, ServiceSpec, SpecFault};

use crate::checks;
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
    let mut faults = |service: &str, more: Vec<SpecFault>| {
        let of_service = written.faults.entry(service.to_owned()).or_default();
        of_service.extend(more);
    };
    let all = parallel::map(specs, |spec| {
        let path = path_of(spec);
        let again = written_again(spec, &path, present.get(&path));
        (path, again)
    });
    for (spec, (path, again)) in specs.iter().zip(all) {
        match again {
            Ok((behaviour, text)) => {
                known.push((spec, behaviour));
                written.files.insert(path, text);
            }
            Err(more) => faults(&spec.service.name, more),
        }
    }
    for (path, text) in present {
        let is_behaviour = path.ends_with(&format!("/{BEHAVIOUR}"));
        if is_behaviour && !written.files.contains_key(path) {
            let service = path.split('/').next().unwrap_or(path);
            let is_documented = specs.iter().any(|spec| path_of(spec) == *path);
            if !is_documented && has_work(path, text) {
                faults(service, vec![without_pages(path)]);
            }
        }
    }
    written.coverage = page(&known);
    written
}

/// Returns the path of a spec's file below `specs/`.
fn path_of(spec: &ServiceSpec) -> String {
    format!("{}/{}/{BEHAVIOUR}", spec.service.name, spec.service.version)
}

/// Returns the behaviour of a spec and the text of its file.
fn written_again(
    spec: &ServiceSpec,
    path: &str,
    present: Option<&String>,
) -> Result<(Behaviour, String), Vec<SpecFault>> {
    let file = format!("specs/{path}");
    let behaviour = merge(spec, &file, present.map(String::as_str))?;
    let comment = present.and_then(|text| checks::comment(&file, text));
    if let Some(fault) = comment {
        return Err(vec![fault]);
    }
    let text = render(&file, &behaviour).map_err(|fault| vec![fault])?;
    Ok((behaviour, text))
}

/// Returns whether a file has work of people, which deleting it would lose.
fn has_work(path: &str, text: &str) -> bool {
    match parse(path, text) {
        Ok(behaviour) => {
            behaviour.resources.iter().any(|one| !one.inferred)
                || behaviour.actions.iter().any(|one| !one.inferred)
        }
        Err(_) => true,
    }
}

fn without_pages(path: &str) -> SpecFault {
    SpecFault::in_file(
        format!("specs/{path}"),
        "no page describes this service and version, and the file has entries by hand",
        "delete the file, or restore the pages in specs/sources/",
    )
}

/// Returns the behaviour of a service: the entries by hand of its file, and inferred ones for all
/// else.
///
/// # Errors
///
/// Returns the faults of the file: broken YAML, repeated entries, and entries about what the spec
/// lacks.
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
    let resources: BTreeSet<&str> = by_hand
        .resources
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    let actions: BTreeSet<&str> = by_hand
        .actions
        .iter()
        .map(|role| role.action.as_str())
        .collect();
    let is_inferred = |name: &str, by_hand: &BTreeSet<&str>| !by_hand.contains(name);
    behaviour
        .resources
        .retain(|one| is_inferred(&one.name, &resources));
    behaviour
        .actions
        .retain(|role| is_inferred(&role.action, &actions));
    behaviour.resources.extend(by_hand.resources.clone());
    behaviour.actions.extend(by_hand.actions.clone());
    behaviour
        .resources
        .sort_by(|one, other| one.name.cmp(&other.name));
    behaviour
        .actions
        .sort_by(|one, other| one.action.cmp(&other.action));
    let faults = checks::faults(spec, &by_hand, &behaviour, file, text);
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
                "the request of `CreateMachine` has no member `Id`",
            ),
            (
                "resources:\n- {name: Machine, structure: Car}\n",
                "no structure `Car`",
            ),
            (
                "actions:\n- {action: CreateMachine, effect: create, resource: Machine, ids: MachinId}\n",
                "no member `MachinId`; did you mean `MachineId`?",
            ),
            (
                "resources:\n- name: Machine\n  structure: Machine\n  id: Id\n",
                "has no member `Id`\n  --> specs/vm/2024-01-01/behaviour.yaml:4:3\n",
            ),
            (
                "resources:\n- name: Machine\n  described_by: DescribeMachine\n",
                "did you mean `DescribeMachines`?",
            ),
            (
                "resources:\n- name: Machine\n- name: Machine\n",
                "two entries by hand are about `Machine`",
            ),
            (
                "actions:\n- action: CreateMachine\n  effect: create\n  resource: Machine\n  links:\n  \
                 - {resource: Disk, of: Zone, member: Id}\n",
                "no resource is called `Disk`",
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

    #[test]
    fn file_without_pages_is_fault_if_it_has_work_of_people() {
        let path = "vm/2020-01-01/behaviour.yaml";
        for (text, is_fault) in [
            ("resources: [{name: Car, inferred: true}]", false),
            ("resources: [{name: Car}]", true),
            ("resources: {", true),
        ] {
            let present = Files::from([(path.to_owned(), text.to_owned())]);
            let faults = behaviours(&[spec()], &present).faults;
            assert_eq!(!faults.is_empty(), is_fault, "{text}: {faults:?}");
            let named = faults.into_values().flatten().next();
            assert!(named.is_none_or(|fault| fault.file == format!("specs/{path}")));
        }
    }

    #[test]
    fn comment_in_file_is_fault_because_writing_loses_it() {
        let mut spec = spec();
        (spec.service.name, spec.service.version) = ("vm".to_owned(), "2024-01-01".to_owned());
        let path = "vm/2024-01-01/behaviour.yaml";
        let faults = |text: &str| {
            let present = Files::from([(path.to_owned(), text.to_owned())]);
            behaviours(std::slice::from_ref(&spec), &present).faults
        };
        let written = &behaviours(std::slice::from_ref(&spec), &Files::new()).files[path];
        assert!(faults(written).is_empty());
        let commented = written.replace("- name: Machine\n", "- name: Machine # of people\n");
        let found = &faults(&commented)["vm"];
        let place = found[0].place.as_ref().unwrap();
        assert_eq!((place.line, place.column), (3, 17), "{found:?}");
        assert_eq!(faults(&format!("{written}# The end.\n"))["vm"].len(), 1);
    }
}
