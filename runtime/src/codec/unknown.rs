//! Members that a reply has and the schema does not.

/// How many different members of one reply are told apart; a reply with more is not worth the memory.
const MAX_NAMES: usize = 64;

/// Members that were skipped, counted by structure and name.
#[derive(Debug, Default)]
pub(crate) struct UnknownMembers {
    counts: Vec<(&'static str, String, u64)>,
    total: usize,
}

impl UnknownMembers {
    pub(super) fn count(&mut self, structure: &'static str, member: &str) {
        self.total += 1;
        // Only a name that was not met before costs memory of its own.
        let mut known = self.counts.iter_mut();
        if let Some((_, _, count)) = known.find(|known| known.0 == structure && known.1 == member) {
            *count += 1;
        } else if self.counts.len() < MAX_NAMES {
            self.counts.push((structure, member.to_owned(), 1));
        }
    }

    /// How many there are, names beyond the limit included.
    pub(super) fn total(&self) -> usize {
        self.total
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Structure, member, and how often it was met, sorted.
    pub(crate) fn into_counts(self) -> impl Iterator<Item = (&'static str, String, u64)> {
        let mut counts = self.counts;
        counts.sort_unstable();
        counts.into_iter()
    }
}
