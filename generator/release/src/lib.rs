//! Plans a release: the crates that changed since they were last published, the versions that they
//! need, and the commands that publish them in their order.
//!
//! Nothing here reads or writes a file, or asks a registry. The record of what was published is
//! [`Released`].

mod digest;
mod instructions;
mod plan;
mod published;
mod reason;

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

pub use digest::digest;
pub use instructions::{Instruction, instructions};
pub use plan::{Plan, Step, plan};
pub use published::{Published, Released, parse_released, render_released};
pub use reason::Reason;

/// A crate of the repository that is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The crate's name: `tencentcloud-api-cvm`.
    pub name: String,
    /// The crate's place in the order of publishing.
    pub role: Role,
    /// The version that the repository states.
    pub version: String,
    /// The file with the version: `specs/cvm/crate.yaml`.
    pub version_file: String,
    /// The digest of the crate's content; see [`digest`].
    pub digest: String,
    /// The version of the runtime that the crate requires; `None` for the runtime itself.
    pub runtime: Option<String>,
    /// The release notes by version.
    pub notes: BTreeMap<String, String>,
}

impl Package {
    /// Returns the record of the crate as published now.
    pub fn published(&self) -> Published {
        Published {
            version: self.version.clone(),
            digest: self.digest.clone(),
            runtime: self.runtime.clone(),
        }
    }
}

/// The crate's place in the order of publishing: a crate depends only on crates of earlier roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The hand-written crate under all others.
    Runtime,
    /// A hand-written crate on top of the runtime.
    Companion,
    /// The crate of one product.
    Product,
    /// The crate that re-exports all others.
    Facade,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Runtime => "runtime",
            Self::Companion => "companion",
            Self::Product => "product",
            Self::Facade => "facade",
        })
    }
}
