//! The spelling that Rust names are made from: the wire's, unless an override wishes another.

use spec::{Hints, Item};

/// What a list of members belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Owner<'a> {
    /// The request of an action.
    Input(&'a str),
    /// The response of an action.
    Output(&'a str),
    /// A data structure.
    Structure(&'a str),
}

impl Owner<'_> {
    /// The spelling for one of its members.
    pub(crate) fn member<'a>(self, member: &'a str, hints: &'a Hints) -> &'a str {
        let wire = member.to_owned();
        let item = match self {
            Self::Input(action) => Item::Input {
                action: action.to_owned(),
                member: wire,
            },
            Self::Output(action) => Item::Output {
                action: action.to_owned(),
                member: wire,
            },
            Self::Structure(structure) => Item::Member {
                structure: structure.to_owned(),
                member: wire,
            },
        };
        wished(&item, member, hints)
    }
}

/// The spelling for an action.
pub(crate) fn action<'a>(wire: &'a str, hints: &'a Hints) -> &'a str {
    wished(&Item::Action(wire.to_owned()), wire, hints)
}

/// The spelling for a data structure.
pub(crate) fn structure<'a>(wire: &'a str, hints: &'a Hints) -> &'a str {
    wished(&Item::Structure(wire.to_owned()), wire, hints)
}

fn wished<'a>(item: &Item, wire: &'a str, hints: &'a Hints) -> &'a str {
    hints.names.get(item).map_or(wire, String::as_str)
}
