//! The checks of entries by hand: they must be about what the spec has.

use std::collections::BTreeMap;

use spec::fault::did_you_mean;
use spec::{Action, Member, ServiceSpec, SpecFault};

use crate::model::{Behaviour, Paging, Resource, Role};

/// Returns the faults of entries by hand. `all` are the entries that they are used with.
pub(crate) fn faults(
    spec: &ServiceSpec,
    by_hand: &Behaviour,
    all: &Behaviour,
    file: &str,
    text: &str,
) -> Vec<SpecFault> {
    let mut checks = Checks {
        spec,
        all,
        file,
        text,
        entry: ("", ""),
        faults: Vec::new(),
    };
    let names = by_hand.resources.iter().map(|one| one.name.as_str());
    checks.repeated("name", names);
    let names = by_hand.actions.iter().map(|one| one.action.as_str());
    checks.repeated("action", names);
    for resource in &by_hand.resources {
        checks.entry = ("name", &resource.name);
        checks.resource(resource);
    }
    for role in &by_hand.actions {
        checks.entry = ("action", &role.action);
        checks.role(role);
    }
    checks.faults
}

/// Returns the fault of the first comment after the header: the file is written without it.
pub(crate) fn comment(file: &str, text: &str) -> Option<SpecFault> {
    let is_comment = |line: &str| {
        let line = line.trim_start();
        let is_header = line.contains("Written by `cargo xtask ");
        // Quotes may contain the sign.
        let ends_with_one = line.contains(" #") && !line.contains(['\'', '"']);
        (line.starts_with('#') && !is_header) || ends_with_one
    };
    let index = text.lines().position(is_comment)?;
    let column = text.lines().nth(index)?.find('#')? + 1;
    let fault = SpecFault::in_file(
        file,
        "comments of this file would be lost, because it is written again",
        "say it in the key `why` of an entry by hand",
    );
    Some(fault.at(text, index + 1, column))
}

struct Checks<'c> {
    spec: &'c ServiceSpec,
    all: &'c Behaviour,
    file: &'c str,
    text: &'c str,
    /// Key and name of the entry, which show its line.
    entry: (&'static str, &'c str),
    faults: Vec<SpecFault>,
}

impl<'c> Checks<'c> {
    /// Adds a fault at the line that says `key: value`, or else at the entry's first line.
    fn add(&mut self, (key, value): (&str, &str), message: String, help: &str) {
        let fault = SpecFault::in_file(self.file, message, help);
        let placed = fault.clone().at_key(self.text, key, value, 0);
        let (key, name) = self.entry;
        self.faults.push(if placed.place.is_some() {
            placed
        } else {
            fault.at_key(self.text, key, name, 0)
        });
    }

    fn repeated(&mut self, key: &'static str, names: impl Iterator<Item = &'c str>) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for name in names {
            let count = counts.entry(name).or_default();
            *count += 1;
            if *count == 2 {
                self.entry = (key, name);
                let message = format!("two entries by hand are about `{name}`");
                self.add((key, name), message, "delete one of them");
            }
        }
    }

    fn resource(&mut self, resource: &'c Resource) {
        if let Some(name) = &resource.structure {
            match self.spec.structure(name) {
                None => {
                    let names = self.spec.structures.iter().map(|one| one.name.as_str());
                    let guess = did_you_mean(name, names);
                    let message = format!("the service has no structure `{name}`{guess}");
                    self.add(("structure", name), message, "correct the name");
                }
                Some(structure) => {
                    let state = resource.state.as_ref().map(|state| &state.member);
                    for (key, path) in [
                        ("id", resource.id.as_ref()),
                        ("member", state),
                        ("unique", resource.unique.as_ref()),
                    ] {
                        let holder = format!("the structure `{name}`");
                        self.path(&holder, &structure.members, key, path);
                    }
                }
            }
        }
        if let Some(action) = resource
            .described_by
            .as_ref()
            .and_then(|name| self.action("described_by", name))
        {
            let holder = format!("the request of `{}`", action.name);
            self.path(&holder, &action.input, "parent", resource.parent.as_ref());
        }
    }

    fn role(&mut self, role: &'c Role) {
        let Some(action) = self.action("action", &role.action) else {
            return;
        };
        if role.effect.is_stateful() {
            self.kind("resource", &role.resource);
        }
        let users = role.used_by.iter().map(|path| first(path));
        let kinds = role.links.iter().map(|link| link.resource.as_str());
        let kinds = kinds.chain(role.needs.values().map(String::as_str));
        let kinds = kinds
            .chain(role.first.iter().map(String::as_str))
            .chain(users);
        let tasks = role.task.iter().filter_map(|task| task.resource.as_deref());
        for kind in kinds.chain(tasks) {
            self.kind("resource", kind);
        }
        let holder = format!("the request of `{}`", action.name);
        for (key, path) in parameters(role) {
            self.path(&holder, &action.input, key, Some(path));
        }
        let holder = format!("the response of `{}`", action.name);
        for (key, path) in members(role) {
            self.path(&holder, &action.output, key, Some(path));
        }
    }

    fn action(&mut self, key: &str, name: &str) -> Option<&'c Action> {
        let found = self.spec.action(name);
        if found.is_none() {
            let names = self.spec.actions.iter().map(|one| one.name.as_str());
            let guess = did_you_mean(name, names);
            let message = format!("the service has no action `{name}`{guess}");
            let help = "delete the entry, or correct the name";
            self.add((key, name), message, help);
        }
        found
    }

    fn kind(&mut self, key: &str, name: &str) {
        if self.all.resource(name).is_none() {
            let names = self.all.resources.iter().map(|one| one.name.as_str());
            let guess = did_you_mean(name, names);
            let message = format!("no resource is called `{name}`{guess}");
            let help = "add it to `resources`, or correct the name";
            self.add((key, name), message, help);
        }
    }

    fn path(&mut self, holder: &str, members: &'c [Member], key: &str, path: Option<&String>) {
        let Some(path) = path.filter(|path| !path.is_empty()) else {
            return;
        };
        if let Err((name, known)) = walk(self.spec, members, path) {
            let guess = did_you_mean(name, known.iter().map(|one| one.name.as_str()));
            let of = if name == path {
                String::new()
            } else {
                format!(" of `{path}`")
            };
            let message = format!("{holder} has no member `{name}`{of}{guess}");
            let help = "correct the member's name in this entry";
            self.add((key, path), message, help);
        }
    }
}

fn first(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

/// Follows a path. Fails with the first unknown name, and the members that exist there.
fn walk<'p, 's>(
    spec: &'s ServiceSpec,
    mut members: &'s [Member],
    path: &'p str,
) -> Result<(), (&'p str, &'s [Member])> {
    for name in path.split('.') {
        let Some(member) = members.iter().find(|member| member.name == name) else {
            return Err((name, members));
        };
        let structure = member.type_name.structure();
        let structure = structure.and_then(|name| spec.structure(name));
        members = structure.map_or(&[], |structure| &structure.members);
    }
    Ok(())
}

/// Returns the paths of a role in the request, with their keys.
fn parameters(role: &Role) -> Vec<(&'static str, &String)> {
    let mut paths = Vec::new();
    for (key, path) in [
        ("target", &role.target),
        ("count", &role.count),
        ("filters", &role.filters),
    ] {
        paths.extend(path.iter().map(|path| (key, path)));
    }
    for named in [&role.matches, &role.sets, &role.needs] {
        paths.extend(named.keys().map(|path| ("action", path)));
    }
    for link in &role.links {
        paths.push(("of", &link.of));
        paths.extend(link.value.iter().map(|path| ("value", path)));
    }
    match &role.paging {
        Some(Paging::Offset { offset, limit, .. }) => {
            paths.extend([("offset", offset), ("limit", limit)]);
        }
        Some(Paging::Page { number, limit, .. }) => {
            paths.extend([("number", number), ("limit", limit)]);
        }
        Some(Paging::Token { token, limit, .. }) => {
            paths.push(("token", token));
            paths.extend(limit.iter().map(|path| ("limit", path)));
        }
        None => {}
    }
    paths
}

/// Returns the paths of a role in the response, with their keys.
fn members(role: &Role) -> Vec<(&'static str, &String)> {
    let mut paths = Vec::new();
    for (key, path) in [
        ("ids", &role.ids),
        ("items", &role.items),
        ("total", &role.total),
    ] {
        paths.extend(path.iter().map(|path| (key, path)));
    }
    if let Some(Paging::Token { next, .. }) = &role.paging {
        paths.push(("next", next));
    }
    paths.extend(role.task.iter().map(|task| ("output", &task.output)));
    paths
}
