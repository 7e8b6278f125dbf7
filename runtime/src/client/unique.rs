//! Numbers and ids that no other call has.

use crate::random::{Random, SystemRandom};

/// A positive number for `Nonce`.
pub(super) fn nonce() -> u64 {
    // Small enough for every reader of JSON and every database column.
    u64::from(random() as u32 >> 1) + 1
}

/// 32 hexadecimal digits.
pub(super) fn hex_digits() -> String {
    format!("{:016x}{:016x}", random(), random())
}

/// A random UUID, version 4.
pub(super) fn uuid() -> String {
    let (high, low) = (random(), random());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        low >> 48 & 0x3fff | 0x8000,
        low & 0xffff_ffff_ffff,
    )
}

fn random() -> u64 {
    SystemRandom.next_u64()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_differ_and_have_their_shape() {
        let ids: BTreeSet<String> = (0..1000).map(|_| uuid()).collect();
        assert_eq!(ids.len(), 1000);
        for id in ids {
            let lengths: Vec<usize> = id.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12]);
            assert_eq!(&id[14..15], "4");
            assert!("89ab".contains(&id[19..20]), "{id}");
        }
        assert!((0..1000).all(|_| (1..=1 << 31).contains(&nonce())));
        assert_eq!(hex_digits().len(), 32);
    }
}
