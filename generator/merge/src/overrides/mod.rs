//! `overrides.yaml`: hand-written corrections, applied by name, each with its reason.
//!
//! A patch names one thing, says `why`, and either adds it, skips it, or sets facts of it. A patch that
//! names nothing, or that changes nothing, is an error: the documentation has moved on.

mod apply;
mod patch;
mod set;
mod target;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use patch::Patch;
use spec::ServiceSpec;
use spec::fault::{SpecFault, SpecFaults};
use spec::yaml::{self, Writer};

/// Applies the patches of a file to the spec that lies beside it: in its order, but that examples are
/// left out at the end.
pub fn apply_overrides(spec: &mut ServiceSpec, file: &str, text: &str) -> Result<(), SpecFaults> {
    if is_blank(text) {
        return Ok(());
    }
    let patches: Vec<Patch> = yaml::parse(file, text, Writer::People)?;
    let lines = item_lines(text);
    let mut faults = Vec::new();
    let mut left_out = BTreeSet::new();
    for (index, patch) in in_order(&patches) {
        let result = match skipped_example(patch) {
            Some(example) if !left_out.insert(example) => Err(Refusal::new(
                "it is left out twice",
                "delete one of the patches",
            )),
            _ => apply::apply(spec, patch),
        };
        if let Err(refusal) = result {
            let message = format!("{}: {}", patch.named(), refusal.message);
            let fault = SpecFault::of_file(file, message, refusal.help);
            faults.push(match lines.get(index) {
                Some(line) => fault.at(text, *line, 1),
                None => fault,
            });
        }
    }
    SpecFault::none_of(faults)
}

/// The patches with their places in the file, in the order in which they are applied. Examples are left
/// out at the end, the hindmost first, so that all numbers of examples are those of the page.
fn in_order(patches: &[Patch]) -> Vec<(usize, &Patch)> {
    let mut order: Vec<(usize, &Patch)> = patches.iter().enumerate().collect();
    order.sort_by_key(|(_, patch)| {
        let skipped = skipped_example(patch).map(|(_, number)| number);
        (skipped.is_some(), Reverse(skipped))
    });
    order
}

/// The action and the number of the example that the patch leaves out.
fn skipped_example(patch: &Patch) -> Option<(&str, usize)> {
    let number = patch.example.filter(|_| patch.skip)?;
    Some((patch.action.as_deref()?, number))
}

/// Whether a file holds comments alone.
fn is_blank(text: &str) -> bool {
    text.lines()
        .all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

/// The 1-based line of each item of a list written with leading hyphens. What belongs to an item is
/// always indented deeper than its hyphen, so the first hyphen's indentation tells the others.
fn item_lines(text: &str) -> Vec<usize> {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let is_item = |line: &str| line.trim_start().starts_with("- ") || line.trim() == "-";
    let Some(first) = text.lines().find(|line| is_item(line)).map(indent) else {
        return Vec::new();
    };
    text.lines()
        .enumerate()
        .filter(|(_, line)| is_item(line) && indent(line) == first)
        .map(|(index, _)| index + 1)
        .collect()
}

/// Why a patch can't be applied, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Refusal {
    message: String,
    help: String,
}

impl Refusal {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }
}
