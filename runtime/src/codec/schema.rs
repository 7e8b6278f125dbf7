//! Tables of members, and the counts of members that such a table lacks.

/// The table that describes a structure.
#[derive(Debug)]
pub struct Schema {
    /// The name of the Rust type, for `Debug`.
    pub name: &'static str,
    /// The members in the documented order.
    pub members: &'static [Member],
}

/// A member of a structure.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// The name on the wire.
    pub name: &'static str,
    /// True if the documentation requires it in requests.
    pub required: bool,
    /// True if it holds a secret, which `Debug` must not show.
    pub sensitive: bool,
    /// True if JSON must escape characters of the name.
    pub escaped: bool,
}

impl Member {
    /// Returns an optional member with this wire name.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            required: false,
            sensitive: false,
            escaped: false,
        }
    }

    /// Returns the member, required in requests.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Returns the member, redacted in `Debug` output.
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// Returns the member, with a name that JSON must escape. Generated code says so, which spares
    /// a check of every name in every call.
    #[must_use]
    pub const fn escaped(mut self) -> Self {
        self.escaped = true;
        self
    }
}

/// Compares names. The library's slice comparison calls a function tuned for long slices, which
/// takes longer than comparing a dozen letters.
#[inline]
pub(crate) fn names_equal(found: &[u8], name: &[u8]) -> bool {
    if found.len() != name.len() {
        return false;
    }
    match name.len() {
        16..=32 => ends_equal::<16>(found, name),
        8..=15 => ends_equal::<8>(found, name),
        4..=7 => ends_equal::<4>(found, name),
        _ => found == name,
    }
}

/// Compares the first and the last `LENGTH` bytes: all bytes of a text at most twice as long.
#[inline]
fn ends_equal<const LENGTH: usize>(found: &[u8], name: &[u8]) -> bool {
    found.first_chunk::<LENGTH>() == name.first_chunk::<LENGTH>()
        && found.last_chunk::<LENGTH>() == name.last_chunk::<LENGTH>()
}

/// The limit of distinct members counted per reply, which bounds memory.
const MAX_NAMES: usize = 64;

/// Skipped members, counted by structure and name.
#[derive(Debug, Default)]
pub(crate) struct UnknownMembers {
    counts: Vec<(&'static str, String, u64)>,
    total: usize,
}

impl UnknownMembers {
    pub(crate) fn count(&mut self, structure: &'static str, member: &str) {
        self.total += 1;
        // Only a name not seen before allocates.
        let mut known = self.counts.iter_mut();
        if let Some((_, _, count)) = known.find(|known| known.0 == structure && known.1 == member) {
            *count += 1;
        } else if self.counts.len() < MAX_NAMES {
            self.counts.push((structure, member.to_owned(), 1));
        }
    }

    /// Returns the total count, including names beyond the limit.
    pub(crate) fn total(&self) -> usize {
        self.total
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Returns structure, member and count, sorted.
    pub(crate) fn into_counts(self) -> impl Iterator<Item = (&'static str, String, u64)> {
        let mut counts = self.counts;
        counts.sort_unstable();
        counts.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differing_in_one_byte_differ() {
        for length in 0..=70 {
            let name: Vec<u8> = (0..length).collect();
            assert!(names_equal(&name, &name));
            assert!(!names_equal(&name, &[&*name, b"x"].concat()));
            for at in 0..name.len() {
                let mut other = name.clone();
                other[at] ^= 0x80;
                assert!(!names_equal(&other, &name), "length {length}, byte {at}");
            }
        }
    }
}
