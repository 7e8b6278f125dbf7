//! Texts that print a point in time.

use spec::Scalar;

/// Returns the type whose documented form the text has: `2018-12-18T08:00:00Z` is
/// `Timestamp ISO8601`.
pub(crate) fn time_form(text: &str) -> Option<Scalar> {
    [
        (Scalar::TimestampIso8601, "0000-00-00T00:00:00"),
        (Scalar::Timestamp, "0000-00-00 00:00:00"),
        (Scalar::Date, "0000-00-00"),
    ]
    .into_iter()
    .find(|(_, form)| has_form(text, form))
    .map(|(time, _)| time)
}

/// Returns whether the text begins like the form, in which `0` stands for any digit. Only a
/// fraction and a zone may follow.
fn has_form(text: &str, form: &str) -> bool {
    let mut rest = text.chars();
    let begins = form.chars().all(|expected| {
        rest.next().is_some_and(|found| match expected {
            '0' => found.is_ascii_digit(),
            _ => found == expected,
        })
    });
    begins && rest.all(|c| c.is_ascii_digit() || matches!(c, '.' | ':' | '+' | '-' | 'Z'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_types_are_told_apart() {
        let form = |text| time_form(text).map(Scalar::name);
        assert_eq!(form("2018-12-18T08:00:00Z"), Some("Timestamp ISO8601"));
        assert_eq!(form("2018-12-18T08:00:00+08:00"), Some("Timestamp ISO8601"));
        assert_eq!(form("2018-12-18 08:00:00"), Some("Timestamp"));
        assert_eq!(form("2018-12-18"), Some("Date"));
        for other in [
            "",
            "2018-12",
            "2018-12-18 at noon",
            "1545091200",
            "12-18 08:00",
        ] {
            assert_eq!(form(other), None, "{other}");
        }
    }
}
