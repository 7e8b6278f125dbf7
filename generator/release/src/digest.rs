//! The digest of a crate's content, which tells whether it changed since it was published.

use std::collections::BTreeMap;

use semver::Version;

const MANIFEST: &str = "Cargo.toml";

/// Files and folders that don't change the crate for its users. The changelog follows a release,
/// and doesn't cause one.
const IRRELEVANT: [&str; 6] = [
    "CHANGELOG.md",
    "Cargo.lock",
    "benches",
    "examples",
    "target",
    "tests",
];

/// Returns the digest of a crate's files, given by path below its folder.
///
/// Versions of this repository's crates count only as far as Cargo treats them as incompatible. A
/// crate whose dependency got a compatible version has the same digest, because the published crate
/// accepts that version too.
pub fn digest(files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut content = Vec::new();
    for (path, bytes) in files {
        let top = path.split('/').next().unwrap_or(path);
        if IRRELEVANT.contains(&top) {
            continue;
        }
        let text = match path.as_str() {
            MANIFEST => comparable(&String::from_utf8_lossy(bytes)).into_bytes(),
            _ => bytes.clone(),
        };
        // The lengths keep apart what the concatenation would join.
        content.extend(format!("{} {path} {}\n", path.len(), text.len()).into_bytes());
        content.extend(text);
    }
    disk::sha256(&content)
}

/// Returns a manifest without the crate's own version, and with only the incompatible part of the
/// versions of this repository's other crates.
fn comparable(manifest: &str) -> String {
    let mut text = String::new();
    for line in manifest.lines() {
        if line.starts_with("version = ") {
            continue;
        }
        if line.starts_with("tencentcloud-api") {
            text.push_str(&with_series(line).unwrap_or_else(|| line.to_owned()));
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    text
}

fn with_series(line: &str) -> Option<String> {
    let (before, rest) = line.split_once("version = \"")?;
    let (version, after) = rest.split_once('"')?;
    Some(format!("{before}version = \"{}\"{after}", series(version)))
}

/// Returns the part of a version whose change Cargo treats as incompatible: `1` of `1.2.3`, `0.2`
/// of `0.2.3`. A text that isn't a version stays as it is.
fn series(version: &str) -> String {
    match Version::parse(version) {
        Ok(Version {
            major: 0,
            minor: 0,
            patch,
            ..
        }) => format!("0.0.{patch}"),
        Ok(Version {
            major: 0, minor, ..
        }) => format!("0.{minor}"),
        Ok(version) => version.major.to_string(),
        Err(_) => version.to_owned(),
    }
}

/// Returns whether Cargo treats the versions as compatible.
pub(crate) fn are_compatible(one: &str, other: &str) -> bool {
    series(one) == series(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[package]\nname = \"tencentcloud-api-cvm\"\nversion = \"0.1.4\"\n\
                        [dependencies]\ntencentcloud-api-runtime = { version = \"0.1.2\", path = \"..\" }\n\
                        serde = \"1.2.3\"\n";

    fn of(files: &[(&str, &str)]) -> String {
        let file = |(path, text): &(&str, &str)| ((*path).to_owned(), text.as_bytes().to_vec());
        digest(&files.iter().map(file).collect())
    }

    #[test]
    fn compatible_versions_keep_digest() {
        let before = of(&[(MANIFEST, TEXT), ("src/lib.rs", "pub fn a() {}")]);
        let same = |files: &[(&str, &str)]| of(files) == before;
        let with = |from: &str, to: &str| {
            let manifest = TEXT.replace(from, to);
            assert_ne!(manifest, TEXT);
            same(&[(MANIFEST, &manifest), ("src/lib.rs", "pub fn a() {}")])
        };
        assert!(with("0.1.4", "0.2.0"), "the crate's own version");
        assert!(with("0.1.2", "0.1.9"), "a compatible runtime");
        assert!(!with("0.1.2", "0.2.0"), "an incompatible runtime");
        assert!(!with("1.2.3", "1.2.4"), "a foreign dependency");
        assert!(!same(&[(MANIFEST, TEXT), ("src/lib.rs", "pub fn b() {}")]));
        assert!(!same(&[(MANIFEST, TEXT), ("src/main.rs", "pub fn a() {}")]));
    }

    #[test]
    fn tests_and_changelog_keep_digest() {
        let lib = ("src/lib.rs", "");
        assert_eq!(
            of(&[lib]),
            of(&[("CHANGELOG.md", "new"), lib, ("tests/a/b.rs", "new")])
        );
        assert_ne!(of(&[lib]), of(&[("README.md", "new"), lib]));
    }

    #[test]
    fn compatibility_follows_cargo() {
        for (one, other, compatible) in [
            ("0.1.0", "0.1.9", true),
            ("0.1.0", "0.2.0", false),
            ("0.0.1", "0.0.2", false),
            ("1.0.0", "1.9.0", true),
            ("1.0.0", "2.0.0", false),
            ("0.1.0", "1.1.0", false),
        ] {
            assert_eq!(are_compatible(one, other), compatible, "{one} {other}");
        }
    }
}
