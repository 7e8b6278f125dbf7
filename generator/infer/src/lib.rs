//! Structures that only examples show: a table names them, and no page describes them.
//!
//! The tables say where a request or reply contains such a structure. Its members come
//! from the objects at all those places, in all examples of the service, on both sides. A member's
//! type is that of documented members with the same name, if all its values fit. Otherwise it is
//! the narrowest type that holds every value. An object inside becomes a separate structure.

#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

mod agreement;
mod examples;
mod known;
mod names;
mod parts;
mod scalars;
mod structures;
mod times;

use conform::Context;
use known::Known;
use spec::finding::{Nature, Rule};
use spec::{ServiceSpec, Structure};

pub use structures::MixedMember;

/// The rules of this stage, sorted by name.
pub const RULES: &[&Rule] = &[&INFERRED_STRUCTURE, &INFERRED_TYPES_DIFFER];

/// The rule for a structure that only examples show.
pub const INFERRED_STRUCTURE: Rule = Rule {
    name: "inferred-structure",
    nature: Nature::Guess,
    explanation: "No page describes a structure that a table names. Its members come from \
                  examples, so more may exist.",
};

/// The rule for a member of such a structure whose examples differ.
pub const INFERRED_TYPES_DIFFER: Rule = Rule {
    name: "inferred-types-differ",
    nature: Nature::Guess,
    explanation: "Examples show one member of an undocumented structure with different kinds of \
                  values. The member takes any JSON.",
};

/// A structure that only examples show.
#[derive(Debug, Clone, PartialEq)]
pub struct Inference {
    /// The structure, with the sources of all actions whose examples show it.
    pub structure: Structure,
    /// The name of the first of these actions.
    pub action: String,
    /// The number of examples that show the structure.
    pub examples: usize,
    /// The members that take any JSON because examples differ.
    pub mixed: Vec<MixedMember>,
}

/// Returns the structures that the spec's tables name and its pages don't describe, as far as
/// examples show them. Their parts are structures too. Sorted by name.
pub fn infer(spec: &ServiceSpec) -> Vec<Inference> {
    let bodies = examples::bodies(&spec.actions);
    let context = Context::new(spec);
    let found = examples::collect(&context, &bodies);
    let known = Known::new(&context, &bodies, &found);
    let mut drafts = structures::infer(&known, &bodies, &found.samples);
    agreement::complete(&mut drafts);
    let mut inferred: Vec<Inference> = drafts.into_iter().map(|draft| draft.inference).collect();
    inferred.sort_by(|one, other| one.structure.name.cmp(&other.structure.name));
    inferred
}
