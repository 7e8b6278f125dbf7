//! Members of replies that the documentation does not name.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::codec::UnknownMembers;

/// The number of members that are remembered, which bounds memory.
const MAX_MEMBERS: usize = 4096;

/// A member that replies contain but the documentation, as of this crate, does not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownMember {
    /// The product: `cvm`.
    pub service: String,
    /// The API version.
    pub version: String,
    /// The Rust name of the structure that contains the member.
    pub structure: String,
    /// The name of the member in JSON.
    pub member: String,
    /// The number of values received.
    pub count: u64,
}

/// The undocumented members that all clients of a configuration have received.
#[derive(Debug, Default)]
pub(crate) struct Drift(Mutex<BTreeMap<Place, u64>>);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    service: String,
    version: String,
    structure: &'static str,
    member: String,
}

impl Drift {
    /// Adds the undocumented members of a reply. Most replies have none, and then nothing is locked.
    pub(crate) fn add(&self, service: &str, version: &str, unknown: UnknownMembers) {
        if unknown.is_empty() {
            return;
        }
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (structure, member, count) in unknown.into_counts() {
            if member == "RequestId" {
                continue; // Every reply has one, but some pages do not document it.
            }
            let place = Place {
                service: service.to_owned(),
                version: version.to_owned(),
                structure,
                member,
            };
            if let Some(known) = places.get_mut(&place) {
                *known = known.saturating_add(count);
            } else if places.len() < MAX_MEMBERS {
                log(&place);
                places.insert(place, count);
            }
        }
    }

    pub(crate) fn members(&self) -> Vec<UnknownMember> {
        let places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        places
            .iter()
            .map(|(place, count)| UnknownMember {
                service: place.service.clone(),
                version: place.version.clone(),
                structure: place.structure.to_owned(),
                member: place.member.clone(),
                count: *count,
            })
            .collect()
    }
}

/// Logs a member once, at a low level: every release of a product adds members.
fn log(place: &Place) {
    tracing::debug!(
        service = place.service,
        version = place.version,
        structure = place.structure,
        // The name comes from the server, so it is quoted and escaped.
        member = ?place.member,
        "the reply has a member that the documentation lacks",
    );
}
