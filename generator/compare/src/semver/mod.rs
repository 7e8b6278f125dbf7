//! What the step from one crate to another means for its users, in the terms of semantic versioning.
//!
//! Judged on the lowered models, by what users can write: names, types, setters, constants, paginators.
//! So it is true for the code that is emitted, whatever in the documentation caused it.

mod actions;
mod constants;
mod impact;
mod level;
mod products;
mod rules;
mod structures;
mod versions;

pub use impact::Impact;
pub(crate) use impact::of_fact;
pub use level::Level;
pub use rules::{RULES, Rule, explanation};

use impact::Impacts;
use lower::Crate;

/// What users of the old crate meet in the new one, sorted by service, version and item.
pub fn compare(old: &Crate, new: &Crate) -> Vec<Impact> {
    let mut impacts = Impacts::default();
    products::compare(&old.products, &new.products, &mut impacts);
    impacts.sorted()
}
