//! Whether two short texts are the same.

/// Compares names. The library's comparison of slices is a call of a function made for long ones, which on names of a
/// dozen letters takes longer than the comparison itself.
#[inline]
pub(super) fn same(found: &[u8], name: &[u8]) -> bool {
    if found.len() != name.len() {
        return false;
    }
    match name.len() {
        16..=32 => same_ends::<16>(found, name),
        8..=15 => same_ends::<8>(found, name),
        4..=7 => same_ends::<4>(found, name),
        _ => found == name,
    }
}

/// Compares the first and the last bytes, which are all of a text at most twice as long.
#[inline]
fn same_ends<const LENGTH: usize>(found: &[u8], name: &[u8]) -> bool {
    found.first_chunk::<LENGTH>() == name.first_chunk::<LENGTH>()
        && found.last_chunk::<LENGTH>() == name.last_chunk::<LENGTH>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_single_byte_counts_at_every_length() {
        for length in 0..=70 {
            let name: Vec<u8> = (0..length).collect();
            assert!(same(&name, &name));
            assert!(!same(&name, &[&*name, b"x"].concat()));
            for at in 0..name.len() {
                let mut other = name.clone();
                other[at] ^= 0x80;
                assert!(!same(&other, &name), "length {length}, byte {at}");
            }
        }
    }
}
