//! Members of replies that the documentation does not name.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::codec::UnknownMembers;

/// The maximum number of remembered members, which bounds memory.
const MAX_MEMBERS: usize = 4096;

/// A member that replies contain but this crate's documentation does not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownMember {
    /// The product: `cvm`.
    pub service: String,
    /// The API version: `2017-03-12`.
    pub version: String,
    /// The Rust name of the structure that contains the member.
    pub structure: String,
    /// The name of the member in JSON.
    pub member: String,
    /// The number of times that replies contained it.
    pub count: u64,
}

/// The undocumented members that all clients of a configuration have received.
#[derive(Debug, Default)]
pub(crate) struct Drift(Mutex<BTreeMap<MemberKey, u64>>);

/// The identity of a member: product, version, structure and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct MemberKey {
    service: String,
    version: String,
    structure: &'static str,
    member: String,
}

impl Drift {
    /// Adds the undocumented members of a reply. Locks nothing for most replies, which have none.
    pub(crate) fn add(&self, service: &str, version: &str, unknown: UnknownMembers) {
        if unknown.is_empty() {
            return;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (structure, member, count) in unknown.into_counts() {
            if member == "RequestId" {
                continue; // Every reply has one, but some pages do not document it.
            }
            let key = MemberKey {
                service: service.to_owned(),
                version: version.to_owned(),
                structure,
                member,
            };
            if let Some(total) = known.get_mut(&key) {
                *total = total.saturating_add(count);
            } else if known.len() < MAX_MEMBERS {
                log(&key);
                known.insert(key, count);
            }
        }
    }

    pub(crate) fn members(&self) -> Vec<UnknownMember> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .iter()
            .map(|(key, count)| UnknownMember {
                service: key.service.clone(),
                version: key.version.clone(),
                structure: key.structure.to_owned(),
                member: key.member.clone(),
                count: *count,
            })
            .collect()
    }
}

/// Logs a member once, at a low level: every release of a product adds members.
fn log(key: &MemberKey) {
    tracing::debug!(
        service = key.service,
        version = key.version,
        structure = key.structure,
        // The name comes from the server, so it is quoted and escaped.
        member = ?key.member,
        "the reply has a member that the documentation lacks",
    );
}
