//! YAML text of one file: strict to read, stable to write.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::fault::SpecFault;

/// Who writes a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// `cargo xtask codegen`.
    Codegen,
    /// `cargo xtask sources --accept`, and scraping.
    Sources,
    /// `cargo xtask lint --accept`.
    Lint,
    /// `cargo xtask update`.
    Update,
    /// People.
    People,
}

impl Writer {
    /// What the reader of a faulty file should do about it.
    pub fn help(self) -> &'static str {
        match self {
            Self::Codegen => {
                "the file is machine-written: run `cargo xtask codegen` to write it anew; \
                 corrections belong into overrides.yaml"
            }
            Self::Sources => {
                "correct the entry by hand; `cargo xtask sources --accept` fills in what it can"
            }
            Self::Lint => "the file is machine-written: run `cargo xtask lint --accept`",
            Self::Update => {
                "the file is machine-written: bring it back with `git checkout`; \
                 `cargo xtask update --forget` takes entries out of it"
            }
            Self::People => "correct the file by hand; CONTRIBUTING.md lists the keys it may have",
        }
    }

    /// The first line of the file.
    pub fn header(self) -> &'static str {
        match self {
            Self::Codegen => {
                "# Written by `cargo xtask codegen` from specs/sources/. Do not edit: \
                 corrections belong into overrides.yaml.\n"
            }
            Self::Sources => {
                "# Where each page in specs/sources/ came from. Written by `cargo xtask scrape`; \
                 `cargo xtask sources --accept` brings file, format and sha256 up to date.\n"
            }
            Self::Lint => {
                "# Findings that were reviewed. Written by `cargo xtask lint --accept`; \
                 a new one fails `cargo xtask test`.\n"
            }
            Self::Update => {
                "# What the documentation no longer has, as it was last seen. Written by \
                 `cargo xtask update`; `--forget` takes entries out.\n"
            }
            Self::People => "",
        }
    }
}

/// The value that the text of a file holds.
pub fn parse<T: DeserializeOwned>(file: &str, text: &str, writer: Writer) -> Result<T, SpecFault> {
    serde_yaml::from_str(text).map_err(|error| fault(file, text, writer, &error))
}

fn fault(file: &str, text: &str, writer: Writer, error: &serde_yaml::Error) -> SpecFault {
    let printed = error.to_string();
    let Some(place) = error.location() else {
        return SpecFault::of_file(file, printed, writer.help());
    };
    let suffix = format!(" at line {} column {}", place.line(), place.column());
    let message = printed.strip_suffix(&suffix).unwrap_or(&printed);
    // A path into a list at the top of a file is printed as `.[0]`.
    let message = message.strip_prefix('.').unwrap_or(message);
    SpecFault::of_file(file, message, writer.help()).at(text, place.line(), place.column())
}

/// The text of a machine-written file, beginning with the command that writes it.
pub fn render<T: Serialize>(file: &str, writer: Writer, value: &T) -> Result<String, SpecFault> {
    Ok(format!("{}{}", writer.header(), body(file, writer, value)?))
}

/// The text of a machine-written file without its first line.
pub fn body<T: Serialize>(file: &str, writer: Writer, value: &T) -> Result<String, SpecFault> {
    serde_yaml::to_string(value)
        .map_err(|error| SpecFault::of_file(file, error.to_string(), writer.help()))
}
