//! `overrides.yaml`: hand-written corrections, applied by name, each with its reason.
//!
//! A patch names one thing, says `why`, and either adds it, skips it, or sets facts of it. A patch that
//! names nothing, or that changes nothing, is an error: the documentation has moved on.

mod apply;
mod patch;
mod set;
mod target;

use super::ServiceSpec;
use super::fault::{SpecFault, SpecFaults};
use super::yaml::{self, Writer};
use patch::Patch;

/// Applies the patches of a file, in its order, to the spec that lies beside it.
pub fn apply_overrides(spec: &mut ServiceSpec, file: &str, text: &str) -> Result<(), SpecFaults> {
    if is_blank(text) {
        return Ok(());
    }
    let patches: Vec<Patch> = yaml::parse(file, text, Writer::People)?;
    let lines = item_lines(text);
    let mut faults = Vec::new();
    for (index, patch) in patches.iter().enumerate() {
        if let Err(refusal) = apply::apply(spec, patch) {
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
