//! JSON checked against documented types: mismatches of examples, single values, and text as typed
//! values.

pub mod envelope;
mod fit;
mod limits;
mod mismatch;
pub mod typed;
pub mod walk;

use std::collections::BTreeMap;

pub use fit::fits;
pub use limits::{BrokenLimit, breaks, breaks_condition, broken_limits};
pub use mismatch::{
    Mismatch, MismatchKind, body_mismatches, reply_mismatches, request_mismatches,
    response_mismatches, without_common,
};
use spec::{Action, CatalogueEntry, ServiceSpec, Structure};

/// A spec with look-ups by name.
pub struct Context<'s> {
    /// The spec itself.
    pub spec: &'s ServiceSpec,
    /// Structures by name.
    pub structures: BTreeMap<&'s str, &'s Structure>,
    /// Actions by name.
    pub actions: BTreeMap<&'s str, &'s Action>,
    /// Entries of the overview, by action.
    pub catalogue: BTreeMap<&'s str, &'s CatalogueEntry>,
}

impl<'s> Context<'s> {
    /// Indexes a spec.
    pub fn new(spec: &'s ServiceSpec) -> Self {
        Self {
            spec,
            structures: spec
                .structures
                .iter()
                .map(|structure| (structure.name.as_str(), structure))
                .collect(),
            actions: spec
                .actions
                .iter()
                .map(|action| (action.name.as_str(), action))
                .collect(),
            catalogue: spec
                .service
                .catalogue
                .iter()
                .flat_map(|group| &group.actions)
                .map(|entry| (entry.name.as_str(), entry))
                .collect(),
        }
    }
}
