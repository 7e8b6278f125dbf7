//! Errors in specs that prevent generating a crate.

use std::fmt;

use spec::fault::did_you_mean;
use spec::{ExampleSide, Place, ReplacedBy, SpecFault, SpecFaults, Thing};

/// An error in a version of a service, which prevents generating its product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LowerError {
    /// The service's name on the wire.
    pub service: String,
    /// The API version, or the text in place of it.
    pub version: String,
    /// The error itself.
    pub kind: ErrorKind,
}

/// A kind of error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorKind {
    /// A version that isn't a date or `unversioned`, which a module's name needs.
    Version,
    /// Two specs of one version of a service.
    DuplicateVersion,
    /// A known fault in an example that does not exist.
    StaleKnownFault {
        /// The entry's action.
        action: String,
        /// The entry's number of the example, from 1.
        example: usize,
        /// The entry's side of the example.
        side: ExampleSide,
        /// The actions that exist.
        known_actions: Vec<String>,
    },
    /// A paging override that names a missing member or one of the wrong type.
    PagingHint {
        /// The action whose paging the override sets.
        action: String,
        /// The member that does not fit.
        member: String,
        /// The line of the override.
        line: Option<usize>,
    },
    /// A wait that names an action or a member which doesn't exist or doesn't fit.
    Wait {
        /// The action whose wait an override sets.
        action: String,
        /// The name that doesn't fit, in a sentence.
        problem: String,
    },
    /// An override that replaces an action by one that its service lacks.
    Replacement {
        /// The retired action.
        action: String,
        /// The action that the override names.
        newer: ReplacedBy,
        /// The actions of that version.
        known_actions: Vec<String>,
    },
    /// An override that gives a thing the name of another one.
    NameClash {
        /// The renamed thing.
        thing: Thing,
        /// The name that the override asks for.
        name: String,
        /// The thing that has the name.
        other: Thing,
        /// The line of the override.
        line: Option<usize>,
    },
    /// An override that gives a thing a name which Rust or the generated code reserves.
    ReservedName {
        /// The renamed thing.
        thing: Thing,
        /// The name that the override asks for.
        name: String,
        /// The name that the thing would get instead.
        nearest: String,
        /// The line of the override.
        line: Option<usize>,
    },
}

impl LowerError {
    /// Returns the error as a fault of the file that people correct.
    pub fn fault(&self) -> SpecFault {
        let folder = format!("specs/{}/{}", self.service, self.version);
        let (message, help) = self.texts();
        let overrides = |line: Option<usize>| {
            let fault = SpecFault::in_file(format!("{folder}/overrides.yaml"), &message, &help);
            SpecFault {
                place: line.map(|line| Place {
                    line,
                    column: 1,
                    excerpt: String::new(),
                }),
                ..fault
            }
        };
        match &self.kind {
            ErrorKind::Version => {
                SpecFault::in_file(format!("specs/{}", self.service), &message, &help)
            }
            ErrorKind::DuplicateVersion => SpecFault::in_file(&folder, &message, &help),
            ErrorKind::StaleKnownFault { .. } => {
                SpecFault::in_file(format!("{folder}/known_faults.yaml"), &message, &help)
            }
            ErrorKind::PagingHint { line, .. }
            | ErrorKind::NameClash { line, .. }
            | ErrorKind::ReservedName { line, .. } => overrides(*line),
            ErrorKind::Wait { .. } | ErrorKind::Replacement { .. } => overrides(None),
        }
    }

    fn texts(&self) -> (String, String) {
        let (message, help) = match &self.kind {
            ErrorKind::Version => (
                format!("`{}` isn't an API version", self.version),
                "correct the page that states it: a version is a date such as `2017-03-12`, or \
                 `unversioned`",
            ),
            ErrorKind::DuplicateVersion => (
                "the version occurs twice".to_owned(),
                "merge the specs first",
            ),
            ErrorKind::StaleKnownFault {
                action,
                example,
                side,
                known_actions,
            } => (
                stale_fault(action, *example, *side, known_actions),
                "delete the entry, or correct its action and number",
            ),
            ErrorKind::PagingHint { action, member, .. } => (
                format!("paging of action `{action}`: `{member}` does not fit"),
                "`items` must name a list of the output, the other entries numbers or strings",
            ),
            ErrorKind::Wait { action, problem } => (
                format!("`wait` of action `{action}`: {problem}"),
                "paths are names of members from the response on, such as \
                 `InstanceStatusSet.InstanceState`",
            ),
            ErrorKind::Replacement {
                action,
                newer,
                known_actions,
            } => (
                unknown_replacement(action, newer, known_actions),
                "name an action of that version, or delete the patch",
            ),
            ErrorKind::NameClash {
                thing, name, other, ..
            } => (
                format!("{thing}: `rename: {name}` clashes with the name of {other}"),
                "choose another name, or rename both",
            ),
            ErrorKind::ReservedName {
                thing,
                name,
                nearest,
                ..
            } => {
                let message =
                    format!("{thing}: `rename: {name}` is a name that is reserved or in use");
                return (message, format!("choose another name, such as `{nearest}`"));
            }
        };
        (message, help.to_owned())
    }
}

fn stale_fault(action: &String, example: usize, side: ExampleSide, known: &[String]) -> String {
    if known.contains(action) {
        return format!("action `{action}` has no example {example} with a {side}");
    }
    let suggestion = did_you_mean(action, known.iter().map(String::as_str));
    format!("the spec has no action `{action}`{suggestion}")
}

fn unknown_replacement(action: &str, newer: &ReplacedBy, known: &[String]) -> String {
    let suggestion = did_you_mean(&newer.action, known.iter().map(String::as_str));
    let (service, version, name) = (&newer.service, &newer.version, &newer.action);
    format!(
        "`replaced_by` of action `{action}`: `{service}` {version} has no action `{name}`{suggestion}"
    )
}

impl fmt::Display for LowerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault().fmt(f)
    }
}

impl std::error::Error for LowerError {}

/// All errors in the specs; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LowerErrors(pub Vec<LowerError>);

impl fmt::Display for LowerErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        SpecFaults(self.0.iter().map(LowerError::fault).collect()).fmt(f)
    }
}

impl std::error::Error for LowerErrors {}
