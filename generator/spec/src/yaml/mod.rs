//! The YAML text of one file: strict reading, and stable writing that every reader understands.

mod portable;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::fault::{SpecFault, nearest};

/// The writer of a file: a command, or people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// `cargo xtask codegen`.
    Codegen,
    /// `cargo xtask sources --accept`, and scraping.
    Sources,
    /// `cargo xtask codegen`, with entries by hand.
    Behaviour,
    /// `cargo xtask lint --accept`.
    Lint,
    /// `cargo xtask update`.
    Update,
    /// `cargo xtask release --published`.
    Release,
    /// People.
    People,
}

impl Writer {
    /// Returns the remedy for a faulty file of this writer.
    pub fn help(self) -> &'static str {
        match self {
            Self::Codegen => {
                "the file is machine-written: run `cargo xtask codegen` to rewrite it; \
                 corrections belong in overrides.yaml"
            }
            Self::Behaviour => {
                "correct the entry by hand, without `inferred`; `cargo xtask codegen` writes the \
                 inferred ones again; CONTRIBUTING.md lists the keys"
            }
            Self::Sources => {
                "correct the entry by hand; `cargo xtask sources --accept` completes it"
            }
            Self::Lint => {
                "the file is machine-written: run `cargo xtask lint --accept` to rewrite it"
            }
            Self::Update => {
                "the file is machine-written: restore it with `git checkout`; \
                 `cargo xtask update --forget` removes entries"
            }
            Self::Release => {
                "the file is machine-written: restore it with `git checkout`; \
                 `cargo xtask release --published NAME@VERSION` sets an entry"
            }
            Self::People => "correct the file by hand; CONTRIBUTING.md lists the allowed keys",
        }
    }

    /// Returns the first line of the file. Rewording it changes every committed file.
    pub fn header(self) -> &'static str {
        match self {
            Self::Codegen => {
                "# Written by `cargo xtask codegen` from specs/sources/. Do not edit: \
                 corrections belong into overrides.yaml.\n"
            }
            Self::Behaviour => {
                "# How a fake of the service behaves. Written by `cargo xtask codegen`; an entry \
                 without `inferred` is by hand, and stays.\n"
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
            Self::Release => {
                "# The last published version of each crate. Written by \
                 `cargo xtask release --published`.\n"
            }
            Self::People => "",
        }
    }
}

/// Parses the text of a file.
///
/// # Errors
///
/// Returns a fault with the writer's remedy if the text isn't YAML of this type.
pub fn parse<T: DeserializeOwned>(file: &str, text: &str, writer: Writer) -> Result<T, SpecFault> {
    serde_yaml::from_str(text).map_err(|error| fault(file, text, writer, &error))
}

fn fault(file: &str, text: &str, writer: Writer, error: &serde_yaml::Error) -> SpecFault {
    let printed = error.to_string();
    let Some(place) = error.location() else {
        return SpecFault::in_file(file, printed, writer.help());
    };
    let suffix = format!(" at line {} column {}", place.line(), place.column());
    let message = printed.strip_suffix(&suffix).unwrap_or(&printed);
    // A path into a list at the top of a file is printed as `.[0]`.
    let message = message.strip_prefix('.').unwrap_or(message);
    SpecFault::in_file(file, with_suggestion(message), writer.help()).at(
        text,
        place.line(),
        place.column(),
    )
}

/// Replaces the list of all known keys by the one that a misspelled key means:
/// ``unknown field `acton`, expected one of `why`, `action` ``.
fn with_suggestion(message: &str) -> String {
    let list = message.split_once(", expected ");
    let Some((unknown, known)) = list.filter(|(unknown, _)| unknown.contains("unknown ")) else {
        return message.to_owned();
    };
    let Some(wrong) = unknown.split('`').nth(1) else {
        return message.to_owned();
    };
    match nearest(wrong, known.split('`').skip(1).step_by(2)) {
        None => message.to_owned(),
        Some(key) => format!("{unknown}; did you mean `{key}`?"),
    }
}

/// Returns the text of a machine-written file, beginning with the writer's header.
///
/// # Errors
///
/// Returns a fault if the value has no YAML form.
pub fn render<T: Serialize>(file: &str, writer: Writer, value: &T) -> Result<String, SpecFault> {
    Ok(format!("{}{}", writer.header(), body(file, writer, value)?))
}

/// Returns the text of a machine-written file without the writer's header.
///
/// # Errors
///
/// Returns a fault if the value has no YAML form.
pub fn body<T: Serialize>(file: &str, writer: Writer, value: &T) -> Result<String, SpecFault> {
    print(value).map_err(|error| SpecFault::in_file(file, error.to_string(), writer.help()))
}

/// Returns the value as YAML that reads the same in versions 1.1 and 1.2.
///
/// All YAML of the project is written here, because the emitter alone knows only version 1.2.
///
/// # Errors
///
/// Returns the emitter's error if the value has no YAML form.
pub fn print<T: Serialize + ?Sized>(value: &T) -> Result<String, serde_yaml::Error> {
    Ok(portable::portable(&serde_yaml::to_string(value)?))
}
