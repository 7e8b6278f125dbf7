//! The data structures of one version: their Rust names, who sends them, and what types become.

use std::collections::{BTreeMap, BTreeSet};

use super::model::Type;
use super::names::{RustName, Scope, type_name};
use super::spelling::{self, Owner};
use spec::{Action, Hints, Member, Scalar, ServiceSpec, Structure, TypeName};

/// The structures of a version by their name on the wire.
pub(crate) struct Types<'a> {
    entries: BTreeMap<&'a str, Entry<'a>>,
    hints: &'a Hints,
}

struct Entry<'a> {
    structure: &'a Structure,
    name: RustName,
    sent: bool,
}

impl<'a> Types<'a> {
    /// Names every structure in the version's scope. Where a name is given twice the first counts.
    pub(crate) fn new(spec: &'a ServiceSpec, scope: &mut Scope) -> Self {
        let mut by_name: BTreeMap<&str, &Structure> = BTreeMap::new();
        for structure in &spec.structures {
            by_name.entry(&structure.name).or_insert(structure);
        }
        let spell = |wire: &&'a str| spelling::structure(wire, &spec.hints);
        let spellings: Vec<&str> = by_name.keys().map(spell).collect();
        let names = scope.take_all(&spellings, type_name);
        let sent = sent(spec, &by_name);
        let entry = |((wire, structure), name)| {
            let sent = sent.contains(wire);
            let entry = Entry {
                structure,
                name,
                sent,
            };
            (wire, entry)
        };
        Self {
            entries: by_name.into_iter().zip(names).map(entry).collect(),
            hints: &spec.hints,
        }
    }

    /// What overrides wish for the Rust side.
    pub(crate) fn hints(&self) -> &'a Hints {
        self.hints
    }

    /// Every structure, sorted by name: with its Rust name, and whether it can be sent.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'a Structure, &RustName, bool)> {
        let entries = self.entries.values();
        entries.map(|entry| (entry.structure, &entry.name, entry.sent))
    }

    /// The structure of that name on the wire.
    pub(crate) fn structure(&self, wire: &str) -> Option<&'a Structure> {
        self.entries.get(wire).map(|entry| entry.structure)
    }

    /// The Rust type; a structure that no page describes may hold anything.
    pub(crate) fn rust(&self, type_name: &TypeName) -> Type {
        match type_name {
            TypeName::Array(element) => Type::List(Box::new(self.rust(element))),
            TypeName::Scalar(scalar) => rust_scalar(*scalar),
            TypeName::Structure(wire) => match self.entries.get(wire.as_str()) {
                Some(entry) => Type::Structure(entry.name.clone()),
                None => Type::Value,
            },
        }
    }

    /// Whether the member needs a `Box`: without a list between them, its structure contains itself.
    pub(crate) fn is_recursive(&self, owner: Owner<'_>, type_name: &TypeName) -> bool {
        let (Owner::Structure(owner), TypeName::Structure(target)) = (owner, type_name) else {
            return false;
        };
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut open = vec![target.as_str()];
        while let Some(wire) = open.pop() {
            if wire == owner {
                return true;
            }
            if seen.insert(wire) {
                let members = self.structure(wire).map(|found| found.members.as_slice());
                open.extend(members.unwrap_or_default().iter().filter_map(direct));
            }
        }
        false
    }
}

/// The structure that a member holds without a list between.
fn direct(member: &Member) -> Option<&str> {
    match &member.type_name {
        TypeName::Structure(name) => Some(name),
        _ => None,
    }
}

fn rust_scalar(scalar: Scalar) -> Type {
    match scalar {
        Scalar::String
        | Scalar::Date
        | Scalar::Timestamp
        | Scalar::TimestampIso8601
        | Scalar::Binary => Type::Text,
        Scalar::Integer => Type::Integer,
        Scalar::Float | Scalar::Double => Type::Float,
        Scalar::Boolean => Type::Boolean,
        Scalar::Object => Type::Value,
    }
}

/// The structures that some request holds, and those that no action uses at all: a page that would
/// send them may be missing.
fn sent<'a>(
    spec: &'a ServiceSpec,
    by_name: &BTreeMap<&'a str, &'a Structure>,
) -> BTreeSet<&'a str> {
    let inputs = |action: &'a Action| action.input.iter();
    let outputs = |action: &'a Action| action.output.iter();
    let sent = reachable(spec.actions.iter().flat_map(inputs), by_name);
    let received = reachable(spec.actions.iter().flat_map(outputs), by_name);
    let all = by_name.keys().copied();
    all.filter(|wire| sent.contains(wire) || !received.contains(wire))
        .collect()
}

fn reachable<'a>(
    members: impl Iterator<Item = &'a Member>,
    by_name: &BTreeMap<&'a str, &'a Structure>,
) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&str> = members.filter_map(|m| m.type_name.structure()).collect();
    while let Some(wire) = open.pop() {
        let Some(structure) = by_name.get(wire).filter(|_| seen.insert(wire)) else {
            continue;
        };
        open.extend(
            structure
                .members
                .iter()
                .filter_map(|m| m.type_name.structure()),
        );
    }
    seen
}
