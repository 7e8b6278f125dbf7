//! Which scraped names may become file names: nothing that a page says is ever a path.

/// Longest name that may become a file name, well below the limits of file systems.
const LONGEST: usize = 100;

/// `cvm`, `cvm-intl`: a lower-case letter, then lower-case letters, digits and hyphens.
pub fn is_service_name(name: &str) -> bool {
    name.len() <= LONGEST
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// `2017-03-12`: a date with hyphens.
pub fn is_version(version: &str) -> bool {
    let shape: String = version
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    shape == "0000-00-00"
}

/// `DescribeInstances`: a letter, then letters, digits and underscores.
pub fn is_action_name(name: &str) -> bool {
    name.len() <= LONGEST
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_documentation_are_accepted() {
        assert!(is_service_name("cvm") && is_service_name("ess-basic") && is_service_name("a3"));
        assert!(is_version("2017-03-12"));
        assert!(is_action_name("DescribeInstances") && is_action_name("Describe_V2"));
    }

    #[test]
    fn nothing_that_leads_elsewhere_is_a_name() {
        for name in [
            "", ".", "..", "../x", "a/b", "a\\b", "a b", "a\0", "ä", "C:", "-x", "_x",
        ] {
            assert!(!is_service_name(name), "{name:?}");
            assert!(!is_version(name), "{name:?}");
            assert!(!is_action_name(name), "{name:?}");
        }
        assert!(!is_action_name(&"A".repeat(101)));
        assert!(!is_version("2017-03-12/.."));
        assert!(!is_version("2017/03/12"));
    }
}
