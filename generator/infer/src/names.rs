//! The hints that a member's name gives about its values, and the names of parts.

/// Returns whether values of such a name usually may have a fraction, even if an example doesn't.
pub(crate) fn has_fractions(name: &str) -> bool {
    FRACTIONS.contains(&last_word(name).as_str())
}

/// Returns whether values of such a name are whole numbers.
pub(crate) fn counts_wholes(name: &str) -> bool {
    WHOLES.contains(&last_word(name).as_str())
}

/// Returns whether the name says when an event was: `CreatedTime`, `UpdatedOn`.
///
/// Most products give the type `Timestamp ISO8601` to such a member if its values have that form,
/// and call other points in time text.
pub(crate) fn is_past_event(name: &str) -> bool {
    ["edTime", "edOn"].iter().any(|end| name.ends_with(end))
}

/// Last words of the names of quantities with fractions, in lower case and singular.
///
/// In the documentation of many products, at least a fifth of such members are `Float` although
/// their examples show whole numbers. Processors and memory are shared in fractions, too.
const FRACTIONS: [&str; 28] = [
    "accuracy",
    "alpha",
    "amount",
    "angle",
    "average",
    "avg",
    "balance",
    "confidence",
    "coordinate",
    "cost",
    "cpu",
    "discount",
    "fee",
    "flux",
    "latitude",
    "longitude",
    "mean",
    "mem",
    "percentage",
    "price",
    "probability",
    "rate",
    "ratio",
    "score",
    "similarity",
    "temperature",
    "usage",
    "value",
];

/// Last words of the names of whole numbers, in lower case and singular.
const WHOLES: [&str; 16] = [
    "count", "day", "height", "hour", "index", "interval", "length", "limit", "minute", "num",
    "offset", "period", "port", "second", "size", "width",
];

/// Returns the last word of a name such as `InstanceIds` or `cpu_usage`, in lower case and
/// singular.
pub(crate) fn last_word(name: &str) -> String {
    let mut word = String::new();
    let mut previous = '_';
    for c in name.chars() {
        if c == '_' || (c.is_ascii_uppercase() && !previous.is_ascii_uppercase()) {
            word.clear();
        } else if c.is_ascii_lowercase() && previous.is_ascii_uppercase() && word.len() > 1 {
            // The last capital of `CPUUsage` begins the next word.
            word.clear();
            word.push(previous.to_ascii_lowercase());
        }
        if c != '_' {
            word.push(c.to_ascii_lowercase());
        }
        previous = c;
    }
    let is_plural = word.len() > 2 && word.ends_with('s') && !word.ends_with("ss");
    if is_plural {
        word.pop();
    }
    word
}

/// The maximum length of a part's name. Files and identifiers have limits too.
const MAX_PART_NAME: usize = 100;

/// Returns the name for the structure in a member: `HostItem` and `tags` give `HostItemTags`.
///
/// Returns `None` if that is too long, as in examples that nest very deeply.
pub(crate) fn part_name(owner: &str, member: &str) -> Option<String> {
    let mut name = owner.to_owned();
    for word in member.split('_') {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    (name.len() <= MAX_PART_NAME).then_some(name)
}

/// Returns whether a key of an object can be a member's name rather than data, such as an address.
pub(crate) fn is_member_name(key: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    key.chars().all(is_word) && key.contains(|c: char| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_word_is_found_in_every_spelling() {
        for (name, word) in [
            ("InstanceIds", "id"),
            ("CPUUsage", "usage"),
            ("CPU", "cpu"),
            ("VCpus", "cpu"),
            ("hit_rate", "rate"),
            ("unitPrice", "price"),
            ("IpAddress", "address"),
            ("price_", ""),
            ("_", ""),
            ("", ""),
        ] {
            assert_eq!(last_word(name), word, "{name}");
        }
    }

    #[test]
    fn parts_are_named_after_owner_and_member() {
        let name = |owner, member| part_name(owner, member);
        assert_eq!(name("HostItem", "tags").as_deref(), Some("HostItemTags"));
        assert_eq!(name("Host", "ip_v6").as_deref(), Some("HostIpV6"));
        assert_eq!(name("Host", "2FA").as_deref(), Some("Host2FA"));
        assert_eq!(name("Host", &"x".repeat(100)), None);
    }

    #[test]
    fn data_is_told_from_names() {
        for name in ["Tags", "x", "_Filter", "2FAEnabled", "ip_v6"] {
            assert!(is_member_name(name), "{name}");
        }
        for data in ["", "1", "10.0.0.1", "ins-1a", "a b", "标签"] {
            assert!(!is_member_name(data), "{data}");
        }
    }
}
