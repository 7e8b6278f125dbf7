//! Members that a reply has and the schema does not.

use std::collections::BTreeMap;

/// How many different members of one reply are told apart; a reply with more is not worth the memory.
const MAX_NAMES: usize = 64;

/// Members that were skipped, counted by structure and name.
#[derive(Debug, Default)]
pub(crate) struct UnknownMembers {
    counts: BTreeMap<(&'static str, String), u64>,
    total: usize,
}

impl UnknownMembers {
    pub(super) fn count(&mut self, structure: &'static str, member: &str) {
        self.total += 1;
        if self.counts.len() < MAX_NAMES {
            let count = self.counts.entry((structure, member.to_owned()));
            *count.or_default() += 1;
        }
    }

    /// How many there are, names beyond the limit included.
    pub(super) fn total(&self) -> usize {
        self.total
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Structure, member, and how often it was met.
    pub(crate) fn into_counts(self) -> impl Iterator<Item = (&'static str, String, u64)> {
        let counts = self.counts.into_iter();
        counts.map(|((structure, member), count)| (structure, member, count))
    }
}
