//! Faults of documented examples that are known: `known_faults.yaml`, written by hand.

use serde::{Deserialize, Serialize};

/// A documented request or response that contradicts the documentation's own tables.
///
/// The generated tests expect each of them to fail: one that starts to pass is to be deleted here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownFault {
    /// The action whose page has the example.
    pub action: String,
    /// The example's place on the page, counted from 1.
    pub example: usize,
    /// The faulty half.
    pub side: ExampleSide,
    /// What is wrong, in a sentence.
    pub reason: String,
}

/// A half of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExampleSide {
    /// What is sent.
    Request,
    /// What comes back.
    Response,
}
