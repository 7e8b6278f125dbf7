//! The structures, requests and responses that use a structure.

use std::collections::{BTreeMap, BTreeSet};

use crate::RustName;
use spec::{Member, TypeName};

/// The Rust names of the types that have members of a structure, by its wire name.
#[derive(Debug, Default)]
pub(crate) struct Users<'s>(BTreeMap<&'s str, BTreeSet<RustName>>);

impl<'s> Users<'s> {
    /// Adds a type with its members.
    pub(crate) fn add(&mut self, user: &RustName, members: &'s [Member]) {
        for structure in members.iter().filter_map(|member| used(&member.type_name)) {
            let users = self.0.entry(structure).or_default();
            users.insert(user.clone());
        }
    }

    /// Returns the types that use a structure, sorted by name. It doesn't count itself.
    pub(crate) fn of<'u>(
        &'u self,
        structure: &str,
        name: &'u RustName,
    ) -> impl Iterator<Item = &'u RustName> {
        let users = self.0.get(structure).into_iter().flatten();
        users.filter(move |user| *user != name)
    }
}

/// Returns the structure in a type, through any number of lists.
fn used(type_name: &TypeName) -> Option<&str> {
    match type_name {
        TypeName::Array(element) => used(element),
        TypeName::Structure(name) => Some(name),
        TypeName::Scalar(_) => None,
    }
}
