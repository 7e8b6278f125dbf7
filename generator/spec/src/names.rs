//! The names that a spec may contain, and the names of the files of its actions.
//!
//! Names come from pages, so they are hostile. They become JSON keys, Rust literals, headers,
//! addresses and paths. Every consumer escapes them; these rules keep out the characters that no
//! documented name has and that only damage or an attack brings in.

use std::collections::BTreeMap;

use crate::files::OTHER_FOLDERS;

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
/// and hyphens, such as `cvm-intl`. Such a name is safe in a path on every system, and not the one
/// of another folder in `specs/` or `generated/`.
pub fn is_service_name(name: &str) -> bool {
    name.len() <= LONGEST_FILE_NAME
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !is_device(name)
        && !OTHER_FOLDERS.contains(&name)
        && !FOLDERS_OF_CRATES.contains(&name)
}

/// The folders that Cargo gives a meaning: the crate that re-exports all products may have them.
const FOLDERS_OF_CRATES: [&str; 5] = ["benches", "examples", "src", "target", "tests"];

/// The version of an API whose requests and documentation state none.
pub const UNVERSIONED: &str = "unversioned";

/// Returns whether the text can be an API version: a date, or [`UNVERSIONED`].
pub fn is_version(text: &str) -> bool {
    is_date(text) || text == UNVERSIONED
}

/// Returns a key that sorts API versions from the oldest to the newest: versions began with dates,
/// so an API without one is older than all others.
pub fn version_order(version: &str) -> (bool, &str) {
    (version != UNVERSIONED, version)
}

/// Returns whether the text has the shape of a date, `2017-03-12`.
pub fn is_date(text: &str) -> bool {
    let shape = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c });
    shape.eq("0000-00-00".chars())
}

/// Returns whether Windows rejects the name as that of a file, with any extension: `aux`, `COM1`.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    let stem = stem.trim_end();
    let number = stem.strip_prefix("com").or(stem.strip_prefix("lpt"));
    let is_number = |c: char| c.is_ascii_digit() || "¹²³".contains(c);
    ["aux", "con", "nul", "prn", "conin$", "conout$"].contains(&stem)
        || number.is_some_and(|n| n.chars().count() == 1 && n.starts_with(is_number))
}

/// Returns whether every system can store a file or folder of this name: it isn't a device of
/// Windows, has no character that a file system forbids, doesn't end with a dot or a space, and is
/// short enough.
pub fn is_portable_file_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= LONGEST_NAME
        && !name.ends_with(['.', ' '])
        && !is_device(name)
        && name
            .chars()
            .all(|c| !c.is_control() && !"<>:\"/\\|?*".contains(c))
}

/// Returns the form in which a file system without letter case compares names and paths.
pub fn fold_case(path: &str) -> String {
    path.chars().flat_map(char::to_lowercase).collect()
}

/// The length of a name in bytes that every file system allows.
const LONGEST_NAME: usize = 255;

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
/// one only in case, gets a hash. All names that differ only in case get one: a system without
/// letter case could otherwise take the file of one for that of another.
pub(crate) fn action_files<'n>(names: impl Iterator<Item = &'n str>) -> BTreeMap<&'n str, String> {
    let mut sorted: Vec<&str> = names.collect();
    sorted.sort_unstable();
    sorted.dedup();
    let mut spellings: BTreeMap<String, usize> = BTreeMap::new();
    for name in &sorted {
        *spellings.entry(fold_case(name)).or_default() += 1;
    }
    let stem = |name: &str| {
        if is_file_name(name) && spellings.get(&fold_case(name)) == Some(&1) {
            return name.to_owned();
        }
        hashed_file(name)
    };
    sorted.into_iter().map(|name| (name, stem(name))).collect()
}

/// Returns whether the stem is one that [`action_files`] can give the action.
pub(crate) fn is_action_file(stem: &str, action: &str) -> bool {
    stem == action && is_file_name(action) || stem == hashed_file(action)
}

fn is_file_name(name: &str) -> bool {
    name.len() <= LONGEST_FILE_NAME && is_portable_file_name(name)
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
        assert!(is_date("2017-03-12") && is_version("2017-03-12") && is_version("unversioned"));
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
            assert!(!is_date(name) && !is_version(name), "{name:?}");
            assert!(!is_action_name(name), "{name:?}");
        }
        for name in [
            "con",
            "aux",
            "nul",
            "com1",
            "lpt9",
            "sources",
            "changelog",
            "src",
        ] {
            assert!(!is_service_name(name), "{name:?}");
        }
        assert!(is_service_name("com") && is_service_name("com10") && is_service_name("console"));
        assert!(!is_date("unversioned") && !is_version("Unversioned") && !is_version("latest"));
        assert!(!is_date("2017-03-12/.."));
        assert!(!is_date("2017/03/12"));
    }

    #[test]
    fn unversioned_api_is_older_than_any_date() {
        let mut versions = ["2020-02-17", UNVERSIONED, "2017-03-12"];
        versions.sort_by(|one, other| version_order(one).cmp(&version_order(other)));
        assert_eq!(versions, [UNVERSIONED, "2017-03-12", "2020-02-17"]);
    }

    #[test]
    fn file_names_are_portable() {
        for name in [
            "a",
            "DescribeZones.zh.html",
            "é",
            "修改",
            "a b",
            "com",
            "console.md",
            "~x",
        ] {
            assert!(is_portable_file_name(name), "{name:?}");
        }
        let long = "é".repeat(128);
        for name in [
            "", ".", "a.", "a ", "CON", "con.txt", "nul .x", "COM¹.md", "conout$", "a:b", "a\nb",
            "a?", "a|b", &long,
        ] {
            assert!(!is_portable_file_name(name), "{name:?}");
        }
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
        assert_eq!(files["DescribeVPCs"], "DescribeVPCs~6cdd33fc");
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
