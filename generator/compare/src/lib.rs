//! Comparison of two states of the specs: documentation changes, and their effect on the crate.
//!
//! [`docs`] compares the documented facts, and [`api`] the crate's public API. [`compare`] does
//! both and attaches each effect to the change that causes it. [`note`] shows a [`Diff`] as a
//! release note, and [`page()`] as an HTML page.

#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

pub mod api;
mod change;
pub mod docs;
mod join;
pub mod note;
mod page;

pub use change::{
    Change, CrateStep, Diff, Fact, Impact, Kind, Level, Place, RULES, Rule, ServiceDiff,
};
pub use page::page;

use lower::{LowerErrors, lower};
use spec::{Protocol, ServiceSpec};

/// Returns the changes from the old specs to the new ones, each with its effect on the crate.
///
/// # Errors
///
/// If the specs of either state can't be lowered to a crate.
pub fn compare(old: &[ServiceSpec], new: &[ServiceSpec]) -> Result<Diff, LowerErrors> {
    let impacts = api::compare(&lower(old)?, &lower(new)?);
    let mut diff = join::attach(docs::compare(old, new), impacts);
    for service in &mut diff.services {
        let mut specs = new.iter().chain(old);
        let spec = specs.find(|spec| spec.service.name == service.service);
        service.retired = spec.is_some_and(|spec| spec.service.protocol == Protocol::V2);
    }
    Ok(diff)
}
