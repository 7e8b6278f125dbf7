//! New ids of a documented form. They are reproducible: the same calls give the same ids.

/// Returns an id of the form from a seed: `ins-0a1b2c3d` for `ins-********`.
pub(crate) fn make(form: &str, seed: u64) -> String {
    let mut state = mixed(seed);
    let mut digit = |signs: &[u8]| {
        state = mixed(state);
        let index = usize::try_from(state % 36).unwrap_or_default() % signs.len();
        signs.get(index).copied().map_or('0', char::from)
    };
    let made = form.chars().map(|sign| match sign {
        '*' => digit(b"abcdefghijklmnopqrstuvwxyz0123456789"),
        '#' => digit(b"123456789"),
        '%' => digit(b"0123456789abcdef"),
        other => other,
    });
    made.collect()
}

/// Returns the seed that a text stands for.
pub(crate) fn seed(text: &str) -> u64 {
    // FNV-1a.
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Mixes the bits of a number (SplitMix64).
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// Returns whether an id can be one of this form: it begins as the form does.
pub(crate) fn has_form(id: &str, form: &str) -> bool {
    let fixed = form.split(['*', '#', '%']).next().unwrap_or_default();
    if form.starts_with(['#', '%']) {
        return true;
    }
    id.starts_with(fixed) && id.len() > fixed.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_their_form_and_differ() {
        let ids: std::collections::BTreeSet<String> =
            (0..1000).map(|seed| make("ins-********", seed)).collect();
        assert_eq!(ids.len(), 1000);
        assert!(
            ids.iter()
                .all(|id| id.len() == 12 && has_form(id, "ins-********"))
        );
        assert_eq!(make("a-####", 7), make("a-####", 7));
        assert!(!has_form("img-1234", "ins-********") && !has_form("ins-", "ins-********"));
    }
}
