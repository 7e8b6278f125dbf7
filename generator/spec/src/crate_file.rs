//! The version of a crate: `crate.yaml`.

use semver::Version;
use serde::Deserialize;

use crate::fault::SpecFault;
use crate::yaml::{self, Writer};

/// The facts about a crate that people and `cargo xtask update` set.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrateFile {
    /// The crate's version, such as `0.1.0`.
    pub version: String,
}

impl CrateFile {
    /// Returns the text of the file.
    pub fn render(&self) -> String {
        format!("{HEADER}version: '{}'\n", self.version)
    }
}

/// Returns the text of a `crate.yaml` with another version, and all else as it was.
pub fn with_crate_version(text: &str, version: &str) -> String {
    let line = |line: &str| match line.starts_with("version:") {
        true => format!("version: '{version}'\n"),
        false => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

const HEADER: &str = "\
# The version of the crate. `cargo xtask update` raises it as the changes of the documentation
# require. Edit it to release changes of another origin.
";

/// Parses a `crate.yaml`.
///
/// # Errors
///
/// Returns a fault if the text has another shape, or the version isn't one of Cargo.
pub fn parse_crate_file(file: &str, text: &str) -> Result<CrateFile, SpecFault> {
    let facts: CrateFile = yaml::parse(file, text, Writer::People)?;
    if let Err(error) = Version::parse(&facts.version) {
        return Err(SpecFault::in_file(
            file,
            format!("`{}` isn't a version: {error}", facts.version),
            "write three numbers in quotation marks, such as `version: '0.2.0'`",
        ));
    }
    Ok(facts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rendered_file_parses_as_before() {
        let facts = CrateFile {
            version: "0.12.3".to_owned(),
        };
        let text = facts.render();
        assert!(text.starts_with("# The version"), "{text}");
        assert_eq!(parse_crate_file("crate.yaml", &text).unwrap(), facts);
    }

    #[test]
    fn raised_version_keeps_comments() {
        let text = "# mine\nversion: '0.1.0' # old\n";
        assert_eq!(
            with_crate_version(text, "0.2.0"),
            "# mine\nversion: '0.2.0'\n"
        );
    }

    #[test]
    fn bad_versions_are_named_with_fix() {
        for text in ["version: '1.2'\n", "version: latest\n"] {
            let fault = parse_crate_file("specs/cvm/crate.yaml", text).unwrap_err();
            assert_eq!(fault.file, "specs/cvm/crate.yaml");
            assert!(fault.message.contains("isn't a version"), "{fault}");
        }
        assert!(parse_crate_file("crate.yaml", "versoin: 0.1.0\n").is_err());
    }
}
