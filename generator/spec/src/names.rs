//! The names that a spec may contain, and the names of the files of its actions.
//!
//! Names come from pages, so they are hostile. They become JSON keys, Rust literals, headers,
//! addresses and paths. Every consumer escapes them; these rules keep out the characters that no
//! documented name has and that only damage or an attack brings in.

use std::collections::BTreeMap;

/// Maximum length of a service's name, and of the stem of an action's file: well below the limits
/// of file systems.
const LONGEST_FILE_NAME: usize = 100;

/// Returns whether the text can be the name of a member or an error code on the wire.
///
/// Documented names are as odd as `_Filter`, `2FAEnabled`, `x-request-id`, `@timestamp`,
/// `Disk Type` and `名称`. Quotation marks, brackets of code and markup, control characters and
/// invisible characters are refused, and so are blanks at either end.
pub fn is_wire_name(name: &str) -> bool {
    name.trim() == name
        && name.chars().any(char::is_alphanumeric)
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || c == ' ' || "_-.@$:/+#%&*=~".contains(c))
}

/// Returns whether the text can be a structure's name: a single word that is not read as a list.
pub fn is_structure_name(name: &str) -> bool {
    name.chars().any(char::is_alphanumeric)
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || "_-.@$".contains(c))
}

/// Returns whether the text can be an action's name: letters and digits with `_`, `-` and `.`
/// between them. It is sent in a header.
pub fn is_action_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_')
        && name.contains(|c: char| c.is_ascii_alphanumeric())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
}

/// Returns whether the name is a service's: a lower-case letter, then lower-case letters, digits
/// and hyphens, such as `cvm-intl`. Such a name is safe in a path on every system.
pub fn is_service_name(name: &str) -> bool {
    name.len() <= LONGEST_FILE_NAME
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !is_device(name)
}

/// Returns whether the text has the shape of a date, `2017-03-12`, as all API versions have.
pub fn is_date(text: &str) -> bool {
    let shape = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c });
    shape.eq("0000-00-00".chars())
}

/// Returns whether Windows rejects the name as that of a file, with any extension: `aux`, `COM1`.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    let number = stem.strip_prefix("com").or(stem.strip_prefix("lpt"));
    ["aux", "con", "nul", "prn"].contains(&stem.as_str())
        || number.is_some_and(|n| n.len() == 1 && n.starts_with(|c: char| c.is_ascii_digit()))
}

/// Returns a hash of the text in eight hexadecimal digits (FNV-1a), the same on every machine. It
/// keeps shortened names apart.
pub fn short_hash(text: &str) -> String {
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("{hash:08x}")
}

/// Returns the stems of the actions' files, by action.
///
/// A stem is the action's name. A name that some system can't store, or that differs from another
/// one only in case, gets a hash. Of names that differ in case, the first in alphabetical order
/// stays.
pub(crate) fn action_files<'n>(names: impl Iterator<Item = &'n str>) -> BTreeMap<&'n str, String> {
    let mut sorted: Vec<&str> = names.collect();
    sorted.sort_unstable();
    sorted.dedup();
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    let mut files = BTreeMap::new();
    for name in sorted {
        let first = taken.entry(name.to_ascii_lowercase()).or_insert(name);
        let stem = if is_file_name(name) && *first == name {
            name.to_owned()
        } else {
            hashed_file(name)
        };
        files.insert(name, stem);
    }
    files
}

/// Returns whether the stem is one that [`action_files`] can give the action.
pub(crate) fn is_action_file(stem: &str, action: &str) -> bool {
    stem == action && is_file_name(action) || stem == hashed_file(action)
}

fn is_file_name(name: &str) -> bool {
    name.len() <= LONGEST_FILE_NAME && !is_device(name) && !name.ends_with('.')
}

/// Returns the name, shortened if necessary, with its hash: `Aux~1f2e3d4c`. Names never contain the
/// tilde.
fn hashed_file(name: &str) -> String {
    let start: String = name.chars().take(LONGEST_FILE_NAME - 9).collect();
    let start = if is_device(name) {
        start.replace('.', "_")
    } else {
        start
    };
    format!("{start}~{}", short_hash(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_names_are_accepted() {
        assert!(is_service_name("cvm") && is_service_name("ess-basic") && is_service_name("a3"));
        assert!(is_date("2017-03-12"));
        for name in [
            "DescribeInstances",
            "Describe_V2",
            "_Ping",
            "3D.Mode",
            "x-y",
            "2FA",
        ] {
            assert!(is_action_name(name), "{name}");
            assert!(is_structure_name(name), "{name}");
            assert!(is_wire_name(name), "{name}");
        }
        for name in [
            "@timestamp",
            "$ref",
            "Disk Type",
            "名称",
            "Filters.0",
            "a/b:c",
            "50%",
        ] {
            assert!(is_wire_name(name), "{name}");
        }
        assert!(is_structure_name("计费项") && !is_structure_name("Disk Type"));
        let long = "A".repeat(300);
        assert!(is_action_name(&long) && is_structure_name(&long) && is_wire_name(&long));
    }

    #[test]
    fn unsafe_path_parts_are_refused() {
        for name in [
            "", ".", "..", "../x", "a/b", "a\\b", "a b", "a\0", "ä", "C:", "-x", "_",
        ] {
            assert!(!is_service_name(name), "{name:?}");
            assert!(!is_date(name), "{name:?}");
            assert!(!is_action_name(name), "{name:?}");
        }
        for name in ["con", "aux", "nul", "com1", "lpt9"] {
            assert!(!is_service_name(name), "{name:?}");
        }
        assert!(is_service_name("com") && is_service_name("com10") && is_service_name("console"));
        assert!(!is_date("2017-03-12/.."));
        assert!(!is_date("2017/03/12"));
    }

    #[test]
    fn wire_names_without_code_are_accepted() {
        for name in [
            "",
            " a",
            "a ",
            "---",
            "a(b)",
            "a\":1,\"b",
            "a\\",
            "a\nb",
            "a`b",
            "<b>",
            "{a}",
            "a|b",
            "a\u{202e}",
            "a\u{200b}b",
            "a\u{feff}",
            "\u{1}a",
        ] {
            assert!(!is_wire_name(name), "{name:?}");
            assert!(!is_structure_name(name), "{name:?}");
        }
    }

    #[test]
    fn action_files_are_safe_everywhere() {
        let long = "A".repeat(300);
        let names = [
            "DescribeVpcs",
            "DescribeVPCs",
            "Con",
            "nul.x",
            "Dot.",
            "Plain",
            &long,
        ];
        let files = action_files(names.into_iter());
        assert_eq!(files["Plain"], "Plain");
        assert_eq!(files["DescribeVPCs"], "DescribeVPCs");
        assert_eq!(files["DescribeVpcs"], "DescribeVpcs~cfb77d7c");
        for (name, stem) in &files {
            assert!(is_action_file(stem, name), "{stem}");
            assert!(
                stem.len() <= 100 && !is_device(stem) && !stem.ends_with('.'),
                "{stem}"
            );
        }
        let lower: std::collections::BTreeSet<String> =
            files.values().map(|stem| stem.to_lowercase()).collect();
        assert_eq!(lower.len(), names.len());
        assert!(!is_action_file("Describe", "DescribeVpcs"));
    }
}
