//! Data structures, requests and responses.

use super::deprecated::Reasons;
use super::docs::structure_docs;
use super::member::lower_members;
use super::model::Structure;
use super::names::{RustName, Scope, snake};
use super::spelling::Owner;
use super::types::Types;

/// All data structures of a version, sorted by name.
pub(crate) fn lower_structures(types: &Types<'_>) -> Vec<Structure> {
    let mut modules = Scope::default();
    let lower = |(structure, name, sent): (&spec::Structure, &RustName, bool)| {
        let (members, constants) = lower_members(
            Owner::Structure(&structure.name),
            &structure.members,
            sent,
            types,
        );
        Structure {
            wire: structure.name.clone(),
            name: name.clone(),
            module: modules.take(&snake(name.as_str())),
            docs: structure_docs(structure),
            deprecated: Reasons::stated(&structure.deprecated).note(),
            members,
            sent,
            constants,
        }
    };
    types.iter().map(lower).collect()
}

/// A request or response, which lives in its action's module.
pub(crate) fn lower_body(
    owner: Owner<'_>,
    name: RustName,
    module: &RustName,
    docs: Vec<String>,
    members: &[spec::Member],
    types: &Types<'_>,
) -> Structure {
    let sent = matches!(owner, Owner::Input(_));
    let (members, constants) = lower_members(owner, members, sent, types);
    Structure {
        wire: name.to_string(),
        name,
        module: module.clone(),
        docs,
        deprecated: None,
        members,
        sent,
        constants,
    }
}
