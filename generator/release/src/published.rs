//! The record of the crates' last published versions: `specs/released.yaml`.

use std::collections::BTreeMap;

use semver::Version;
use serde::{Deserialize, Serialize};
use spec::SpecFault;
use spec::yaml::{self, Writer};

/// The last published version of a crate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// The version: `0.1.2`.
    pub version: String,
    /// The digest of its content.
    pub digest: String,
    /// The version of the runtime that it requires; `None` for the runtime.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runtime: Option<String>,
}

/// The published crates by name.
pub type Released = BTreeMap<String, Published>;

/// Parses the record.
///
/// # Errors
///
/// Returns a fault if the text has another shape, or a version isn't one of Cargo.
pub fn parse_released(file: &str, text: &str) -> Result<Released, SpecFault> {
    let released: Option<Released> = yaml::parse(file, text, Writer::Release)?;
    let released = released.unwrap_or_default();
    for (name, published) in &released {
        let versions = [Some(&published.version), published.runtime.as_ref()];
        for version in versions.into_iter().flatten() {
            if let Err(error) = Version::parse(version) {
                let problem = format!("`{version}` of {name} isn't a version: {error}");
                let fault = SpecFault::in_file(file, problem, Writer::Release.help());
                return Err(fault.at_key(text, "version", version, 0));
            }
        }
    }
    Ok(released)
}

/// Returns the text of the record.
///
/// # Errors
///
/// Returns a fault if the record has no YAML form.
pub fn render_released(file: &str, released: &Released) -> Result<String, SpecFault> {
    yaml::render(file, Writer::Release, released)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "specs/released.yaml";

    #[test]
    fn rendered_record_parses_as_before() {
        let published = |runtime: Option<&str>| Published {
            version: "0.1.0".to_owned(),
            digest: "1e10".to_owned(),
            runtime: runtime.map(str::to_owned),
        };
        let released = Released::from([
            ("tencentcloud-api-cvm".to_owned(), published(Some("0.1.0"))),
            ("tencentcloud-api-runtime".to_owned(), published(None)),
        ]);
        let text = render_released(FILE, &released).unwrap();
        assert!(text.starts_with("# "), "{text}");
        assert_eq!(parse_released(FILE, &text).unwrap(), released);
        assert_eq!(parse_released(FILE, "# empty\n").unwrap(), Released::new());
    }

    #[test]
    fn faulty_record_is_located() {
        let text = "a:\n  version: '0.1'\n  digest: x\n";
        let fault = parse_released(FILE, text).unwrap_err();
        assert!(fault.message.contains("`0.1` of a"), "{fault}");
        assert_eq!(fault.place.map(|place| place.line), Some(2));
        assert!(parse_released(FILE, "a: {version: '0.1.0'}\n").is_err());
        assert!(parse_released(FILE, "a: {version: 0.1.0, digest: x, more: 1}\n").is_err());
    }
}
