//! The release notes of crates, each with the days of its parts.

/// Returns today's date in UTC: `2025-07-01`.
pub(crate) fn today() -> String {
    let now = jiff::Timestamp::now().to_string();
    now.chars().take("2025-07-01".len()).collect()
}

/// Returns a note with its day, below an earlier one on the same version.
pub(crate) fn dated(earlier: Option<&String>, today: &str, text: &str) -> String {
    let earlier = earlier.map_or(String::new(), |text| format!("{}\n\n", text.trim()));
    format!("{earlier}Updated on {today}.\n\n{}\n", text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_part_follows_earlier_one() {
        let first = dated(None, "2025-07-01", "one\n");
        assert_eq!(first, "Updated on 2025-07-01.\n\none\n");
        let both = dated(Some(&first), "2025-07-02", "two");
        let expected = "Updated on 2025-07-01.\n\none\n\nUpdated on 2025-07-02.\n\ntwo\n";
        assert_eq!(both, expected);
    }

    #[test]
    fn today_is_a_date() {
        assert!(spec::is_date(&today()), "{}", today());
    }
}
