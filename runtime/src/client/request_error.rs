//! Faults found before anything is sent.

use crate::codec::{MissingParameters, WriteError};

/// The request or the configuration is at fault; nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// Required parameters are missing.
    #[error(transparent)]
    MissingParameters(#[from] MissingParameters),
    /// A float is infinite or no number.
    #[error(transparent)]
    NotFinite(#[from] WriteError),
    /// The action needs a region and the configuration has none.
    #[error(
        "{action} needs a region: set one with `ConfigBuilder::region` or the environment variable TENCENTCLOUD_REGION"
    )]
    MissingRegion {
        /// The action.
        action: String,
    },
    /// An endpoint or root domain cannot be used.
    #[error("endpoint `{endpoint}`: {problem}")]
    Endpoint {
        /// The endpoint as given.
        endpoint: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A value cannot be sent in an HTTP header.
    #[error("the {what} holds a character that a header cannot hold: {value:?}")]
    Header {
        /// Which value: "region".
        what: &'static str,
        /// The value.
        value: String,
    },
    /// The parameters of a generic call are no JSON object.
    #[error("the parameters of {action} are no JSON object")]
    NoObject {
        /// The action.
        action: String,
    },
    /// The options of a call hold something malformed or contradict each other.
    #[error("call options: {0}")]
    Options(String),
    /// The configuration lacks something or contradicts itself.
    #[error("configuration: {0}")]
    Config(String),
}
