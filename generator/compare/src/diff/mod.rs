//! What differs between two states of the specs, and what that means for users of the crate.
//!
//! [`compare_specs`] looks at the documentation's facts alone. [`compare`] adds what each change does to
//! the crate, which [`crate::semver`] decides on what both states lower to.

mod actions;
mod attach;
mod examples;
mod facts;
mod member_lists;
mod model;
pub mod note;
mod page;
mod renames;
mod services;
mod structures;
mod subject;

pub use model::{Change, Diff, Fact, Kind, Place, ServiceDiff};
pub use page::page;
pub use services::compare_specs;
pub use subject::{Owner, Subject};

use crate::semver;
use lower::{LowerErrors, lower};
use spec::ServiceSpec;

/// The changes from the old specs to the new ones, each with what it does to the crate.
///
/// # Errors
/// If the specs of either side can't become a crate.
pub fn compare(old: &[ServiceSpec], new: &[ServiceSpec]) -> Result<Diff, LowerErrors> {
    let impacts = semver::compare(&lower(old)?, &lower(new)?);
    Ok(attach::with_impacts(compare_specs(old, new), impacts))
}
