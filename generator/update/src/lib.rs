//! The plan of an update: the newer pages to accept, and the changes that they cause.
//!
//! This crate neither fetches nor writes anything. Both snapshots are in memory.

#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

mod model;
mod pages;
mod retire;

pub use model::{Outcome, PageChange, PlanError, Snapshot, UpdateOptions};

use compare::{Diff, compare};
use merge::retired::RetiredThing;
use pipeline::Documented;
use retire::Retirement;
use sources::{check, render_sources};
use spec::{Files, ServiceSpec, SpecFault, SpecFaults};

/// All changes that an update would write.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The pages that differ, sorted by file.
    pub page_changes: Vec<PageChange>,
    /// The manifest and the pages after the update.
    pub snapshot: Snapshot,
    /// The specs that the pages document after the update.
    pub documented: Documented,
    /// The texts of the `retired.yaml` files after the update, by path below `specs/`.
    pub retired: Files,
    /// The things that vanish with this update, each with its service.
    pub vanished: Vec<(String, RetiredThing)>,
    /// The retired things that this update drops, each with its service.
    pub forgotten: Vec<(String, RetiredThing)>,
    /// The changes for users of the crate.
    pub diff: Diff,
}

/// Plans an update from the current pages to the staged ones. `files` are the current files of the
/// specs, by path below `specs/`.
///
/// # Errors
///
/// If the manifest and the pages of a snapshot disagree, a path to forget matches nothing, or a
/// service loses all its pages. Also if the resulting specs can't become a crate: for instance, an
/// override no longer matches and needs a correction first.
pub fn plan(
    current: &Snapshot,
    staged: &Snapshot,
    files: &Files,
    options: &UpdateOptions,
) -> Result<Plan, PlanError> {
    let (snapshot, page_changes) = pages::select(current, staged, options);
    let old = documented(current)?;
    let new = documented(&snapshot)?;
    let retirement = Retirement::plan(&old.specs, &new.specs, current, files, options)?;
    let mut files_after = files.clone();
    files_after.retain(|path, _| !retire::is_retired_file(path));
    files_after.extend(retirement.files.clone());
    let before = corrected_if_possible(old.specs, files);
    let after = pipeline::with_hand_written(new.specs.clone(), "specs", &files_after)?;
    Ok(Plan {
        diff: compare(&before, &after)?,
        page_changes,
        snapshot,
        documented: new,
        retired: retirement.files,
        vanished: retirement.vanished,
        forgotten: retirement.forgotten,
    })
}

impl Plan {
    /// Returns whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        let is_kept = |change: &PageChange| change.outcome == Outcome::Kept;
        self.page_changes.iter().all(is_kept) && self.forgotten.is_empty()
    }

    /// Returns the text of the manifest after the update.
    ///
    /// # Errors
    ///
    /// If an entry can't be written as YAML.
    pub fn manifest(&self) -> Result<String, SpecFault> {
        render_sources(&self.snapshot.entries)
    }
}

fn documented(snapshot: &Snapshot) -> Result<Documented, SpecFaults> {
    let (entries, pages) = (&snapshot.entries, &snapshot.pages);
    let text = render_sources(entries)?;
    let checked = check("specs/sources.yaml", &text, entries, pages)?;
    Ok(pipeline::specs_of(pipeline::extract_pages(&checked)))
}

/// Applies the hand-written files to the old specs. If an override doesn't match, because it is
/// already adapted to the newer pages, the specs stay as documented.
fn corrected_if_possible(specs: Vec<ServiceSpec>, files: &Files) -> Vec<ServiceSpec> {
    pipeline::with_hand_written(specs.clone(), "specs", files).unwrap_or(specs)
}
