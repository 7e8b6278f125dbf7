//! All that is known of one service in one API version: the unit that a spec folder holds.

use super::{Action, ErrorCode, Hints, KnownFault, Service, Structure};

/// The content of `specs/<service>/<version>/`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ServiceSpec {
    /// `service.yaml`.
    pub service: Service,
    /// `actions/<Action>.yaml`, sorted by name.
    pub actions: Vec<Action>,
    /// `types.yaml`, sorted by name.
    pub structures: Vec<Structure>,
    /// `errors.yaml`: common codes first, each group sorted by code.
    pub errors: Vec<ErrorCode>,
    /// `known_faults.yaml`: what is known to be wrong in the documented examples.
    pub known_faults: Vec<KnownFault>,
    /// What `overrides.yaml` says about the Rust side.
    pub hints: Hints,
}

impl ServiceSpec {
    /// The action of that name.
    pub fn action(&self, name: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.name == name)
    }

    /// The structure of that name.
    pub fn structure(&self, name: &str) -> Option<&Structure> {
        self.structures
            .iter()
            .find(|structure| structure.name == name)
    }
}
