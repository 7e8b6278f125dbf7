//! Errors in specs that prevent generating a crate.

use spec::ExampleSide;

/// An error in a spec, or between specs, that prevents generating a crate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LowerError {
    /// A version that isn't a date, which a module's name needs.
    #[error(
        "specs/{service}: `{version}` isn't an API version: expected a date such as `2017-03-12`"
    )]
    Version {
        /// The service's name on the wire.
        service: String,
        /// The text in place of its version.
        version: String,
    },
    /// Two specs of one version of a service.
    #[error("specs/{service}/{version}: occurs twice: merge the specs first")]
    DuplicateVersion {
        /// The service's name on the wire.
        service: String,
        /// The API version.
        version: String,
    },
    /// A known fault in an example that does not exist.
    #[error(
        "specs/{service}/{version}/known_faults.yaml: {action} has no example {example} with a {side}: \
         delete the entry or correct its action and number"
    )]
    StaleKnownFault {
        /// The service's name on the wire.
        service: String,
        /// The API version.
        version: String,
        /// The entry's action.
        action: String,
        /// The entry's number of the example, from 1.
        example: usize,
        /// The entry's side of the example.
        side: ExampleSide,
    },
    /// A paging override that names a missing member or one of the wrong type.
    #[error(
        "specs/{service}/{version}/overrides.yaml: paging of {action}: `{member}` does not fit: \
         `items` must name a list of the output, the other entries numbers or strings"
    )]
    PagingHint {
        /// The service's name on the wire.
        service: String,
        /// The API version.
        version: String,
        /// The action whose paging the override sets.
        action: String,
        /// The member that does not fit.
        member: String,
    },
}

/// All errors in the specs; at least one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct LowerErrors(pub Vec<LowerError>);
