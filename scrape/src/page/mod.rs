//! What one file of documentation is: how it is stored, and what it says of itself.

mod intake;
mod name;
mod read;

pub(crate) use intake::{FEW, Intake, facts_before, take};
pub(crate) use name::slug;
pub(crate) use read::{Page, majority, read};
