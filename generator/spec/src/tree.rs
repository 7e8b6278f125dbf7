//! Specs as trees of files: `<service>/<version>/` with `service.yaml`, `types.yaml`, `errors.yaml`
//! and `actions/<Action>.yaml`.

use std::collections::BTreeMap;

use crate::fault::{SpecFault, SpecFaults};
use crate::files::{BEHAVIOUR, CHANGELOG, CRATE, Files, OVERRIDES, RETIRED};
use crate::folder::{FilePart, Folder, unfit_names};
use crate::names::{action_files, is_service_name, is_version};
use crate::yaml::{self, Writer};
use crate::{Action, ErrorCode, KnownFault, Service, ServiceSpec, Structure};

/// Returns the files that hold the specs.
///
/// # Errors
///
/// Returns a fault for each name that [`parse_tree`] would refuse, and for each service and version
/// that two specs share.
pub fn render_tree(specs: &[ServiceSpec]) -> Result<Files, SpecFaults> {
    let mut tasks: Vec<Task<'_>> = Vec::new();
    for spec in specs {
        SpecFaults::check(unfit_names(spec))?;
        tasks.extend(tasks_of(spec)?);
    }
    let rendered = parallel::map(&tasks, Task::render);
    let mut files = Files::new();
    let mut faults = Vec::new();
    for (task, text) in tasks.iter().zip(rendered) {
        match text {
            Err(fault) => faults.push(fault),
            Ok(text) => {
                if files.insert(task.path.clone(), text).is_some() {
                    let help = "merge the specs before saving them";
                    faults.push(SpecFault::in_file(
                        &task.path,
                        "two specs share this file",
                        help,
                    ));
                }
            }
        }
    }
    SpecFaults::check(faults)?;
    Ok(files)
}

/// A file to write.
struct Task<'a> {
    path: String,
    content: Content<'a>,
}

enum Content<'a> {
    Service(&'a Service),
    Action(&'a Action),
    Structures(&'a [Structure]),
    Errors(&'a [ErrorCode]),
}

impl Task<'_> {
    fn render(&self) -> Result<String, SpecFault> {
        let (path, writer) = (&self.path, Writer::Codegen);
        match self.content {
            Content::Service(service) => yaml::render(path, writer, service),
            Content::Action(action) => yaml::render(path, writer, action),
            Content::Structures(structures) => yaml::render(path, writer, &structures),
            Content::Errors(errors) => yaml::render(path, writer, &errors),
        }
    }
}

fn tasks_of(spec: &ServiceSpec) -> Result<Vec<Task<'_>>, SpecFault> {
    let (name, version) = (&spec.service.name, &spec.service.version);
    let folder = format!("{name}/{version}");
    if !is_service_name(name) || !is_version(version) {
        return Err(unsafe_folder(&folder));
    }
    let mut tasks = vec![
        Task {
            path: format!("{folder}/service.yaml"),
            content: Content::Service(&spec.service),
        },
        Task {
            path: format!("{folder}/types.yaml"),
            content: Content::Structures(&spec.structures),
        },
        Task {
            path: format!("{folder}/errors.yaml"),
            content: Content::Errors(&spec.errors),
        },
    ];
    let stems = action_files(spec.actions.iter().map(|action| action.name.as_str()));
    for action in &spec.actions {
        let stem = stems.get(action.name.as_str()).unwrap_or(&action.name);
        tasks.push(Task {
            path: format!("{folder}/actions/{stem}.yaml"),
            content: Content::Action(action),
        });
    }
    Ok(tasks)
}

fn unsafe_folder(name: &str) -> SpecFault {
    SpecFault::in_file(
        "specs",
        format!("`{name}` can't become a folder"),
        "a service is named in lower-case letters, digits and hyphens, not like a device of Windows \
         or another folder in specs/ or generated/, and a version is a date or `unversioned`: check \
         the page that gives the name",
    )
}

/// Parses spec folders into specs, sorted by service and version. Skips `overrides.yaml`,
/// `retired.yaml`, `behaviour.yaml` and the files about the crate, whose facts aren't from the
/// documentation.
///
/// # Errors
///
/// Returns all faults of all files: unknown keys, misplaced files, repeated names.
pub fn parse_tree(root: &str, files: &Files) -> Result<Vec<ServiceSpec>, SpecFaults> {
    let entries: Vec<(&String, &String)> = files.iter().collect();
    let parsed = parallel::map(&entries, |(path, text)| parse_file(root, path, text));
    let mut folders: BTreeMap<String, Folder<'_>> = BTreeMap::new();
    let mut faults = Vec::new();
    for ((path, text), result) in entries.iter().zip(parsed) {
        match result {
            Err(fault) => faults.push(fault),
            Ok(None) => {}
            Ok(Some((folder, part))) => folders.entry(folder).or_default().add(path, text, part),
        }
    }
    let mut specs = Vec::new();
    for (name, folder) in folders {
        match folder.into_spec(root, &name) {
            Ok(spec) => specs.push(spec),
            Err(more) => faults.extend(more),
        }
    }
    SpecFaults::check(faults)?;
    Ok(specs)
}

/// Parses the entries of a `known_faults.yaml`.
///
/// # Errors
///
/// Returns a fault if the text isn't a YAML list of entries.
pub fn parse_known_faults(file: &str, text: &str) -> Result<Vec<KnownFault>, SpecFault> {
    let faults: Option<Vec<KnownFault>> = yaml::parse(file, text, Writer::People)?;
    Ok(faults.unwrap_or_default())
}

/// Parses one file; returns it with the name of its folder, or `None` for a file to skip.
fn parse_file(root: &str, path: &str, text: &str) -> Result<Option<(String, FilePart)>, SpecFault> {
    let file = format!("{root}/{path}");
    let parts: Vec<&str> = path.split('/').collect();
    if let [service, CRATE] | [service, CHANGELOG, _] = parts[..]
        && is_service_name(service)
    {
        return Ok(None);
    }
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
        [OVERRIDES | RETIRED | BEHAVIOUR] => return Ok(None),
        ["actions", name] if name.ends_with(".yaml") => {
            FilePart::Action(yaml::parse(&file, text, codegen)?)
        }
        _ => return Err(stray(&file)),
    };
    Ok(Some((format!("{service}/{version}"), part)))
}

fn stray(file: &str) -> SpecFault {
    SpecFault::in_file(
        file,
        "the file doesn't belong in specs/",
        "delete or move the file: a spec folder is `<service>/<version>/` and holds service.yaml, \
         types.yaml, errors.yaml, overrides.yaml, known_faults.yaml, retired.yaml, behaviour.yaml \
         and actions/<Action>.yaml; next to it are crate.yaml and changelog/",
    )
}
