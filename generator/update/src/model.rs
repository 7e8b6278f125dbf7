//! The input of a plan, its page changes, and its errors.

use lower::LowerErrors;
use merge::retired::NotRetired;
use serde::Serialize;
use sources::{Pages, SourceEntry};
use spec::{SpecFault, SpecFaults};

/// Pages and the manifest that records them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot {
    /// The manifest's entries.
    pub entries: Vec<SourceEntry>,
    /// The pages by file.
    pub pages: Pages,
}

/// The options of an update.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UpdateOptions {
    /// The services to update; all if empty.
    pub only: Vec<String>,
    /// The files of pages that the site no longer has.
    pub gone: Vec<String>,
    /// Accepts newer pages even if they lost most of their facts.
    pub accept_layout: bool,
    /// The paths of retired things to drop: `cvm/DescribeX`, `cvm/DescribeX/input/Zone`.
    pub forget: Vec<String>,
    /// The date that counts as last seen if no page has one: `2025-07-01`.
    pub today: String,
}

/// A page that differs between the snapshots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageChange {
    /// The page's path below `specs/sources/`.
    pub file: String,
    /// The decision about the page.
    pub outcome: Outcome,
    /// The reason why the current page is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The decision about a page that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The page is added.
    New,
    /// The newer page replaces the current one.
    Changed,
    /// The page is removed, because the site no longer has it.
    Gone,
    /// The current page stays, because the newer one lost most of its facts.
    Kept,
}

/// The reasons why an update can't be planned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The pages, the manifest or the files of the specs have faults.
    #[error(transparent)]
    Spec(#[from] SpecFaults),
    /// The specs can't become a crate.
    #[error(transparent)]
    Lower(#[from] LowerErrors),
    /// A path to forget matches nothing.
    #[error(transparent)]
    NotRetired(#[from] NotRetired),
    /// The update would remove all pages of a service.
    #[error(
        "error: no page of {service} {version} would be left\n  = help: to remove the whole service, \
         delete its pages from specs/sources/, run `cargo xtask sources --accept`, and delete its folder"
    )]
    WholeService {
        /// The service.
        service: String,
        /// The API version.
        version: String,
    },
    /// A path to forget doesn't begin with a known service.
    #[error(
        "error: the specs have no service for `{path}`{suggestion}\n  = help: write paths like \
         cvm/DescribeZones"
    )]
    NoService {
        /// The path.
        path: String,
        /// The question that names the nearest service; empty if none is near.
        suggestion: String,
    },
}

impl From<SpecFault> for PlanError {
    fn from(fault: SpecFault) -> Self {
        Self::Spec(fault.into())
    }
}
