//! The data structures of one version: their Rust names and types, and whether users send them.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use crate::model::Type;
use crate::names::{RustName, Scope, spelling, type_name};
use spec::{Action, Hints, Member, MemberList, Scalar, ServiceSpec, Structure, Thing, TypeName};

/// The structures of a version by their name on the wire.
pub(crate) struct Types<'a> {
    entries: BTreeMap<&'a str, Entry<'a>>,
    hints: &'a Hints,
}

struct Entry<'a> {
    structure: &'a Structure,
    name: RustName,
    sent: bool,
    /// See [`components`].
    component: usize,
}

impl<'a> Types<'a> {
    /// Names every structure in the version's scope. If a name occurs twice, the first one counts.
    pub(crate) fn new(spec: &'a ServiceSpec, scope: &mut Scope) -> Self {
        let mut by_name: BTreeMap<&str, &Structure> = BTreeMap::new();
        for structure in &spec.structures {
            by_name.entry(&structure.name).or_insert(structure);
        }
        let spellings: Vec<&str> = by_name
            .keys()
            .map(|wire| spelling(&Thing::Structure((*wire).to_owned()), wire, &spec.hints))
            .collect();
        let names = scope.take_all(&spellings, type_name);
        let sent = sent(spec, &by_name);
        let components = components(&by_name);
        let entry = |((wire, structure), name)| {
            let entry = Entry {
                structure,
                name,
                sent: sent.contains(wire),
                component: components.get(wire).copied().unwrap_or_default(),
            };
            (wire, entry)
        };
        Self {
            entries: by_name.into_iter().zip(names).map(entry).collect(),
            hints: &spec.hints,
        }
    }

    /// Returns the overrides of names, paging and read-only actions.
    pub(crate) fn hints(&self) -> &'a Hints {
        self.hints
    }

    /// Returns every structure with its Rust name and whether users send it, sorted by wire name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'a Structure, &RustName, bool)> {
        self.entries
            .values()
            .map(|entry| (entry.structure, &entry.name, entry.sent))
    }

    /// Returns the Rust type; a structure that no page describes becomes any JSON.
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

    /// Returns whether a member of this type needs a `Box`: its owner contains itself, and no list
    /// comes between.
    pub(crate) fn is_recursive(&self, owner: MemberList<'_>, type_name: &TypeName) -> bool {
        let (MemberList::Structure(owner), TypeName::Structure(target)) = (owner, type_name) else {
            return false;
        };
        // The member leads from the owner to the target, so a way back closes a cycle.
        match (self.entries.get(owner), self.entries.get(target.as_str())) {
            (Some(owner), Some(target)) => owner.component == target.component,
            _ => false,
        }
    }
}

/// Returns the component of each structure. Structures that directly contain each other, at any
/// depth, share one.
fn components<'a>(by_name: &BTreeMap<&'a str, &'a Structure>) -> BTreeMap<&'a str, usize> {
    let mut graph = DiGraph::<&str, ()>::with_capacity(by_name.len(), by_name.len());
    let nodes: BTreeMap<&str, _> = by_name
        .keys()
        .map(|&wire| (wire, graph.add_node(wire)))
        .collect();
    for (wire, structure) in by_name {
        let targets: BTreeSet<&str> = structure.members.iter().filter_map(direct).collect();
        for target in targets {
            if let (Some(&from), Some(&to)) = (nodes.get(wire), nodes.get(target)) {
                graph.add_edge(from, to, ());
            }
        }
    }
    // Unlike Tarjan's algorithm there, this one doesn't recurse.
    let components = kosaraju_scc(&graph).into_iter().enumerate();
    components
        .flat_map(|(number, nodes)| nodes.into_iter().map(move |node| (node, number)))
        .filter_map(|(node, number)| {
            Some((*by_name.get_key_value(graph.node_weight(node)?)?.0, number))
        })
        .collect()
}

/// Returns the structure that a member holds directly, without a list.
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

/// Returns the structures that a request contains, and those that no action uses, because the page
/// of an action that sends them may be missing.
fn sent<'a>(
    spec: &'a ServiceSpec,
    by_name: &BTreeMap<&'a str, &'a Structure>,
) -> BTreeSet<&'a str> {
    let inputs = |action: &'a Action| action.input.iter();
    let outputs = |action: &'a Action| action.output.iter();
    let sent = reachable(spec.actions.iter().flat_map(inputs), by_name);
    let received = reachable(spec.actions.iter().flat_map(outputs), by_name);
    by_name
        .keys()
        .copied()
        .filter(|wire| sent.contains(wire) || !received.contains(wire))
        .collect()
}

/// Returns the structures that the members contain, at any depth.
fn reachable<'a>(
    members: impl Iterator<Item = &'a Member>,
    by_name: &BTreeMap<&'a str, &'a Structure>,
) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&str> = members.filter_map(|m| m.type_name.structure()).collect();
    while let Some(wire) = open.pop() {
        let Some(structure) = by_name.get(wire) else {
            continue;
        };
        if seen.insert(wire) {
            let types = structure.members.iter().map(|member| &member.type_name);
            open.extend(types.filter_map(TypeName::structure));
        }
    }
    seen
}
