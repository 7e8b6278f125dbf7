//! The names of structures inside structures, and what has been decided about members.

use std::collections::{BTreeMap, BTreeSet};

use crate::examples::Samples;
use crate::known::Known;
use crate::names::part_name;

/// The parts of all structures.
///
/// Rounds only add to it: a decision that more values refuted isn't tried again when a later round
/// has fewer values. So the rounds end.
pub(crate) struct Parts {
    /// Names in lower case that parts can't have, because Rust's names ignore case.
    taken: BTreeSet<String>,
    /// Names of parts.
    names: BTreeMap<Place, String>,
    decisions: BTreeSet<(Decision, Place)>,
}

/// A structure's name and a member's.
type Place = (String, String);

/// A decision about a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Decision {
    /// Documented members of the same name have no type that holds all values.
    Undocumented,
    /// Its objects are of the same structure as its owner.
    Recursive,
    /// It takes any JSON.
    Open,
}

impl Parts {
    pub(crate) fn new(known: &Known<'_>, base: &Samples<'_>) -> Self {
        let documented = known.context.structures.keys().copied();
        let undescribed = base.keys().map(String::as_str);
        let names = documented.chain(undescribed);
        Self {
            taken: names.map(str::to_ascii_lowercase).collect(),
            names: BTreeMap::new(),
            decisions: BTreeSet::new(),
        }
    }

    pub(crate) fn set(&mut self, decision: Decision, owner: &str, member: &str) {
        self.decisions.insert((decision, place(owner, member)));
    }

    pub(crate) fn is_set(&self, decision: Decision, owner: &str, member: &str) -> bool {
        self.decisions.contains(&(decision, place(owner, member)))
    }

    /// Returns the name of a part, or `None` if it would be too long. A number tells it from
    /// another structure of that name.
    pub(crate) fn name(&mut self, owner: &str, member: &str) -> Option<String> {
        let place = place(owner, member);
        if let Some(name) = self.names.get(&place) {
            return Some(name.clone());
        }
        let plain = part_name(owner, member)?;
        let mut name = plain.clone();
        let mut number = 1;
        while !self.taken.insert(name.to_ascii_lowercase()) {
            number += 1;
            name = format!("{plain}{number}");
        }
        self.names.insert(place, name.clone());
        Some(name)
    }
}

fn place(owner: &str, member: &str) -> Place {
    (owner.to_owned(), member.to_owned())
}
