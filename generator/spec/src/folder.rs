//! One spec folder: its parsed files, and the checks that they fit together.

use std::collections::BTreeSet;

use crate::fault::SpecFault;
use crate::names::{UNVERSIONED, is_action_file, is_action_name, is_structure_name, is_wire_name};
use crate::yaml::Writer;
use crate::{
    Action, ErrorCode, Hints, KnownFault, Member, Protocol, Service, ServiceSpec, Structure,
};

/// The content of one file of a spec folder.
#[derive(Debug)]
pub(crate) enum FilePart {
    Service(Service),
    Action(Action),
    Structures(Vec<Structure>),
    Errors(Vec<ErrorCode>),
    KnownFaults(Vec<KnownFault>),
}

/// The files of one folder, parsed one by one.
#[derive(Debug, Default)]
pub(crate) struct Folder<'a> {
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

impl<'a> Folder<'a> {
    pub(crate) fn add(&mut self, path: &'a str, text: &'a str, part: FilePart) {
        match part {
            FilePart::Service(value) => self.service = Some(InFile { path, text, value }),
            FilePart::Structures(value) => self.structures = Some(InFile { path, text, value }),
            FilePart::Errors(value) => self.errors = Some(InFile { path, text, value }),
            FilePart::KnownFaults(value) => self.known_faults = Some(InFile { path, text, value }),
            FilePart::Action(value) => self.actions.push(InFile { path, text, value }),
        }
    }

    /// Checks that names match their paths and don't repeat, and joins the files into a spec.
    pub(crate) fn into_spec(self, root: &str, folder: &str) -> Result<ServiceSpec, Vec<SpecFault>> {
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
            let codes = || errors.value.iter().map(|error| &error.code);
            check.reject_repeated(errors, "code", codes());
            check.reject_unfit(errors, "code", NameKind::ErrorCode, codes());
        }
        let Some(service) = self.service else {
            check.missing_service(folder);
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
            let message = format!("the file describes `{stated}`, but its folder is `{folder}`");
            self.at_key(file, "name", &file.value.name, 0, message);
        }
        self.protocol(file);
    }

    /// Checks that the facts of the retired protocol come together, and only with it.
    fn protocol(&mut self, file: &InFile<'_, Service>) {
        let service = &file.value;
        let fault = match service.protocol {
            Protocol::V2 if service.path.is_none() => "protocol v2 needs the `path` of requests",
            Protocol::V2 if service.envelope.is_none() => {
                "protocol v2 needs the `envelope` of replies"
            }
            Protocol::Tc3 if service.path.is_some() => {
                "protocol tc3 has a `path`, which only v2 has"
            }
            Protocol::Tc3 if service.envelope.is_some() => {
                "protocol tc3 has an `envelope`, which only v2 has"
            }
            Protocol::Tc3 if service.version == UNVERSIONED => {
                "protocol tc3 sends a version, but the service is `unversioned`"
            }
            _ => return,
        };
        let protocol = service.protocol.to_string();
        self.at_key(file, "protocol", &protocol, 0, fault.to_owned());
    }

    fn action(&mut self, folder: &str, file: &InFile<'_, Action>) {
        let action = &file.value;
        let stated = format!("{}/{}", action.service, action.version);
        if stated != folder {
            let message = format!("the action belongs to `{stated}`, but its folder is `{folder}`");
            self.at_key(file, "service", &action.service, 0, message);
        }
        let stem = file.path.rsplit('/').next().unwrap_or_default();
        let stem = stem.strip_suffix(".yaml").unwrap_or(stem);
        if is_action_name(&action.name) && !is_action_file(stem, &action.name) {
            let message = format!("action `{}` is in the wrong file", action.name);
            self.at_key(file, "name", &action.name, 0, message);
        }
        self.reject_unfit(file, "name", NameKind::Action, [&action.name].into_iter());
        for members in [&action.input, &action.output] {
            self.members(file, members);
        }
        for code in action.errors.iter().filter(|code| !is_wire_name(code)) {
            let path = format!("{}/{}", self.root, file.path);
            self.faults.push(unfit(NameKind::ErrorCode, code, &path));
        }
    }

    fn structures(&mut self, file: &InFile<'_, Vec<Structure>>) {
        let names = file.value.iter().map(|structure| &structure.name);
        self.reject_repeated(file, "name", names);
        let names = file.value.iter().map(|structure| &structure.name);
        self.reject_unfit(file, "name", NameKind::Structure, names);
        for structure in &file.value {
            self.members(file, &structure.members);
        }
    }

    fn members<T>(&mut self, file: &InFile<'_, T>, members: &[Member]) {
        let names = || members.iter().map(|member| &member.name);
        self.reject_repeated(file, "name", names());
        self.reject_unfit(file, "name", NameKind::Member, names());
    }

    fn reject_unfit<'n, T>(
        &mut self,
        file: &InFile<'_, T>,
        key: &str,
        kind: NameKind,
        names: impl Iterator<Item = &'n String>,
    ) {
        let path = format!("{}/{}", self.root, file.path);
        for name in names.filter(|name| !kind.fits(name)) {
            let fault = unfit(kind, name, &path);
            self.faults.push(fault.at_key(file.text, key, name, 0));
        }
    }

    fn reject_repeated<'n, T>(
        &mut self,
        file: &InFile<'_, T>,
        key: &str,
        names: impl Iterator<Item = &'n String>,
    ) {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name) {
                self.at_key(file, key, name, 1, format!("`{name}` occurs twice"));
            }
        }
    }

    fn missing_service(&mut self, folder: &str) {
        self.faults.push(SpecFault::in_file(
            format!("{}/{folder}/service.yaml", self.root),
            "the file is missing",
            Writer::Codegen.help(),
        ));
    }

    /// Reports a fault at the line that says `key: value`, after skipping `skip` such lines.
    fn at_key<T>(
        &mut self,
        file: &InFile<'_, T>,
        key: &str,
        value: &str,
        skip: usize,
        message: String,
    ) {
        let path = format!("{}/{}", self.root, file.path);
        let fault = SpecFault::in_file(path, message, Writer::Codegen.help());
        self.faults.push(fault.at_key(file.text, key, value, skip));
    }
}

/// A kind of thing that a spec names.
#[derive(Debug, Clone, Copy)]
enum NameKind {
    Action,
    Structure,
    Member,
    ErrorCode,
}

impl NameKind {
    fn fits(self, name: &str) -> bool {
        match self {
            Self::Action => is_action_name(name),
            Self::Structure => is_structure_name(name),
            Self::Member | Self::ErrorCode => is_wire_name(name),
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Action => "an action",
            Self::Structure => "a structure",
            Self::Member => "a member",
            Self::ErrorCode => "an error code",
        }
    }

    fn form(self) -> &'static str {
        match self {
            Self::Action => "letters, digits, `_`, `-` and `.`",
            Self::Structure => "one word of letters, digits, `_`, `-`, `.`, `@` and `$`",
            Self::Member | Self::ErrorCode => {
                "letters, digits, the signs `_-.@$:/+#%&*=~`, and blanks inside"
            }
        }
    }
}

fn unfit(kind: NameKind, name: &str, file: &str) -> SpecFault {
    SpecFault::in_file(
        file,
        format!("{name:?} can't be the name of {}", kind.noun()),
        format!("such a name has {}", kind.form()),
    )
}

/// Returns a fault for each name that its folder could not contain.
pub(crate) fn unfit_names(spec: &ServiceSpec) -> Vec<SpecFault> {
    let file = format!("specs/{}/{}", spec.service.name, spec.service.version);
    let mut faults = Vec::new();
    let mut check = |kind: NameKind, name: &str| {
        if !kind.fits(name) {
            faults.push(unfit(kind, name, &file));
        }
    };
    for action in &spec.actions {
        check(NameKind::Action, &action.name);
        for member in action.input.iter().chain(&action.output) {
            check(NameKind::Member, &member.name);
        }
        for code in &action.errors {
            check(NameKind::ErrorCode, code);
        }
    }
    for structure in &spec.structures {
        check(NameKind::Structure, &structure.name);
        for member in &structure.members {
            check(NameKind::Member, &member.name);
        }
    }
    for error in &spec.errors {
        check(NameKind::ErrorCode, &error.code);
    }
    faults
}
