//! Where replies differ from the documentation: members that it does not name.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::codec::UnknownMembers;

/// How many members are remembered; more tell nothing that these do not.
const MAX_MEMBERS: usize = 4096;

/// A member that replies have and the documentation, as of this crate, has not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownMember {
    /// The product: `cvm`.
    pub service: String,
    /// The API version.
    pub version: String,
    /// The structure that has the member, by its Rust name.
    pub structure: String,
    /// The member.
    pub member: String,
    /// How many values of it came.
    pub count: u64,
}

/// The members met so far, by all clients of a configuration.
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
    /// Adds what a reply brought. Costs nothing where it brought nothing, which is the rule.
    pub(crate) fn add(&self, service: &str, version: &str, unknown: UnknownMembers) {
        if unknown.is_empty() {
            return;
        }
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (structure, member, count) in unknown.into_counts() {
            if member == "RequestId" {
                continue; // Every reply has one; some pages leave it out.
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
        let member = |(place, count): (&Place, &u64)| UnknownMember {
            service: place.service.clone(),
            version: place.version.clone(),
            structure: place.structure.to_owned(),
            member: place.member.clone(),
            count: *count,
        };
        places.iter().map(member).collect()
    }
}

/// Told once for each member, and not loudly: new members come with every release of a product.
fn log(place: &Place) {
    tracing::debug!(
        service = place.service,
        version = place.version,
        structure = place.structure,
        // The server's own words, so quoted and escaped.
        member = ?place.member,
        "the reply has a member that the documentation lacks",
    );
}
