//! Detection of actions that change nothing, which the runtime may retry after any failure.

use spec::Hints;

/// First words of the names of read-only actions. The list has only unambiguous words: a missing
/// one costs a retry, a wrong one repeats a change.
const READING: [&str; 12] = [
    "Check", "Count", "Describe", "Get", "Inquire", "Inquiry", "List", "Lookup", "Preview",
    "Query", "Search", "Show",
];

/// Words that join a second verb, which may change something: `GetOrCreateUser`, `CheckAndRepair`.
const JOINING: [&str; 3] = ["And", "Or", "Then"];

/// Returns whether the action changes nothing, as an override says or its name implies.
pub(crate) fn read_only(action: &str, hints: &Hints) -> bool {
    if let Some(read_only) = hints.read_only.get(action) {
        return *read_only;
    }
    let words = words(action);
    let [first, rest @ ..] = &words[..] else {
        return false;
    };
    READING.contains(first) && !rest.iter().any(|word| JOINING.contains(word))
}

/// Splits a name in upper camel case into its words, which include their capitals.
fn words(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        let end = after.find(|c: char| c.is_ascii_uppercase());
        let length = end.map_or(rest.len(), |end| end + first.len_utf8());
        let (word, others) = rest.split_at(length);
        words.push(word);
        rest = others;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_implies_read_only() {
        let hints = Hints::default();
        for (action, expected) in [
            ("DescribeInstances", true),
            ("DescribeInstancesStatus", true),
            ("InquiryPriceRunInstances", true),
            ("InquirePriceCreate", true),
            ("ListClusters", true),
            ("GetAndroidApps", true),
            ("QueryOrders", true),
            ("SearchLog", true),
            ("RunInstances", false),
            ("Listen", false),
            ("Getaway", false),
            ("GetOrCreateUser", false),
            ("CheckAndRepair", false),
            ("describeInstances", false),
            ("StartQuery", false),
            ("", false),
            ("查询", false),
        ] {
            assert_eq!(read_only(action, &hints), expected, "{action}");
        }
    }

    #[test]
    fn override_beats_name() {
        let mut hints = Hints::default();
        hints.read_only.insert("GetTicket".to_owned(), false);
        hints.read_only.insert("Ping".to_owned(), true);
        assert!(!read_only("GetTicket", &hints));
        assert!(read_only("Ping", &hints));
    }
}
