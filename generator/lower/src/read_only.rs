//! Which actions change nothing, so that the runtime may send them again when in doubt.

use spec::Hints;

/// First words of the names of actions that only look. An action wrongly left out is merely not
/// repeated, so only words that leave no doubt are here.
const LOOKING: [&str; 12] = [
    "Check", "Count", "Describe", "Get", "Inquire", "Inquiry", "List", "Lookup", "Preview",
    "Query", "Search", "Show",
];

/// Words that make an action do more than look: `GetOrCreateUser`, `CheckAndRepair`.
const JOINING: [&str; 3] = ["And", "Or", "Then"];

/// What the overrides say, or else what the action's name does.
pub(super) fn read_only(action: &str, hints: &Hints) -> bool {
    let wished = hints.read_only.get(action).copied();
    wished.unwrap_or_else(|| only_looks(action))
}

fn only_looks(action: &str) -> bool {
    let words = words(action);
    let [first, rest @ ..] = &words[..] else {
        return false;
    };
    LOOKING.contains(first) && !rest.iter().any(|word| JOINING.contains(word))
}

/// The words of a name in upper camel case; each begins with its capital.
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
    fn names_tell_who_only_looks() {
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
    fn overrides_know_better() {
        let mut hints = Hints::default();
        hints.read_only.insert("GetTicket".to_owned(), false);
        hints.read_only.insert("Ping".to_owned(), true);
        assert!(!read_only("GetTicket", &hints));
        assert!(read_only("Ping", &hints));
    }
}
