//! Spec folders as files: `<service>/<version>/{service.yaml, actions/<Action>.yaml, types.yaml, errors.yaml}`.

use std::collections::BTreeMap;

use super::fault::{SpecFault, SpecFaults};
use super::file_name::{is_action_name, is_service_name, is_version};
use super::validate::Parsed;
use super::yaml::{self, Writer};
use super::{Action, ErrorCode, KnownFault, Service, ServiceSpec, Structure};

/// The name of the file with hand-written corrections of a spec.
pub const OVERRIDES: &str = "overrides.yaml";
/// The name of the file with what the documentation no longer has.
pub const RETIRED: &str = "retired.yaml";

/// Files by their path below `specs/`, with `/` between the parts.
pub type Files = BTreeMap<String, String>;

/// The files that hold the specs. Specs with unsafe or repeated names are refused as a whole.
pub fn render_tree(specs: &[ServiceSpec]) -> Result<Files, SpecFaults> {
    let mut tasks: Vec<Task<'_>> = Vec::new();
    for spec in specs {
        tasks.extend(tasks_of(spec)?);
    }
    let rendered = parallel::map(&tasks, Task::render);
    let mut files = Files::new();
    let mut faults = Vec::new();
    for (task, text) in tasks.iter().zip(rendered) {
        let replaced = match text {
            Err(fault) => {
                faults.push(fault);
                continue;
            }
            Ok(text) => files.insert(task.path.clone(), text),
        };
        if replaced.is_some() {
            faults.push(twice(&task.path));
        }
    }
    SpecFault::none_of(faults)?;
    Ok(files)
}

fn twice(path: &str) -> SpecFault {
    SpecFault::of_file(
        path,
        "two specs want to be this file",
        "merge them before they are saved",
    )
}

struct Task<'a> {
    path: String,
    content: Part<'a>,
}

enum Part<'a> {
    Service(&'a Service),
    Action(&'a Action),
    Structures(&'a [Structure]),
    Errors(&'a [ErrorCode]),
}

impl Task<'_> {
    fn render(&self) -> Result<String, SpecFault> {
        match self.content {
            Part::Service(service) => yaml::render(&self.path, Writer::Codegen, service),
            Part::Action(action) => yaml::render(&self.path, Writer::Codegen, action),
            Part::Structures(structures) => yaml::render(&self.path, Writer::Codegen, &structures),
            Part::Errors(errors) => yaml::render(&self.path, Writer::Codegen, &errors),
        }
    }
}

fn tasks_of(spec: &ServiceSpec) -> Result<Vec<Task<'_>>, SpecFault> {
    let (name, version) = (&spec.service.name, &spec.service.version);
    let folder = format!("{name}/{version}");
    if !is_service_name(name) || !is_version(version) {
        return Err(unsafe_name(&folder));
    }
    let mut tasks = vec![
        Task {
            path: format!("{folder}/service.yaml"),
            content: Part::Service(&spec.service),
        },
        Task {
            path: format!("{folder}/types.yaml"),
            content: Part::Structures(&spec.structures),
        },
        Task {
            path: format!("{folder}/errors.yaml"),
            content: Part::Errors(&spec.errors),
        },
    ];
    for action in &spec.actions {
        if !is_action_name(&action.name) {
            return Err(unsafe_name(&action.name));
        }
        tasks.push(Task {
            path: format!("{folder}/actions/{}.yaml", action.name),
            content: Part::Action(action),
        });
    }
    Ok(tasks)
}

fn unsafe_name(name: &str) -> SpecFault {
    SpecFault::of_file(
        "specs",
        format!("`{name}` can't become a file name"),
        "names of services, versions and actions must be plain identifiers: see the page it comes from",
    )
}

/// The specs that files hold, sorted by service and version; every fault of every file is reported.
/// `overrides.yaml` and `retired.yaml` are passed over: they are no part of what the documentation says.
pub fn parse_tree(root: &str, files: &Files) -> Result<Vec<ServiceSpec>, SpecFaults> {
    let entries: Vec<(&String, &String)> = files.iter().collect();
    let parsed = parallel::map(&entries, |(path, text)| parse_file(root, path, text));
    let mut folders: BTreeMap<String, Parsed<'_>> = BTreeMap::new();
    let mut faults = Vec::new();
    for ((path, text), result) in entries.iter().zip(parsed) {
        match result {
            Err(fault) => faults.push(fault),
            Ok(None) => {}
            Ok(Some((folder, part))) => folders.entry(folder).or_default().add(path, text, part),
        }
    }
    let mut specs = Vec::new();
    for (folder, parsed) in folders {
        match parsed.into_spec(root, &folder) {
            Ok(spec) => specs.push(spec),
            Err(more) => faults.extend(more),
        }
    }
    SpecFault::none_of(faults)?;
    Ok(specs)
}

/// The entries of `known_faults.yaml`.
pub fn parse_known_faults(file: &str, text: &str) -> Result<Vec<KnownFault>, SpecFault> {
    let faults: Option<Vec<KnownFault>> = yaml::parse(file, text, Writer::People)?;
    Ok(faults.unwrap_or_default())
}

/// What one file of a spec folder holds.
#[derive(Debug)]
pub(super) enum FilePart {
    Service(Service),
    Action(Action),
    Structures(Vec<Structure>),
    Errors(Vec<ErrorCode>),
    KnownFaults(Vec<KnownFault>),
}

type InFolder = (String, FilePart);

fn parse_file(root: &str, path: &str, text: &str) -> Result<Option<InFolder>, SpecFault> {
    let file = format!("{root}/{path}");
    let parts: Vec<&str> = path.split('/').collect();
    let (&[service, version, ..], Some(rest)) = (&parts[..], parts.get(2..)) else {
        return Err(stray(&file));
    };
    if !is_service_name(service) || !is_version(version) {
        return Err(stray(&file));
    }
    let codegen = Writer::Codegen;
    let part = match rest {
        ["service.yaml"] => FilePart::Service(yaml::parse(&file, text, codegen)?),
        ["types.yaml"] => FilePart::Structures(yaml::parse(&file, text, codegen)?),
        ["errors.yaml"] => FilePart::Errors(yaml::parse(&file, text, codegen)?),
        ["known_faults.yaml"] => FilePart::KnownFaults(parse_known_faults(&file, text)?),
        [OVERRIDES | RETIRED] => return Ok(None),
        ["actions", name] if name.ends_with(".yaml") => {
            FilePart::Action(yaml::parse(&file, text, codegen)?)
        }
        _ => return Err(stray(&file)),
    };
    Ok(Some((format!("{service}/{version}"), part)))
}

fn stray(file: &str) -> SpecFault {
    SpecFault::of_file(
        file,
        "no such file belongs into specs/",
        "a spec folder is `<service>/<version>/` and holds service.yaml, types.yaml, errors.yaml, \
         overrides.yaml, known_faults.yaml, retired.yaml and actions/<Action>.yaml: delete or move the file",
    )
}
