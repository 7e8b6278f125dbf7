//! Whether the files of one spec folder fit together: names against paths, nothing twice, nothing missing.

use std::collections::BTreeSet;

use super::fault::SpecFault;
use super::tree::FilePart;
use super::yaml::Writer;
use super::{Action, ErrorCode, Hints, KnownFault, Member, Service, ServiceSpec, Structure};

/// The files of one folder, parsed one by one.
#[derive(Debug, Default)]
pub(super) struct Parsed<'a> {
    service: Option<InFile<'a, Service>>,
    structures: Option<InFile<'a, Vec<Structure>>>,
    errors: Option<InFile<'a, Vec<ErrorCode>>>,
    known_faults: Option<InFile<'a, Vec<KnownFault>>>,
    actions: Vec<InFile<'a, Action>>,
}

#[derive(Debug)]
struct InFile<'a, T> {
    path: &'a str,
    text: &'a str,
    value: T,
}

impl<'a> Parsed<'a> {
    pub(super) fn add(&mut self, path: &'a str, text: &'a str, part: FilePart) {
        match part {
            FilePart::Service(value) => self.service = Some(InFile { path, text, value }),
            FilePart::Structures(value) => self.structures = Some(InFile { path, text, value }),
            FilePart::Errors(value) => self.errors = Some(InFile { path, text, value }),
            FilePart::KnownFaults(value) => self.known_faults = Some(InFile { path, text, value }),
            FilePart::Action(value) => self.actions.push(InFile { path, text, value }),
        }
    }

    pub(super) fn into_spec(self, root: &str, folder: &str) -> Result<ServiceSpec, Vec<SpecFault>> {
        let mut check = Check {
            root,
            faults: Vec::new(),
        };
        for action in &self.actions {
            check.action(folder, action);
        }
        if let Some(structures) = &self.structures {
            check.structures(structures);
        }
        if let Some(errors) = &self.errors {
            check.unique(errors, "code", errors.value.iter().map(|error| &error.code));
        }
        let Some(service) = self.service else {
            check.missing(folder);
            return Err(check.faults);
        };
        check.service(folder, &service);
        if !check.faults.is_empty() {
            return Err(check.faults);
        }
        Ok(ServiceSpec {
            service: service.value,
            actions: self.actions.into_iter().map(|file| file.value).collect(),
            structures: self.structures.map(|file| file.value).unwrap_or_default(),
            errors: self.errors.map(|file| file.value).unwrap_or_default(),
            hints: Hints::default(),
            known_faults: self.known_faults.map(|file| file.value).unwrap_or_default(),
        })
    }
}

struct Check<'r> {
    root: &'r str,
    faults: Vec<SpecFault>,
}

impl Check<'_> {
    fn service(&mut self, folder: &str, file: &InFile<'_, Service>) {
        let stated = format!("{}/{}", file.value.name, file.value.version);
        if stated != folder {
            let message =
                format!("the file says it describes `{stated}`, its folder is `{folder}`");
            self.at_key(file, "name", &file.value.name, 0, message);
        }
    }

    fn action(&mut self, folder: &str, file: &InFile<'_, Action>) {
        let action = &file.value;
        let stated = format!("{}/{}", action.service, action.version);
        if stated != folder {
            let message = format!("the action belongs to `{stated}`, its folder is `{folder}`");
            self.at_key(file, "service", &action.service, 0, message);
        }
        let expected = format!("{folder}/actions/{}.yaml", action.name);
        if expected != file.path {
            let message = format!("action `{}` stands in the wrong file", action.name);
            self.at_key(file, "name", &action.name, 0, message);
        }
        self.unique(file, "name", action.input.iter().map(|member| &member.name));
        self.unique(
            file,
            "name",
            action.output.iter().map(|member| &member.name),
        );
    }

    fn structures(&mut self, file: &InFile<'_, Vec<Structure>>) {
        self.unique(file, "name", file.value.iter().map(|item| &item.name));
        for structure in &file.value {
            let names = structure.members.iter().map(|member: &Member| &member.name);
            self.unique(file, "name", names);
        }
    }

    fn unique<'n, T>(
        &mut self,
        file: &InFile<'_, T>,
        key: &str,
        names: impl Iterator<Item = &'n String>,
    ) {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name) {
                let message = format!("`{name}` stands here twice");
                self.at_key(file, key, name, 1, message);
            }
        }
    }

    fn missing(&mut self, folder: &str) {
        self.faults.push(SpecFault::of_file(
            format!("{}/{folder}/service.yaml", self.root),
            "the file is missing",
            Writer::Codegen.help(),
        ));
    }

    /// Reports at the line that says `key: value`, the one after `skip` others.
    fn at_key<T>(
        &mut self,
        file: &InFile<'_, T>,
        key: &str,
        value: &str,
        skip: usize,
        message: String,
    ) {
        let path = format!("{}/{}", self.root, file.path);
        let fault = SpecFault::of_file(path, message, Writer::Codegen.help());
        self.faults.push(fault.at_key(file.text, key, value, skip));
    }
}
