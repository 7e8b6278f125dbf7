//! From two sides to all that an update would write.

use super::keep::{Kept, keep};
use super::pages::{PageChange, Side, select};
use compare::diff::{Diff, compare};
use lower::LowerErrors;
use merge::retired::{NotRetired, RetiredThing};
use pipeline::Documented;
use sources::{Checked, SourceEntry, check, render_sources};
use spec::{Files, ServiceSpec, SpecFault, SpecFaults};

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Services whose newer pages count; all where there is none.
    pub only: Vec<String>,
    /// Pages that the site does not have any more.
    pub gone: Vec<String>,
    /// Whether newer pages count that say far less than the older ones.
    pub accept_layout: bool,
    /// Things that vanished before and may go: `cvm/DescribeX`, `cvm/DescribeX/input/Zone`.
    pub forget: Vec<String>,
    /// The day for things of which nothing tells when they were last seen: `2025-07-01`.
    pub today: String,
}

/// All that an update would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Pages that differ.
    pub page_changes: Vec<PageChange>,
    /// The pages and the manifest afterwards.
    pub side: Side,
    /// What the pages document afterwards.
    pub documented: Documented,
    /// The texts of the files `retired.yaml` afterwards, by path below `specs/`.
    pub retired: Files,
    /// What vanishes with this update: service and thing.
    pub vanished: Vec<(String, RetiredThing)>,
    /// What is let go: service and thing.
    pub forgotten: Vec<(String, RetiredThing)>,
    /// What changes for users of the crate.
    pub diff: Diff,
}

/// Why there can be no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Pages, manifest or files of the specs have faults.
    #[error(transparent)]
    Spec(#[from] SpecFaults),
    /// The specs can't become a crate.
    #[error(transparent)]
    Lower(#[from] LowerErrors),
    /// There is nothing to forget.
    #[error(transparent)]
    NotRetired(#[from] NotRetired),
    /// No page would be left of a service.
    #[error(
        "error: no page of {service} {version} would be left\n  = help: to give the whole service up, \
         delete its pages from specs/sources/, run `cargo xtask sources --accept`, and delete its folder"
    )]
    WholeService {
        /// The service.
        service: String,
        /// The API version.
        version: String,
    },
    /// A path names no service.
    #[error(
        "error: `{0}` names no service of the specs\n  = help: paths look like cvm/DescribeZones"
    )]
    NoService(String),
}

impl From<SpecFault> for PlanError {
    fn from(fault: SpecFault) -> Self {
        Self::Spec(fault.into())
    }
}

/// The plan for taking over the staged pages. `files` are the files of the specs as they lie there now.
///
/// # Errors
/// If manifest and pages of a side don't agree, or the outcome can't become a crate: an override that no
/// longer matches is to be corrected first.
pub fn plan(now: &Side, staged: &Side, files: &Files, wishes: &Wishes) -> Result<Plan, PlanError> {
    let (side, page_changes) = select(now, staged, wishes);
    let old = documented(now)?;
    let new = documented(&side)?;
    let kept = keep(&old.specs, &new.specs, now, files, wishes)?;
    let mut files_after = files.clone();
    files_after.retain(|path, _| !kept.owns(path));
    files_after.extend(kept.files.clone());
    let before = before(old.specs, files);
    let after = pipeline::with_hand_written(new.specs.clone(), "specs", &files_after)?;
    let Kept {
        files: retired,
        vanished,
        forgotten,
        ..
    } = kept;
    Ok(Plan {
        diff: compare(&before, &after)?,
        page_changes,
        side,
        documented: new,
        retired,
        vanished,
        forgotten,
    })
}

impl Plan {
    /// Whether there is anything to write.
    pub fn is_empty(&self) -> bool {
        use super::Outcome;
        let kept = |change: &PageChange| change.outcome == Outcome::Kept;
        self.page_changes.iter().all(kept) && self.forgotten.is_empty()
    }

    /// The manifest's text afterwards.
    pub fn manifest(&self) -> Result<String, SpecFault> {
        let entries: &[SourceEntry] = &self.side.entries;
        render_sources(entries)
    }
}

fn documented(side: &Side) -> Result<Documented, SpecFaults> {
    let text = render_sources(&side.entries)?;
    let pages: Vec<Checked<'_>> = check("specs/sources.yaml", &text, &side.entries, &side.pages)?;
    Ok(pipeline::specs_of(pipeline::extract_pages(&pages)))
}

/// The side before, as the crate has it. Overrides that were adapted to the newer pages already no longer
/// fit the older ones; then these are taken as they are documented.
fn before(specs: Vec<ServiceSpec>, files: &Files) -> Vec<ServiceSpec> {
    let fitting = pipeline::with_hand_written(specs.clone(), "specs", files);
    fitting.unwrap_or(specs)
}
