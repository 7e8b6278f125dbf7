//! Differences between replies and the documentation: members that it does not name, and values
//! that do not fit its types.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::codec::{Mismatch, UnknownMembers};

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

/// A member whose values do not fit its documented type.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MismatchedMember {
    /// The product: `cvm`.
    pub service: String,
    /// The API version: `2017-03-12`.
    pub version: String,
    /// The Rust name of the structure that contains the member. Empty for calls by name.
    pub structure: String,
    /// The name of the member in JSON.
    pub member: String,
    /// The expected type: `an integer`.
    pub expected: &'static str,
    /// The kind of the values: `a string`.
    pub kind: &'static str,
    /// The number of such values, up to 1000 of all members per reply.
    pub count: u64,
}

/// The undocumented members and mismatches that all clients of a configuration have received.
#[derive(Debug, Default)]
pub(crate) struct Drift {
    unknown: Mutex<BTreeMap<MemberKey, u64>>,
    mismatched: Mutex<BTreeMap<MismatchKey, u64>>,
}

/// The identity of a member: product, version, structure and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct MemberKey {
    service: String,
    version: String,
    structure: &'static str,
    member: String,
}

/// A kind of mismatch.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct MismatchKey {
    member: MemberKey,
    expected: &'static str,
    kind: &'static str,
}

impl Drift {
    /// Adds the undocumented members of a reply. Locks nothing for most replies, which have none.
    pub(crate) fn add(&self, service: &str, version: &str, unknown: UnknownMembers) {
        if unknown.is_empty() {
            return;
        }
        let mut known = self.unknown.lock().unwrap_or_else(PoisonError::into_inner);
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
                log_unknown(&key);
                known.insert(key, count);
            }
        }
    }

    /// Adds the mismatches of a reply. Locks nothing for most replies, which have none.
    pub(crate) fn add_mismatches(&self, service: &str, version: &str, mismatches: &[Mismatch]) {
        if mismatches.is_empty() {
            return;
        }
        let known = self.mismatched.lock();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        for mismatch in mismatches {
            let key = MismatchKey {
                member: MemberKey {
                    service: service.to_owned(),
                    version: version.to_owned(),
                    structure: mismatch.structure,
                    member: mismatch.member.clone(),
                },
                expected: mismatch.expected,
                kind: mismatch.kind,
            };
            if let Some(total) = known.get_mut(&key) {
                *total = total.saturating_add(1);
            } else if known.len() < MAX_MEMBERS {
                log_mismatch(&key.member, mismatch);
                known.insert(key, 1);
            }
        }
    }

    pub(crate) fn members(&self) -> Vec<UnknownMember> {
        let known = self.unknown.lock().unwrap_or_else(PoisonError::into_inner);
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

    pub(crate) fn mismatched(&self) -> Vec<MismatchedMember> {
        let known = self.mismatched.lock();
        let known = known.unwrap_or_else(PoisonError::into_inner);
        known
            .iter()
            .map(|(key, count)| MismatchedMember {
                service: key.member.service.clone(),
                version: key.member.version.clone(),
                structure: key.member.structure.to_owned(),
                member: key.member.member.clone(),
                expected: key.expected,
                kind: key.kind,
                count: *count,
            })
            .collect()
    }
}

/// Logs a member once, at a low level: every release of a product adds members.
fn log_unknown(key: &MemberKey) {
    tracing::debug!(
        service = key.service,
        version = key.version,
        structure = key.structure,
        // The name comes from the server, so it is quoted and escaped.
        member = ?key.member,
        "the reply has a member that the documentation lacks",
    );
}

/// Logs a kind of mismatch once, as a warning: the caller does not get the value.
fn log_mismatch(key: &MemberKey, mismatch: &Mismatch) {
    tracing::warn!(
        service = key.service,
        version = key.version,
        structure = key.structure,
        member = ?key.member,
        path = ?mismatch.path,
        expected = mismatch.expected,
        kind = mismatch.kind,
        "the reply has a value that does not fit its documented type",
    );
}
