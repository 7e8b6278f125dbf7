//! Why specs can't become a crate.

use spec::ExampleSide;

/// A spec, or its place among the others, that no crate can be made from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LowerError {
    /// The version names no module.
    #[error("specs/{service}: `{version}` is no API version: expected a date such as `2017-03-12`")]
    Version {
        /// The service.
        service: String,
        /// What stands for its version.
        version: String,
    },
    /// The same version of a service is there twice.
    #[error("specs/{service}/{version}: given twice; merge the specs first")]
    DuplicateVersion {
        /// The service.
        service: String,
        /// The version.
        version: String,
    },
    /// A known fault is about an example that is not there.
    #[error(
        "specs/{service}/{version}/known_faults.yaml: {action} has no example {example} with a {}: \
         delete the entry, or correct its action and number",
        side_word(.side)
    )]
    StaleKnownFault {
        /// The service.
        service: String,
        /// The version.
        version: String,
        /// The action that the entry names.
        action: String,
        /// The example that the entry names.
        example: usize,
        /// The half that the entry names.
        side: ExampleSide,
    },
    /// A paging override gives a member a part that its type does not allow.
    #[error(
        "specs/{service}/{version}/overrides.yaml: paging of {action}: `{member}` does not fit: \
         `items` must be a list of the output, the others numbers or texts"
    )]
    PagingHint {
        /// The service.
        service: String,
        /// The version.
        version: String,
        /// The action that the override is about.
        action: String,
        /// The member that it names.
        member: String,
    },
}

fn side_word(side: &ExampleSide) -> &'static str {
    match side {
        ExampleSide::Request => "request",
        ExampleSide::Response => "response",
    }
}

/// Everything that is wrong with the specs; at least one error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct LowerErrors(pub Vec<LowerError>);
