//! Hand-written corrections in `overrides.yaml`, applied by name, each with its reason.
//!
//! A patch names one thing, says `why`, and adds the thing, skips it, or sets its facts. A patch
//! that matches nothing or changes nothing is an error: the documentation has changed since.

mod apply;
mod patch;
mod set;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use patch::Patch;
use spec::ServiceSpec;
use spec::fault::{SpecFault, SpecFaults};
use spec::yaml::{self, Writer};

/// Applies the patches of a file to a spec: in the file's order, except that examples are skipped
/// last.
///
/// # Errors
///
/// Returns a fault if the file isn't a list of patches, or else for each patch that matches or
/// changes nothing.
pub fn apply_overrides(spec: &mut ServiceSpec, file: &str, text: &str) -> Result<(), SpecFaults> {
    if is_blank(text) {
        return Ok(());
    }
    let patches: Vec<Patch> = yaml::parse(file, text, Writer::People)?;
    let lines = item_lines(text);
    let mut faults = Vec::new();
    let mut skipped = BTreeSet::new();
    for (index, patch) in in_order(&patches) {
        let result = match skipped_example(patch) {
            Some(example) if !skipped.insert(example) => Err(Refusal::new(
                "another patch skips this example too",
                "delete one of the patches",
            )),
            _ => apply::apply(spec, patch),
        };
        if let Err(refusal) = result {
            let message = format!("{}: {}", patch.named(), refusal.message);
            let fault = SpecFault::in_file(file, message, refusal.help);
            faults.push(match lines.get(index) {
                Some(line) => fault.at(text, *line, 1),
                None => fault,
            });
        }
    }
    SpecFaults::check(faults)
}

/// Returns the patches with their index in the file, in the order of application. Patches that skip
/// examples come last, from the last example to the first, which keeps the page's numbers valid.
fn in_order(patches: &[Patch]) -> Vec<(usize, &Patch)> {
    let mut order: Vec<(usize, &Patch)> = patches.iter().enumerate().collect();
    order.sort_by_key(|(_, patch)| {
        let skipped = skipped_example(patch).map(|(_, number)| number);
        (skipped.is_some(), Reverse(skipped))
    });
    order
}

/// Returns the action and the number of the example that the patch skips.
fn skipped_example(patch: &Patch) -> Option<(&str, usize)> {
    if !patch.skip {
        return None;
    }
    Some((patch.action.as_deref()?, patch.example?))
}

/// Returns whether a file has only comments and blank lines.
fn is_blank(text: &str) -> bool {
    text.lines()
        .all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

/// Returns the 1-based line of each item of a list with leading hyphens. YAML indents the content
/// of an item deeper than its hyphen, so the first hyphen's indentation identifies the others.
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

/// The reason why a patch can't be applied, and how to fix it.
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

    fn no_match() -> Self {
        Self::new(
            "the spec has no such thing",
            "the documentation has changed, or a name is misspelled: correct or delete the patch",
        )
    }
}
